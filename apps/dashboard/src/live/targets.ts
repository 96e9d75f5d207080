import type { IndicatorState, Target } from '../api/types.js';
import { indicatorOf, pointsAt, type IndicatorId, type Level } from '../format/names.js';
import type { Points } from '../format/points.js';

/** How far a target is: reached, still open, or open after its last day. */
export type TargetStatus = 'reached' | 'open' | 'late';

export interface TargetRow {
  readonly id: IndicatorId;
  readonly now: Level;
  readonly target: Target;
  readonly status: TargetStatus;
  /** Points that reaching it would add; 0 once reached. */
  readonly missing: Points;
}

/** Lays the targets beside the levels of now. `today` is a day of the park's calendar; a due day is itself still in time. */
export function toTargetRows(
  targets: readonly Target[],
  indicators: readonly IndicatorState[],
  today: string,
): readonly TargetRow[] {
  const levels = new Map(indicators.map(({ id, candidate }) => [id, candidate]));
  return targets
    .flatMap((target) => {
      const now = levels.get(target.indicator);
      if (now === undefined || indicatorOf(target.indicator) === undefined) return [];
      const id = target.indicator;
      const missing = Math.max(0, pointsAt(id, target.level) - pointsAt(id, now));
      return [{ id, now, target, missing, status: statusOf(now, target, today) }];
    })
    .sort((a, b) => ORDER[a.status] - ORDER[b.status] || b.missing - a.missing || a.id.localeCompare(b.id));
}

const ORDER: Readonly<Record<TargetStatus, number>> = { late: 0, open: 1, reached: 2 };

function statusOf(now: Level, { level, due }: Target, today: string): TargetStatus {
  if (now >= level) return 'reached';
  return due !== null && due < today ? 'late' : 'open';
}

export interface TargetFigures {
  readonly all: number;
  readonly reached: number;
  readonly late: number;
  readonly missing: Points;
}

/** Sums targets up. */
export function targetFigures(rows: readonly TargetRow[]): TargetFigures {
  const countOf = (status: TargetStatus): number => rows.filter((row) => row.status === status).length;
  return {
    all: rows.length,
    reached: countOf('reached'),
    late: countOf('late'),
    missing: rows.reduce((sum, row) => sum + row.missing, 0),
  };
}
