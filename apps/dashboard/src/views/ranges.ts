import type { Span } from '../api/calls.js';
import type { Interval } from '../api/types.js';

const DAY = 86_400_000;

/** Lengths of the named ranges, in days. */
export const RANGE_DAYS: Readonly<Record<string, number>> = {
  '1d': 1,
  '7d': 7,
  '30d': 30,
  '90d': 90,
  day: 1,
  week: 7,
  month: 31,
  year: 366,
  all: 3653,
};

/** The span of a named range that ends at a moment. */
export function spanEnding(end: number, range: string): Span {
  const length = (RANGE_DAYS[range] ?? 7) * DAY;
  return { from: new Date(end - length).toISOString(), to: new Date(end).toISOString() };
}

/** The bucket that suits a span: enough points for the screen, few enough to come at once. */
export function intervalOf({ from, to }: Span): Interval {
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  if (days <= 1.01) return '1m';
  return days <= 62 ? '1h' : '1d';
}

export function intervalFor(range: string): Interval {
  return intervalOf(spanEnding(0, range));
}
