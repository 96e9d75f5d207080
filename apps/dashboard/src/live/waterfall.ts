import type { Explanation } from '../api/types.js';
import { toPoints, type Points } from '../format/points.js';

/** One step of a waterfall: where it starts and ends on the scale of Z. */
export interface WaterfallStep {
  readonly term: Explanation['terms'][number];
  readonly points: Points;
  readonly start: Points;
  readonly end: Points;
}

export interface Waterfall {
  readonly from: Points;
  readonly to: Points;
  readonly difference: Points;
  readonly steps: readonly WaterfallStep[];
  readonly gained: Points;
  readonly lost: Points;
  /** Bounds of the scale that shows every step. */
  readonly low: Points;
  readonly high: Points;
  /** Whether the terms sum exactly to the difference; anything else is a fault that must be seen. */
  readonly isExact: boolean;
}

/** Lays the terms out one after another, the heaviest losses first, then gains. */
export function toWaterfall({ zFrom, zTo, terms }: Explanation): Waterfall {
  const from = toPoints(zFrom);
  const to = toPoints(zTo);
  const ordered = terms
    .map((term) => ({ term, points: toPoints(term.points) }))
    .sort((a, b) => a.points - b.points || a.term.at.localeCompare(b.term.at));
  let level = from;
  const steps = ordered.map(({ term, points }) => {
    const start = level;
    level += points;
    return { term, points, start, end: level };
  });
  const marks = [from, to, ...steps.map(({ end }) => end)];
  const sum = (of: readonly WaterfallStep[]): Points => of.reduce((total, { points }) => total + points, 0);
  return {
    from,
    to,
    difference: to - from,
    steps,
    gained: sum(steps.filter(({ points }) => points > 0)),
    lost: sum(steps.filter(({ points }) => points < 0)),
    low: Math.min(...marks),
    high: Math.max(...marks),
    isExact: level === to,
  };
}
