import type { Instant } from '@parkpulse/domain';
import { dayNumber } from './rfc3339.js';

/** A calendar period as texts name it: `2026`, `2026-11`, `2026-11-22` or `2026-11-22T05`. */
export interface PeriodName {
  readonly unit: 'year' | 'month' | 'day' | 'hour';
  readonly text: string;
  /** Where it would begin in UTC; the park's zone moves that by less than a day. */
  readonly beginsAbout: Instant;
}

const PERIOD = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d))?)?)?$/;
const DAY = 86_400_000;

/** Reads the name of a period; null for text that names none, such as `2026-13` or `2026-02-29`. */
export function parsePeriod(text: string): PeriodName | null {
  const match = PERIOD.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour] = match;
  const days = dayNumber(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (days === null || Number(hour ?? 0) > 23) return null;
  return { unit: unitOf(month, day, hour), text, beginsAbout: days * DAY + Number(hour ?? 0) * 3_600_000 };
}

function unitOf(
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
): PeriodName['unit'] {
  if (hour !== undefined) return 'hour';
  if (day !== undefined) return 'day';
  return month === undefined ? 'year' : 'month';
}
