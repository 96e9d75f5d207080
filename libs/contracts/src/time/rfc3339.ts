import type { Instant } from '@parkpulse/domain';
import type { EventCode } from '../codes.js';

export type InstantReading =
  | { readonly kind: 'instant'; readonly at: Instant; readonly isLeapSecond: boolean }
  | { readonly kind: 'refused'; readonly code: Extract<EventCode, 'TS_INVALID' | 'TS_NO_OFFSET' | 'TS_UNIT'> };

// Seconds may be left out: recorded data sets write `2013-08-24T00:00Z`.
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,32}))?)?([Zz]|[+-]\d\d:\d\d)?$/;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Reads an RFC 3339 time with offset, to the millisecond (finer digits are cut). A leap second (23:59:60 UTC)
 * is read as the next second. A number or digits alone are refused as `TS_UNIT`.
 */
export function parseInstant(text: string): InstantReading {
  const match = DATE_TIME.exec(text);
  if (match === null) return refused(/^-?\d+(?:\.\d+)?$/.test(text) ? 'TS_UNIT' : 'TS_INVALID');
  const [, year, month, day, hour, minute, second = '00', fraction = '0', offset] = match;
  const date = dayNumber(Number(year), Number(month), Number(day));
  if (date === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return refused('TS_INVALID');
  if (offset === undefined) return refused('TS_NO_OFFSET');
  const ahead = offsetMinutes(offset);
  if (ahead === null) return refused('TS_INVALID');
  const minutes = Number(hour) * 60 + Number(minute) - ahead;
  const isLeapSecond = second === '60';
  if (isLeapSecond && (minutes + 1440) % 1440 !== 1439) return refused('TS_INVALID');
  const milliseconds = isLeapSecond ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  return { kind: 'instant', at: date * DAY + minutes * MINUTE + Number(second) * 1000 + milliseconds, isLeapSecond };
}

const refused = (code: Extract<EventCode, 'TS_INVALID' | 'TS_NO_OFFSET' | 'TS_UNIT'>): InstantReading => ({
  kind: 'refused',
  code,
});

function offsetMinutes(offset: string): number | null {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Counts the days from 1970-01-01 to a date of the Gregorian calendar; null where there is no such date. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && isLeapYear ? 29 : DAYS_IN_MONTH[month - 1];
  if (length === undefined || day < 1 || day > length) return null;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  const leapToday = isLeapYear && month > 2 ? 1 : 0;
  return (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapToday + day - 1;
}

/** Writes an instant in UTC as answers and events carry it; milliseconds only when there are some. */
export function toTimeText(at: Instant): string {
  const text = new Date(at).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
