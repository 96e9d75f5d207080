import type { Fact, Origin } from '@parkpulse/domain';
import { EVENT_LIMITS } from '../../json/readJson.js';
import type { DecodeContext, DecodedEvent, EventRecord, MeasureCatalogue } from '../decodedEvent.js';
import { EVENT_TYPES, type EventType } from '../eventTypes.js';
import { type TimeBounds, boundsAt } from '../fieldReader.js';
import { keepLatest } from '../supersede.js';
import { DEFAULT_TOPICS } from '../topics.js';
import { AttributeScan, isKeyOf } from './attributeScan.js';
import { ByteScanner } from './byteScanner.js';
import { ColumnSink } from './columnSink.js';
import type { ColumnEvent, FactColumns } from './factColumns.js';
import { InternTable } from './internTable.js';
import { ItemScan } from './itemScan.js';
import { FactSink, type ItemSink } from './itemSink.js';
import * as word from './words.js';

/** A type the fast path reads: its topic and the list its data holds. */
interface FastKind {
  readonly type: EventType;
  readonly role: 'measures' | 'devices';
  readonly list: number;
}

const KINDS: ReadonlyMap<number, FastKind> = new Map([
  [word.WORD_READING_TYPE, { type: EVENT_TYPES.reading, role: 'measures', list: word.KEY_READINGS }],
  [word.WORD_STATUS_TYPE, { type: EVENT_TYPES.deviceStatus, role: 'devices', list: word.KEY_DEVICES }],
]);

const NO_NOTES = { leapSecond: false, unknownFields: 0, superseded: 0 };

/**
 * Reads the events that make up nearly all traffic, readings and device states in structured mode, straight from
 * bytes to facts, or to rows of columns. It accepts only what the careful path accepts, with the same result, and gives
 * up at anything else. One decoder serves one catalogue; it keeps strings between events and no other state.
 */
export class FastDecoder {
  private readonly scanner: ByteScanner;
  private readonly attributes: AttributeScan;
  private readonly items: ItemScan;
  private readonly facts: FactSink;
  private readonly rows: ColumnSink;
  /** Whether the data of the event at hand stood before what its items need. */
  private isSkipped = false;
  private bounds: TimeBounds = boundsAt(0);
  private boundsFor = 0;

  constructor(catalogue: MeasureCatalogue) {
    const table = new InternTable(word.fixedWords(catalogue.keys()));
    this.scanner = new ByteScanner(table);
    this.attributes = new AttributeScan(this.scanner, table);
    this.items = new ItemScan(this.scanner, table, catalogue);
    this.facts = new FactSink(table);
    this.rows = new ColumnSink(table);
  }

  /** Returns the event, or null where the careful path must decide. */
  decode(record: EventRecord, context: DecodeContext): DecodedEvent | null {
    const kind = this.scanAttributes(record, context);
    if (kind === null) return null;
    const facts = this.readFacts(record, context, kind);
    return facts === null ? null : this.toEvent(kind.type, facts);
  }

  /** As `decode`, with the facts as rows of `columns`; on null these are as they were. */
  decodeRows(record: EventRecord, context: DecodeContext, columns: FactColumns): ColumnEvent | null {
    const from = columns.count;
    const kind = this.scanAttributes(record, context);
    if (kind === null) return null;
    this.rows.begin(columns);
    const isRead = this.scanItems(context, kind, this.rows);
    if (!isRead || this.items.hasForgotten || this.rows.mayRepeat) {
      columns.cutTo(from);
      return null;
    }
    const { subject, source, id, time, sequence, replay } = this.attributes;
    return { park: subject, source, id, time, sequence, replay, from, to: columns.count };
  }

  /** Scans up to the data and beyond it where it cannot be read at once; null where this is nothing for the fast path. */
  private scanAttributes(record: EventRecord, context: DecodeContext): FastKind | null {
    const { bytes } = record;
    if (bytes === null || bytes.length > EVENT_LIMITS.maxBytes) return null;
    this.scanner.start(bytes);
    const end = this.attributes.scan();
    this.isSkipped = end === 'end';
    const kind = end === 'given up' ? undefined : KINDS.get(this.attributes.type);
    return kind !== undefined && this.isAtHome(record, context, kind) ? kind : null;
  }

  private boundsAt(now: number): TimeBounds {
    if (now !== this.boundsFor) [this.bounds, this.boundsFor] = [boundsAt(now), now];
    return this.bounds;
  }

  /** Tells whether topic, key and time are those the event should have. */
  private isAtHome(record: EventRecord, context: DecodeContext, kind: FastKind): boolean {
    const { time, subject } = this.attributes;
    const bounds = this.boundsAt(context.now);
    if (record.topic !== null && record.topic !== (context.topics ?? DEFAULT_TOPICS)[kind.role]) return false;
    return time >= bounds.earliest && time <= bounds.latest && isKeyOf(subject, record.key);
  }

  /** Reads the data where it stands, or where it was skipped, and the attributes behind it. */
  private scanItems(context: DecodeContext, kind: FastKind, sink: ItemSink): boolean {
    const { scanner, attributes, items } = this;
    const { earliest, latest } = this.boundsAt(context.now);
    if (this.isSkipped) scanner.moveTo(attributes.dataFrom);
    const isGood = items.scan(kind.list, { time: attributes.time, earliest, latest }, sink);
    if (!isGood) return false;
    return this.isSkipped ? scanner.position === attributes.dataTo : attributes.scanRest() === 'end';
  }

  /** Reads the facts, and once more if a sequence comes behind them, which every fact carries. */
  private readFacts(record: EventRecord, context: DecodeContext, kind: FastKind): readonly Fact[] | null {
    const { scanner, attributes, facts } = this;
    const from = scanner.position;
    const topic = (context.topics ?? DEFAULT_TOPICS)[kind.role];
    facts.begin(this.toOrigin(record, context, topic));
    if (!this.scanItems(context, kind, facts)) return null;
    if (this.isSkipped || !attributes.cameLate) return facts.facts;
    scanner.moveTo(from);
    facts.begin(this.toOrigin(record, context, topic));
    const { earliest, latest } = this.boundsAt(context.now);
    return this.items.scan(kind.list, { time: attributes.time, earliest, latest }, facts)
      ? facts.facts
      : null;
  }

  private toEvent(type: EventType, sent: readonly Fact[]): DecodedEvent {
    const { subject, source, id, time, sequence, replay } = this.attributes;
    const facts = this.items.mayRepeat ? keepLatest(sent) : sent;
    const superseded = sent.length - facts.length;
    const notes = superseded === 0 ? NO_NOTES : { ...NO_NOTES, superseded };
    return { kind: 'event', type, park: subject, source, id, time, sequence, replay, facts, notes };
  }

  private toOrigin(record: EventRecord, context: DecodeContext, topic: string): Origin {
    const { source, id, sequence } = this.attributes;
    const { position } = record;
    if (position === undefined) {
      return { source, event: id, sequence, knownAt: context.now, topic, partition: 0, offset: -1 };
    }
    const { knownAt, partition, offset } = position;
    return { source, event: id, sequence, knownAt, topic, partition, offset };
  }
}
