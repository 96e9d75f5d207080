import { firstInstantOfLocal, type Instant, offsetStretchAt } from '@parkpulse/domain';

const DAY_MS = 86_400_000;

/** The wall-clock reading of an instant, as if it were UTC. */
export function toWall(at: Instant, zone: string): number {
  return at + offsetStretchAt(zone, at).offset;
}

/** Moves an instant by whole local days: the hour on the wall stays, whatever the clocks did in between. */
export function shiftByDays(at: Instant, days: number, zone: string): Instant {
  if (days === 0) return at;
  const wall = toWall(at, zone);
  const whole = Math.floor(wall / 1000) * 1000;
  return firstInstantOfLocal(zone, whole + days * DAY_MS) + (wall - whole);
}

/** The local date of an instant as a number of days since 1970-01-01. */
export function toDayNumber(at: Instant, zone: string): number {
  return Math.floor(toWall(at, zone) / DAY_MS);
}

/** The instant at which a local day, counted from 1970-01-01, begins. */
export function startOfDay(day: number, zone: string): Instant {
  return firstInstantOfLocal(zone, day * DAY_MS);
}

/** The label of a day number, such as `2014-02-26`. */
export function toDayLabel(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * How many days a recording must be moved so that its local day `lastDay` becomes the day before `now`'s, that is, so that
 * the recording reads as "the last days".
 */
export function daysToEndAt(lastDay: string, now: Instant, zone: string): number {
  return toDayNumber(now, zone) - 1 - Math.floor(Date.parse(`${lastDay}T00:00:00Z`) / DAY_MS);
}
