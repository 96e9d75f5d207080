import { types } from 'pg';

type Parser = (value: never) => unknown;

const [BYTEA, INT8, INT4, TEXT, TIMESTAMPTZ] = [17, 20, 23, 25, 1184];
const EPOCH_2000_MS = 946_684_800_000;

const textParsers: Readonly<Record<number, Parser>> = { [INT8]: Number as Parser, [TIMESTAMPTZ]: toInstant as Parser };

// For statements that ask for their answer in binary: large bytes come without the detour through hexadecimal text.
const binaryParsers: Readonly<Record<number, Parser>> = {
  [BYTEA]: ((value: Buffer) => value) as Parser,
  [INT8]: ((value: Buffer) => Number(value.readBigInt64BE())) as Parser,
  [INT4]: ((value: Buffer) => value.readInt32BE()) as Parser,
  [TEXT]: ((value: Buffer) => value.toString('utf8')) as Parser,
  [TIMESTAMPTZ]: ((value: Buffer) => EPOCH_2000_MS + Number(value.readBigInt64BE()) / 1000) as Parser,
};

/** Whole numbers come as numbers (all of ours are below 2^53), instants as milliseconds since 1970. */
export const columnTypes = {
  getTypeParser(oid: number, format?: string): Parser {
    const own = format === 'binary' ? binaryParsers[oid] : textParsers[oid];
    return own ?? types.getTypeParser(oid, format);
  },
};

/** Reads `2026-11-24 05:38:00.123+00` (every session runs in UTC) and the two infinities. */
export function toInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}

const EARLIEST = Date.UTC(1, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/** Writes an instant for PostgreSQL; what lies beyond the calendar is an infinity. */
export function fromInstant(instant: number): string {
  if (instant >= LATEST) return 'infinity';
  if (instant < EARLIEST || Number.isNaN(instant)) return '-infinity';
  return new Date(instant).toISOString();
}

/** Writes an instant or NULL. */
export function fromInstantOrNull(instant: number | null): string | null {
  return instant === null ? null : fromInstant(instant);
}
