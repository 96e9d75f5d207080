import {
  type DecodedEvent,
  type EventRecord,
  type MeasureCatalogue,
  type RejectedEvent,
  type TopicNames,
  decodeEvent,
  decodeRows,
  openColumns,
} from '@parkpulse/contracts';
import type { IngestCommit, LogBatch, LogRecord, NewDeadLetter, StorableEvent, StreamId } from '../ports.js';
import { RowEvent } from './rowEvent.js';

/** Payloads above this many bytes are not kept whole in a dead letter (reliability, bad input 54). */
const KEPT_BYTES = 4096;
const LARGEST_EVENT = 256 * 1024;

export interface DecodingContext {
  readonly catalogue: MeasureCatalogue;
  readonly topics: TopicNames;
}

/**
 * Turns a batch of the log into what is to be stored: every offset ends as an event or as a dead letter (stored,
 * duplicate and conflicting events are told apart by the store). Pure but for the decoder's own caches: what lies in the
 * future is told by when a record was received, not by our own clock, so that a record is judged the same whenever it is read.
 */
export function decodeBatch(
  batch: LogBatch,
  context: DecodingContext,
): Pick<IngestCommit, 'events' | 'deadLetters'> {
  const events: StorableEvent[] = [];
  const deadLetters: NewDeadLetter[] = [];
  const columns = openColumns(expectedRows(batch));
  const received = { ...context, now: 0 };
  for (const record of batch.records) {
    received.now = record.receivedAt;
    const input = toInput(record, batch.stream);
    const rows = decodeRows(input, received, columns);
    if (rows !== null) {
      events.push(new RowEvent(rows, record, columns, batch.stream));
      continue;
    }
    const decoded = decodeEvent(input, received);
    if (decoded.kind === 'rejected') deadLetters.push(toDeadLetter(decoded, batch, record));
    else events.push(toStorable(decoded, record));
  }
  return { events, deadLetters };
}

function toInput(record: LogRecord, { topic, partition }: StreamId): EventRecord {
  return {
    bytes: record.value,
    headers: record.headers,
    key: record.key,
    topic,
    position: { partition, offset: record.offset, knownAt: record.receivedAt },
  };
}

function toStorable(
  { park, source, id, time, sequence, replay: isReplay, facts }: DecodedEvent,
  record: LogRecord,
): StorableEvent {
  const { offset, receivedAt, value: payload } = record;
  return { park, source, id, time, sequence, isReplay, facts, offset, receivedAt, payload };
}

/** Bytes that the shortest reading takes in a list; an event takes about 250 more. */
const READING_BYTES = 90;

// Large enough for nearly every batch; the columns grow where it is not.
function expectedRows({ records }: LogBatch): number {
  const bytes = records.reduce((sum, { value }) => sum + (value?.byteLength ?? 0), 0);
  return Math.max(records.length, Math.ceil(bytes / READING_BYTES));
}

function toDeadLetter(rejected: RejectedEvent, { stream }: LogBatch, record: LogRecord): NewDeadLetter {
  const bytes = record.value;
  const isLarge = bytes !== null && bytes.byteLength > LARGEST_EVENT;
  return {
    code: rejected.code,
    detailZh: rejected.detail.zh,
    detailEn: rejected.detail.en,
    pointer: rejected.pointer,
    park: rejected.park,
    source: rejected.source,
    topic: stream.topic,
    partition: stream.partition,
    offset: record.offset,
    request: record.headers['x-request-id'] ?? null,
    receivedAt: record.receivedAt,
    payload: isLarge ? bytes.subarray(0, KEPT_BYTES) : bytes,
    isTruncated: isLarge,
  };
}
