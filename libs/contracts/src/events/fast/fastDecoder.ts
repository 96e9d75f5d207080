import type { Fact, Origin } from '@parkpulse/domain';
import { EVENT_LIMITS } from '../../json/readJson.js';
import type { DecodeContext, DecodedEvent, EventRecord, MeasureCatalogue } from '../decodedEvent.js';
import { EVENT_TYPES, type EventType } from '../eventTypes.js';
import { type TimeBounds, boundsAt } from '../fieldReader.js';
import { keepLatest } from '../supersede.js';
import { DEFAULT_TOPICS } from '../topics.js';
import { AttributeScan, isKeyOf } from './attributeScan.js';
import { ByteScanner } from './byteScanner.js';
import { InternTable } from './internTable.js';
import { type ItemFrame, ItemScan } from './itemScan.js';
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
 * bytes to facts. It accepts only what the careful path accepts, with the same result, and gives up at anything
 * else. One decoder serves one catalogue; it keeps strings between events and no other state.
 */
export class FastDecoder {
  private readonly scanner: ByteScanner;
  private readonly attributes: AttributeScan;
  private readonly items: ItemScan;

  constructor(catalogue: MeasureCatalogue) {
    const table = new InternTable(word.fixedWords(catalogue.keys()));
    this.scanner = new ByteScanner(table);
    this.attributes = new AttributeScan(this.scanner, table);
    this.items = new ItemScan(this.scanner, table, catalogue);
  }

  /** Returns the event, or null where the careful path must decide. */
  decode(record: EventRecord, context: DecodeContext): DecodedEvent | null {
    const { bytes } = record;
    if (bytes === null || bytes.length > EVENT_LIMITS.maxBytes) return null;
    this.scanner.start(bytes);
    const end = this.attributes.scan();
    const kind = end === 'given up' ? undefined : KINDS.get(this.attributes.type);
    const bounds = boundsAt(context.now);
    if (kind === undefined || !this.isAtHome(record, context, kind, bounds)) return null;
    const facts =
      end === 'data'
        ? this.scanInPlace(record, context, kind, bounds)
        : this.scanSkipped(record, context, kind, bounds);
    return facts === null ? null : this.toEvent(kind.type, facts);
  }

  /** Tells whether topic, key and time are those the event should have. */
  private isAtHome(record: EventRecord, context: DecodeContext, kind: FastKind, bounds: TimeBounds): boolean {
    const { time, subject } = this.attributes;
    if (record.topic !== null && record.topic !== (context.topics ?? DEFAULT_TOPICS)[kind.role]) return false;
    return time >= bounds.earliest && time <= bounds.latest && isKeyOf(subject, record.key);
  }

  /** Reads the data where it stands, and once more if a sequence comes behind it, which every fact carries. */
  private scanInPlace(
    record: EventRecord,
    context: DecodeContext,
    kind: FastKind,
    bounds: TimeBounds,
  ): readonly Fact[] | null {
    const { scanner, attributes, items } = this;
    const from = scanner.position;
    const facts = items.scan(kind.list, this.toFrame(record, context, kind, bounds));
    if (facts === null || attributes.scanRest() !== 'end') return null;
    if (!attributes.cameLate) return facts;
    scanner.moveTo(from);
    return items.scan(kind.list, this.toFrame(record, context, kind, bounds));
  }

  /** Reads data that was skipped because it stood before attributes that its facts carry. */
  private scanSkipped(
    record: EventRecord,
    context: DecodeContext,
    kind: FastKind,
    bounds: TimeBounds,
  ): readonly Fact[] | null {
    const { scanner, attributes, items } = this;
    scanner.moveTo(attributes.dataFrom);
    const facts = items.scan(kind.list, this.toFrame(record, context, kind, bounds));
    return scanner.position === attributes.dataTo ? facts : null;
  }

  private toFrame(
    record: EventRecord,
    context: DecodeContext,
    kind: FastKind,
    bounds: TimeBounds,
  ): ItemFrame {
    const origin = this.toOrigin(record, context, (context.topics ?? DEFAULT_TOPICS)[kind.role]);
    return { time: this.attributes.time, earliest: bounds.earliest, latest: bounds.latest, origin };
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
