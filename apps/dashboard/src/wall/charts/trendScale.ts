import type { Trend } from '../../api/types.js';
import { plotted } from '../../charts/trend.option.js';

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}

/** The least height of the scale, in points: a calm score looks calm. */
const LEAST_RANGE = 4;
const STEPS = [1, 2, 5, 10, 20, 50] as const;
const MOST_STEPS = 4;

/** Bounds around what was on few round steps, never outside 0 to 100. */
export function scaleOf(trend: Pick<Trend, 'min' | 'max' | 'candidate'>): Scale {
  const values = seenIn(trend);
  if (values.length === 0) return { min: 0, max: 100, interval: 50 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((LEAST_RANGE - (high - low)) / 2, 0.08 * (high - low));
  const [from, to] = [Math.max(0, low - margin), Math.min(100, high + margin)];
  const bounds = (step: number) => ({
    min: Math.floor(from / step) * step,
    max: Math.ceil(to / step) * step,
    interval: step,
  });
  return (
    STEPS.map(bounds).find((scale) => (scale.max - scale.min) / scale.interval <= MOST_STEPS) ?? bounds(50)
  );
}

// In the bucket a history begins with, the score grows out of nothing: its extremes would flatten all that follows.
function seenIn({ min, max, candidate }: Pick<Trend, 'min' | 'max' | 'candidate'>): readonly number[] {
  const first = candidate.findIndex((cell) => cell !== null);
  const later = (cells: Trend['min']) => (candidate.length > 2 ? cells.slice(first + 1) : cells);
  return [...candidate, ...later(min), ...later(max)].map(plotted).filter((value) => value !== null);
}
