import { type Instant } from './frame.js';

/** A wall-clock reading without a zone. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const HOUR_MS = 3_600_000;
const FORMATS = new Map<string, Intl.DateTimeFormat>();
const OFFSETS = new Map<string, number>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  FORMATS.set(zone, format);
  return format;
}

function readOffset(zone: string, at: Instant): number {
  const part = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  const wall = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds; kept per hour because asking is slow. */
function offsetAt(zone: string, at: Instant): number {
  const key = `${zone} ${Math.floor(at / HOUR_MS)}`;
  const known = OFFSETS.get(key);
  if (known !== undefined) return known;
  if (OFFSETS.size > 4096) OFFSETS.clear();
  const offset = readOffset(zone, at);
  OFFSETS.set(key, offset);
  return offset;
}

/** Says whether the runtime knows an IANA zone by this name. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The instant of a wall-clock reading; in the hour that a clock change repeats, the later one. */
export function toInstant(local: LocalTime, zone: string): Instant {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const guess = wall - offsetAt(zone, wall);
  return wall - offsetAt(zone, guess) + local.millisecond;
}

/** The wall-clock reading of an instant. */
export function toLocal(at: Instant, zone: string): LocalTime {
  const wall = new Date(at + offsetAt(zone, at));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
  };
}

/**
 * Reads `yyyyMMddHHmmss`, with or without three digits of milliseconds, in a zone.
 * Null when it is no such text or no day of the calendar, such as 30 February.
 */
export function parseStamp(text: string, zone: string): Instant | null {
  if (!/^\d{14}(\d{3})?$/.test(text)) return null;
  const number = (from: number, to: number) => Number(text.slice(from, to));
  const local: LocalTime = {
    year: number(0, 4),
    month: number(4, 6),
    day: number(6, 8),
    hour: number(8, 10),
    minute: number(10, 12),
    second: number(12, 14),
    millisecond: text.length === 17 ? number(14, 17) : 0,
  };
  const calendar = new Date(Date.UTC(local.year, local.month - 1, local.day));
  const isDay = calendar.getUTCMonth() + 1 === local.month && calendar.getUTCDate() === local.day;
  const isTime = local.hour < 24 && local.minute < 60 && local.second < 60;
  return isDay && isTime && local.year >= 1970 ? toInstant(local, zone) : null;
}
