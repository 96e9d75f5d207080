import type { Origin } from '@parkpulse/domain';
import type { DecodeContext, DecodedEvent, EventRecord, MeasureCatalogue } from '../decodedEvent.js';
import { EVENT_TYPES } from '../eventTypes.js';
import { keepLatest } from '../supersede.js';
import { EVENT_LIMITS } from '../../json/readJson.js';
import { boundsAt } from '../fieldReader.js';
import { DEFAULT_TOPICS } from '../topics.js';
import { AttributeScan, isKeyOf } from './attributeScan.js';
import { ByteScanner } from './byteScanner.js';
import { InternTable } from './internTable.js';
import { ItemScan } from './itemScan.js';
import * as word from './words.js';

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
    const { scanner, attributes } = this;
    scanner.start(bytes);
    const end = attributes.scan();
    if (end === 'given up') return null;
    const { type, subject, time } = attributes;
    const isReading = type === word.WORD_READING_TYPE;
    if (!isReading && type !== word.WORD_STATUS_TYPE) return null;
    const topics = context.topics ?? DEFAULT_TOPICS;
    const topic = isReading ? topics.measures : topics.devices;
    if (record.topic !== null && record.topic !== topic) return null;
    const bounds = boundsAt(context.now);
    if (time < bounds.earliest || time > bounds.latest || !isKeyOf(subject, record.key)) return null;
    const origin = this.toOrigin(record, context, topic);
    if (end === 'end') scanner.moveTo(attributes.dataFrom);
    const frame = { time, earliest: bounds.earliest, latest: bounds.latest, origin };
    const facts = this.items.scan(isReading ? word.KEY_READINGS : word.KEY_DEVICES, frame);
    if (facts === null) return null;
    if (end === 'end' ? scanner.position !== attributes.dataTo : attributes.scanRest() !== 'end') return null;
    const kept = this.items.mayRepeat ? keepLatest(facts) : facts;
    return {
      kind: 'event',
      type: isReading ? EVENT_TYPES.reading : EVENT_TYPES.deviceStatus,
      park: subject,
      source: attributes.source,
      id: attributes.id,
      time,
      sequence: attributes.sequence,
      replay: attributes.replay,
      facts: kept,
      notes: kept.length === facts.length ? NO_NOTES : { ...NO_NOTES, superseded: facts.length - kept.length },
    };
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
