import type { InferredLevels } from '../inference/inferLevel.js';
import type { IndicatorId } from '../standard/ids.js';
import type { Standard } from '../standard/types.js';
import type { Instant } from '../telemetry/facts.js';
import { type ScoringPlan, scoreLevels } from './scoring.js';
import type { LevelRow, PointsTriple, ScoreRow } from './rows.js';

export const LOWEST_LEVELS: InferredLevels = { assured: 'S1', candidate: 'S1', ceiling: 'S5' };

/** The stable levels of each indicator just before a span, and the level rows within it. */
export interface LevelHistory {
  readonly before: ReadonlyMap<IndicatorId, InferredLevels>;
  readonly within: readonly LevelRow[];
}

/**
 * Derives the score rows of a span: one at every instant at which a stable level changed the score (formulas 1 to 3).
 * An indicator without a row counts as unknown throughout: S1 assured, S5 at most.
 */
export function deriveScoreTimeline(
  standard: Standard,
  plan: ScoringPlan,
  history: LevelHistory,
  before: ScoreRow | null,
): readonly ScoreRow[] {
  const levels = new Map(history.before);
  const rows: ScoreRow[] = [];
  const ordered = [...history.within].sort((a, b) => a.at - b.at);
  for (let index = 0; index < ordered.length; index += 1) {
    const row = ordered[index] as LevelRow;
    levels.set(row.indicator, row.stable);
    if (ordered[index + 1]?.at === row.at) continue;
    const next = scoreRowAt(standard, plan, row.at, levels);
    const previous = rows.at(-1) ?? before;
    if (previous === null || !scoreTheSame(previous, next)) rows.push(next);
  }
  return rows;
}

/** The score of a set of stable levels at an instant. */
export function scoreRowAt(
  standard: Standard,
  plan: ScoringPlan,
  at: Instant,
  levels: ReadonlyMap<IndicatorId, InferredLevels>,
): ScoreRow {
  const [assured, candidate, ceiling] = (['assured', 'candidate', 'ceiling'] as const).map((series) =>
    scoreLevels(plan, (id) => (levels.get(id) ?? LOWEST_LEVELS)[series]),
  ) as [Scored, Scored, Scored];
  return {
    at,
    z: [assured.z, candidate.z, ceiling.z],
    primary: standard.primaries.map(({ id }) =>
      triple(assured.primary, candidate.primary, ceiling.primary, id),
    ),
    secondary: standard.secondaries.map(({ id }) =>
      triple(assured.secondary, candidate.secondary, ceiling.secondary, id),
    ),
  };
}

/** Whether two rows hold the same points. */
export function scoreTheSame(a: ScoreRow, b: ScoreRow): boolean {
  const same = (x: PointsTriple, y: PointsTriple | undefined): boolean =>
    x.every((points, index) => points === y?.[index]);
  // Secondaries add up to primaries and Z, so they decide.
  return a.secondary.every((points, index) => same(points, b.secondary[index]));
}

type Scored = ReturnType<typeof scoreLevels>;

function triple<Id>(
  assured: ReadonlyMap<Id, number>,
  candidate: ReadonlyMap<Id, number>,
  ceiling: ReadonlyMap<Id, number>,
  id: Id,
): PointsTriple {
  return [assured.get(id) ?? 0, candidate.get(id) ?? 0, ceiling.get(id) ?? 0];
}
