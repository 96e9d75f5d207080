import type { Instant } from '@parkpulse/domain';
import type { EventCode } from '../codes.js';

export type InstantReading =
  | { readonly kind: 'instant'; readonly at: Instant; readonly isLeapSecond: boolean }
  | {
      readonly kind: 'refused';
      readonly code: Extract<EventCode, 'TS_INVALID' | 'TS_NO_OFFSET' | 'TS_UNIT'>;
    };

// Seconds may be left out: recorded data sets write `2013-08-24T00:00Z`.
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,32}))?)?([Zz]|[+-]\d\d:\d\d)?$/;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LEAP_DAYS_BEFORE_1970 = 477;
const DAY_MINUTES = 1440;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Reads an RFC 3339 time with offset, to the millisecond (finer digits are cut). A leap second (23:59:60 UTC)
 * is read as the next second. A number or digits alone are refused as `TS_UNIT`.
 */
export function parseInstant(text: string): InstantReading {
  const match = DATE_TIME.exec(text);
  if (match === null) return refused(/^-?\d+(?:\.\d+)?$/.test(text) ? 'TS_UNIT' : 'TS_INVALID');
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const days = dayNumber(Number(year), Number(month), Number(day));
  const clock = toMilliseconds(Number(hour), Number(minute), second, fraction);
  if (days === null || clock === null) return refused('TS_INVALID');
  if (offset === undefined) return refused('TS_NO_OFFSET');
  const ahead = offsetMinutes(offset);
  const minutes = Number(hour) * 60 + Number(minute) - ahead;
  const isLeapSecond = second === '60';
  if (Number.isNaN(ahead) || (isLeapSecond && !isLastMinute(minutes))) return refused('TS_INVALID');
  return { kind: 'instant', at: days * DAY + clock - ahead * MINUTE, isLeapSecond };
}

/** Returns the time of day in milliseconds, a leap second as the next one; null where a clock shows no such time. */
function toMilliseconds(hour: number, minute: number, second = '00', fraction = '0'): number | null {
  if (hour > 23 || minute > 59 || Number(second) > 60) return null;
  const milliseconds = second === '60' ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  return (hour * 60 + minute) * MINUTE + Number(second) * 1000 + milliseconds;
}

/** Leap seconds are inserted at the end of a UTC day. */
function isLastMinute(minutes: number): boolean {
  return (minutes + DAY_MINUTES) % DAY_MINUTES === DAY_MINUTES - 1;
}

const refused = (code: Extract<EventCode, 'TS_INVALID' | 'TS_NO_OFFSET' | 'TS_UNIT'>): InstantReading => ({
  kind: 'refused',
  code,
});

function offsetMinutes(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Counts the days from 1970-01-01 to a date of the Gregorian calendar; null where there is no such date. */
export function dayNumber(year: number, month: number, day: number): number | null {
  const length = month === 2 && isLeapYear(year) ? 29 : DAYS_IN_MONTH[month - 1];
  if (length === undefined || !(day >= 1 && day <= length)) return null;
  const past = year - 1;
  const leapDays =
    Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - LEAP_DAYS_BEFORE_1970;
  const leapToday = month > 2 && isLeapYear(year) ? 1 : 0;
  return (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapToday + day - 1;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Writes an instant in UTC as answers and events carry it; milliseconds only when there are some. */
export function toTimeText(at: Instant): string {
  const text = new Date(at).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
