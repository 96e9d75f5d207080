import type { Trend } from '../api/types.js';
import { toPoints, type Points } from '../format/points.js';

/** What a trend comes to: its ends, its extremes, how much of it is known. */
export interface TrendFigures {
  readonly first: Points;
  readonly last: Points;
  readonly change: Points;
  readonly lowest: { readonly points: Points; readonly at: string };
  readonly highest: { readonly points: Points; readonly at: string };
  readonly known: number;
}

/** Sums a trend of points up, exactly; null when nothing of it is known, or for a trend of levels. */
export function toFigures(trend: Trend): TrendFigures | null {
  if (trend.node.startsWith('I')) return null;
  const rows = trend.time.flatMap((at, index) => {
    const [value, least, most] = [trend.candidate[index], trend.min[index], trend.max[index]];
    if (value === null || value === undefined) return [];
    return [{ at, value: toPoints(value), least: toPoints(least ?? value), most: toPoints(most ?? value) }];
  });
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  const lowest = rows.reduce((best, row) => (row.least < best.least ? row : best));
  const highest = rows.reduce((best, row) => (row.most > best.most ? row : best));
  return {
    first: first.value,
    last: last.value,
    change: last.value - first.value,
    lowest: { points: lowest.least, at: lowest.at },
    highest: { points: highest.most, at: highest.at },
    known: rows.length / trend.time.length,
  };
}

/** Leaves out the empty buckets before the first known one, so that "all" begins where history does. */
export function trimmed(trend: Trend): Trend {
  const start = trend.candidate.findIndex((value) => value !== null);
  if (start <= 0) return trend;
  const cut = <Cell>(cells: readonly Cell[]): readonly Cell[] => cells.slice(Math.max(0, start - 1));
  return {
    ...trend,
    time: cut(trend.time),
    assured: cut(trend.assured),
    candidate: cut(trend.candidate),
    ceiling: cut(trend.ceiling),
    min: cut(trend.min),
    max: cut(trend.max),
  };
}
