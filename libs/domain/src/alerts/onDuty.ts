import { periodContaining } from '../kernel/calendar.js';
import { firstInstantOfLocal } from '../kernel/timeZone.js';
import type { Instant } from '../telemetry/facts.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Hours of the day in the park's time zone, `22:00` to `07:00`, over midnight where `to` is the earlier. */
export interface DailyHours {
  readonly from: string;
  readonly to: string;
}

/** A shift of the duty desk and who holds it. */
export interface Shift extends DailyHours {
  readonly name: string;
  /** 1 = Monday … 7 = Sunday; every day when empty. */
  readonly weekdays: readonly number[];
  readonly person: string;
  readonly mobile: string | null;
}

/** Tells whether an instant lies in daily hours of a time zone. */
export function isWithinHours({ from, to }: DailyHours, at: Instant, zone: string): boolean {
  const minute = localMinute(at, zone);
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** Returns the next instant after `at` at which daily hours end. */
export function endOfHours({ to }: DailyHours, at: Instant, zone: string): Instant {
  const today = periodContaining('day', at, zone);
  const ends = (label: string): Instant =>
    firstInstantOfLocal(zone, Date.parse(`${label}T00:00:00Z`) + minutesOf(to) * MINUTE);
  const end = ends(today.label);
  return end > at ? end : ends(periodContaining('day', today.to, zone).label);
}

/** Returns who is on duty at an instant; the first shift that fits, null when none does. */
export function onDutyAt(shifts: readonly Shift[], at: Instant, zone: string): Shift | null {
  return shifts.find((shift) => isOnShift(shift, at, zone)) ?? null;
}

// A night shift belongs to the weekday on which it begins.
function isOnShift(shift: Shift, at: Instant, zone: string): boolean {
  if (!isWithinHours(shift, at, zone)) return false;
  if (shift.weekdays.length === 0) return true;
  const isPastMidnight =
    minutesOf(shift.from) > minutesOf(shift.to) && localMinute(at, zone) < minutesOf(shift.to);
  return shift.weekdays.includes(weekdayOf(isPastMidnight ? at - DAY : at, zone));
}

function weekdayOf(at: Instant, zone: string): number {
  const day = new Date(`${periodContaining('day', at, zone).label}T00:00:00Z`).getUTCDay();
  return day === 0 ? 7 : day;
}

function localMinute(at: Instant, zone: string): number {
  const hour = periodContaining('hour', at, zone);
  return Number(hour.label.slice(11, 13)) * 60 + Math.floor((at - hour.from) / MINUTE);
}

function minutesOf(hours: string): number {
  const [hour = '0', minute = '0'] = hours.split(':');
  return Number(hour) * 60 + Number(minute);
}
