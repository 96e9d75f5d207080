import { types } from 'pg';

type Parser = (value: never) => unknown;

const [INT8, TIMESTAMPTZ] = [20, 1184];
const parsers: Readonly<Record<number, Parser>> = {
  [INT8]: Number,
  [TIMESTAMPTZ]: toInstant,
};

/** Whole numbers come as numbers (all of ours are below 2^53), instants as milliseconds since 1970. */
export const columnTypes = {
  getTypeParser(oid: number, format?: string): Parser {
    return parsers[oid] ?? types.getTypeParser(oid, format);
  },
};

/** Reads `2026-11-24 05:38:00.123+00` and the two infinities. Our sessions run in UTC; a connection URL may say otherwise. */
export function toInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  if (text.endsWith('+00')) return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  return Date.parse(text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'));
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
