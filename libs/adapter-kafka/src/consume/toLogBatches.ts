import type { LogBatch, LogRecord, StreamId } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { RawRecord } from '../client/rawRecord.js';
import { tailOf, toText } from './logTail.js';

/** A batch has at most this many records and, beyond its first record, at most this many bytes. */
const MOST_RECORDS = 5000;
const MOST_BYTES = 4 * 1024 * 1024;
const LOG_APPEND_TIME = 1;

/**
 * Cuts what one fetch brought into batches of bounded size. The last one reaches to `nextOffset`, past whatever the log
 * holds that is no record (ends of transactions, compacted places). Each tells what its last record is known by.
 *
 * @param readAt knowledge time of records that the broker has not stamped itself (a topic with CreateTime)
 */
export function toLogBatches(
  stream: StreamId,
  messages: readonly KafkaMessage[],
  nextOffset: number,
  readAt: Instant,
): readonly LogBatch[] {
  const batches: LogBatch[] = [];
  let records: LogRecord[] = [];
  let bytes = 0;
  let last: KafkaMessage | null = null;
  const cut = (to: number) =>
    batches.push({ stream, records, nextOffset: to, tail: toText(last && tailOf(last), to) });
  for (const message of messages) {
    const record = toRecord(message, readAt);
    const size = record.value?.byteLength ?? 0;
    if (records.length > 0 && (records.length >= MOST_RECORDS || bytes + size > MOST_BYTES)) {
      cut(record.offset);
      [records, bytes] = [[], 0];
    }
    records.push(record);
    bytes += size;
    last = message;
  }
  cut(nextOffset);
  return batches;
}

function toRecord(message: RawRecord, readAt: Instant): LogRecord {
  const { offset, key, value, headers, timestamp, batchContext } = message;
  return {
    offset: Number(offset),
    receivedAt: batchContext?.timestampType === LOG_APPEND_TIME ? Number(timestamp) : readAt,
    key: key === null ? null : key.toString('utf8'),
    value,
    headers: toTexts(headers),
  };
}

// Of a header given twice the last counts, as in the Java client's lastHeader.
function toTexts(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, given]) => {
      const last = Array.isArray(given) ? given.at(-1) : given;
      return [name, last === undefined ? '' : last.toString()];
    }),
  );
}
