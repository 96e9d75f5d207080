import type { Assessment } from '../api/types.js';
import { pointsAt, type IndicatorId, type Level } from '../format/names.js';
import { toPoints, type Points } from '../format/points.js';

/** One indicator in two parks. */
export interface DifferenceTerm {
  readonly id: IndicatorId;
  readonly left: Level;
  readonly right: Level;
  /** What the second park has more of it. */
  readonly points: Points;
}

export interface ParkDifference {
  readonly difference: Points;
  /** Indicators at other levels, the largest difference first. */
  readonly terms: readonly DifferenceTerm[];
  /** Whether the terms add up to the difference of the two scores, as they must. */
  readonly isExact: boolean;
}

/** Whether two parks may be laid side by side. */
export function areComparable(left: Assessment, right: Assessment): boolean {
  return left.edition === right.edition && left.rules === right.rules;
}

/** What makes up the difference of two parks' scores. */
export function differenceOf(left: Assessment, right: Assessment): ParkDifference {
  const others = new Map(right.indicators.map(({ id, candidate }) => [id, candidate]));
  const terms = left.indicators.flatMap(({ id, candidate }): DifferenceTerm[] => {
    const other = others.get(id);
    if (other === undefined || other === candidate) return [];
    return [{ id, left: candidate, right: other, points: pointsAt(id, other) - pointsAt(id, candidate) }];
  });
  const difference = toPoints(right.score.candidate.z) - toPoints(left.score.candidate.z);
  return {
    difference,
    terms: terms.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points) || a.id.localeCompare(b.id)),
    isExact: terms.reduce((sum, { points }) => sum + points, 0) === difference,
  };
}
