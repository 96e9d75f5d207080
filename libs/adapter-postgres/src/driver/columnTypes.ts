import { types } from 'pg';

type Parser = (value: never) => unknown;

const [INT8, TIMESTAMPTZ, INT2_ARRAY, INT4_ARRAY, TEXT_ARRAY] = [20, 1184, 1005, 1007, 1009];
const parsers: Readonly<Record<number, Parser>> = {
  [INT8]: Number,
  [TIMESTAMPTZ]: toInstant,
  [INT2_ARRAY]: toNumbers,
  [INT4_ARRAY]: toNumbers,
  [TEXT_ARRAY]: toTexts,
};

/** Whole numbers come as numbers (all of ours are below 2^53), instants as milliseconds since 1970. */
export const columnTypes = {
  getTypeParser(oid: number, format?: string): Parser {
    return parsers[oid] ?? types.getTypeParser(oid, format);
  },
};

const generalNumbers = types.getTypeParser(INT4_ARRAY) as (text: string) => readonly number[];
const generalTexts = types.getTypeParser(TEXT_ARRAY) as (text: string) => readonly string[];

// Arrays of one dimension without NULL are nearly all there are; the general reader is twenty times slower.
function toNumbers(text: string): readonly number[] {
  if (text === '{}') return [];
  return /^\{[-\d,]+\}$/.test(text) ? text.slice(1, -1).split(',').map(Number) : generalNumbers(text);
}

function toTexts(text: string): readonly string[] {
  if (text === '{}') return [];
  return /^\{[\w.,:-]+\}$/.test(text) && !/NULL/i.test(text)
    ? text.slice(1, -1).split(',')
    : generalTexts(text);
}

/** The day asked for last, and when it begins: rows of one answer are often of one day. */
let lastDay = '';
let lastDayBegins = 0;

/** Reads `2026-11-24 05:38:00.123+00` and the two infinities. Our sessions run in UTC; a connection URL may say otherwise. */
export function toInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  if (!text.endsWith('+00')) return Date.parse(text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'));
  const day = text.slice(0, 10);
  if (day !== lastDay) [lastDay, lastDayBegins] = [day, Date.parse(`${day}T00:00:00Z`)];
  const minutes = 60 * twoDigits(text, 11) + twoDigits(text, 14);
  const fraction = text.length === WHOLE_SECONDS ? 0 : Math.floor(1000 * Number(text.slice(19, -3)) + 1e-6);
  return lastDayBegins + 60_000 * minutes + 1000 * twoDigits(text, 17) + fraction;
}

/** Length of an instant without a fraction of a second. */
const WHOLE_SECONDS = '2026-11-24 05:38:00+00'.length;

function twoDigits(text: string, at: number): number {
  return 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 528;
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
