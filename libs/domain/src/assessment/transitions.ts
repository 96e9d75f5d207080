import type { InferredLevels } from '../inference/inferLevel.js';
import type { Level } from '../kernel/level.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { LOWEST_LEVELS } from './scoreTimeline.js';
import { type Points, type ScoringPlan, pointsBetween } from './scoring.js';
import type { Cause, LevelRow } from './rows.js';

/** One level of one indicator went from one value to another. */
export interface Transition {
  readonly at: Instant;
  readonly indicator: IndicatorId;
  readonly level: keyof InferredLevels;
  readonly series: 'stable' | 'raw';
  readonly from: Level;
  readonly to: Level;
  readonly cause: Cause;
  readonly clauses: readonly ClauseId[];
  readonly points: Points;
}

const LEVEL_NAMES = ['assured', 'candidate', 'ceiling'] as const;

/** Lists what changed between an indicator's row and the one before it (null: nothing was known). */
export function transitionsBetween(
  plan: ScoringPlan,
  before: LevelRow | null,
  after: LevelRow,
): readonly Transition[] {
  return (['stable', 'raw'] as const).flatMap((series) => {
    const from = before?.[series] ?? LOWEST_LEVELS;
    const to = after[series];
    return LEVEL_NAMES.filter((level) => from[level] !== to[level]).map((level) => ({
      at: after.at,
      indicator: after.indicator,
      level,
      series,
      from: from[level],
      to: to[level],
      cause: series === 'stable' ? after.cause : after.rawCause,
      clauses: after.clauses,
      points: pointsBetween(plan, after.indicator, from[level], to[level]),
    }));
  });
}
