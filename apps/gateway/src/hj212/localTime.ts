import { firstInstantOfLocal, periodContaining } from '@parkpulse/domain';
import { type Instant } from './frame.js';

/**
 * Reads `yyyyMMddHHmmss`, with or without three digits of milliseconds, in a zone.
 * Null when it is no such text, no day of the calendar such as 30 February, or of another century.
 */
export function parseStamp(text: string, zone: string): Instant | null {
  const match = /^(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, millisecond] = match;
  const reading = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const local = Date.parse(`${reading}Z`);
  // Of a day that does not exist the runtime makes another day, or nothing.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(reading)) return null;
  return firstInstantOfLocal(zone, local) + Number(millisecond ?? 0);
}

/** The period of a number of seconds that an instant falls in, counted from local midnight; a day is the local day. */
export function periodAround(
  at: Instant,
  seconds: number,
  zone: string,
): { readonly from: Instant; readonly to: Instant } {
  const day = periodContaining('day', at, zone);
  if (seconds === 86_400) return { from: day.from, to: day.to };
  const length = seconds * 1000;
  const from = day.from + Math.floor((at - day.from) / length) * length;
  return { from, to: from + length };
}
