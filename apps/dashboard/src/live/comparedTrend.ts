import type { Trend } from '../api/types.js';
import { toWallTime } from '../format/time.js';

type Cells = readonly (string | null)[];

/** Another period's candidate values, bucket by bucket from its beginning. */
export function byBucket(main: Trend, other: Trend): Cells {
  return main.time.map((_, index) => other.candidate[index] ?? null);
}

/** Another park's candidate values at the same hour of its own clock; null where it has none. */
export function byClock(
  main: Trend,
  other: Trend,
  zones: { readonly main: string; readonly other: string },
): Cells {
  const cells = new Map(
    other.time.map((time, index) => [toWallTime(time, zones.other), other.candidate[index] ?? null]),
  );
  return main.time.map((time) => cells.get(toWallTime(time, zones.main)) ?? null);
}
