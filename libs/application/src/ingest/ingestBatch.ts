import {
  type MeasureCatalogue,
  type RejectedEvent,
  type TopicNames,
  decodeEvent,
} from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import type { IngestCommit, LogBatch, LogRecord, NewDeadLetter, StorableEvent } from '../ports.js';

/** Payloads above this many bytes are not kept whole in a dead letter (reliability, bad input 54). */
const KEPT_BYTES = 4096;
const LARGEST_EVENT = 256 * 1024;

export interface DecodingContext {
  readonly catalogue: MeasureCatalogue;
  readonly topics: TopicNames;
  readonly now: Instant;
}

/**
 * Turns a batch of the log into what is to be stored: every offset ends as an event or as a dead letter (stored,
 * duplicate and conflicting events are told apart by the store). Pure but for the decoder's own caches.
 */
export function decodeBatch(
  batch: LogBatch,
  context: DecodingContext,
): Pick<IngestCommit, 'events' | 'deadLetters'> {
  const events: StorableEvent[] = [];
  const deadLetters: NewDeadLetter[] = [];
  for (const record of batch.records) {
    const decoded = decodeEvent(
      {
        bytes: record.value,
        headers: record.headers,
        key: record.key,
        topic: batch.stream.topic,
        position: { partition: batch.stream.partition, offset: record.offset, knownAt: record.receivedAt },
      },
      context,
    );
    if (decoded.kind === 'rejected') deadLetters.push(toDeadLetter(decoded, batch, record));
    else {
      const { park, source, id, time, sequence, facts } = decoded;
      const { offset, receivedAt, value: payload } = record;
      events.push({ park, source, id, time, sequence, facts, offset, receivedAt, payload });
    }
  }
  return { events, deadLetters };
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
    topic: stream.topic,
    partition: stream.partition,
    offset: record.offset,
    request: record.headers['x-request-id'] ?? null,
    receivedAt: record.receivedAt,
    payload: isLarge ? bytes.subarray(0, KEPT_BYTES) : bytes,
    isTruncated: isLarge,
  };
}
