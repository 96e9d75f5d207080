import { timeText } from '../../format/time.js';

const HOUR = 3_600_000;

/** Local time as `HH:mm`. */
export function toLocalMinute(now: number, zone: string): string {
  return timeText(now, 'hour', { zone });
}

/** Once between 03:00 and 03:10, never within an hour of the last start, only while all is calm. */
export function isReloadDue(local: string, runningMs: number, isCalm: boolean): boolean {
  return isCalm && runningMs > HOUR && local >= '03:00' && local < '03:10';
}
