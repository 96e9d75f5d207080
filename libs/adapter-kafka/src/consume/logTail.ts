import type { StoredPosition } from '@parkpulse/application';
import type { KafkaMessage } from 'kafkajs';
import { createHash } from 'node:crypto';
import type { RawRecord } from '../client/rawRecord.js';

/**
 * The last record read before a position. A broker that lost records it had acknowledged and took others in their place
 * (a leader that had not all of them, a disk restored) shows at that record: offsets alone would not tell.
 */
export interface LogTail {
  readonly offset: number;
  /** 132 bits of SHA-256 over timestamp, key and value, in base64url. */
  readonly digest: string;
}

const DIGEST_LENGTH = 22;
const NOTHING = Buffer.alloc(0);

export function tailOf({ offset, timestamp, key, value }: KafkaMessage): LogTail {
  const digest = createHash('sha256')
    .update(`${timestamp} ${key?.length ?? 'none'} ${value?.length ?? 'none'} `)
    .update(key ?? NOTHING)
    .update(value ?? NOTHING)
    .digest('base64url');
  return { offset: Number(offset), digest: digest.slice(0, DIGEST_LENGTH) };
}

/** As the store keeps it, with the offset it belongs to: whoever else moves the offset need not know of it. */
export function toText(tail: LogTail | null, nextOffset: number): string | null {
  return tail === null ? null : `${nextOffset} ${tail.offset} ${tail.digest}`;
}

/** Null when nothing is known of this position, be it that only another was told of. */
export function fromText({ nextOffset, tail }: StoredPosition): LogTail | null {
  const [next, offset, digest = ''] = tail?.split(' ') ?? [];
  return Number(next) === nextOffset && digest !== '' ? { offset: Number(offset), digest } : null;
}

/**
 * Whether the log before a position is another than the one that was read. Only what can never come about in one log says
 * so: another record, or the mark of a transaction, where a record was read; or a record where none was. That a record is
 * no more there says nothing: compaction takes it. Nor does one of a transaction where none was read: it may be given up.
 *
 * @param records what the log now holds from the tail on
 */
export function isReplaced(tail: LogTail, nextOffset: number, records: readonly RawRecord[]): boolean {
  return records.some((record) => {
    const offset = Number(record.offset);
    if (offset < tail.offset || offset >= nextOffset) return false;
    if (offset === tail.offset)
      return record.isControlRecord === true || tailOf(record).digest !== tail.digest;
    return record.isControlRecord !== true && record.batchContext?.inTransaction !== true;
  });
}
