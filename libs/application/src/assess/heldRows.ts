import type { ClauseId, ClauseRow, IndicatorId, Instant, LevelRow, ScoreRow } from '@parkpulse/domain';
import type { AssessmentSession } from '../ports.js';
import type { ParkMemory } from './parkMemory.js';

/** What the logs of a park hold around an instant: the row in force just before it per series, and all rows from it on. */
export interface HeldRows {
  readonly clausesBefore: ReadonlyMap<ClauseId, ClauseRow>;
  readonly clausesWithin: readonly ClauseRow[];
  readonly levelsBefore: ReadonlyMap<IndicatorId, LevelRow>;
  readonly levelsWithin: readonly LevelRow[];
  readonly scoreBefore: ScoreRow | null;
  readonly scoresWithin: readonly ScoreRow[];
}

/** Takes the rows from memory when nothing lies at or after `from`, as on every run that only goes forward; else reads them. */
export async function rowsFrom(
  session: AssessmentSession,
  memory: ParkMemory,
  from: Instant,
): Promise<HeldRows> {
  if (isQuietSince(memory, from)) {
    return {
      clausesBefore: memory.clauses,
      clausesWithin: [],
      levelsBefore: memory.levels,
      levelsWithin: [],
      scoreBefore: memory.score,
      scoresWithin: [],
    };
  }
  const clauses = await session.clauseRows(from);
  const levels = await session.levelRows(from);
  const scores = await session.scoreRows(from);
  return {
    clausesBefore: new Map(clauses.before.map((row) => [row.clause, row])),
    clausesWithin: clauses.after,
    levelsBefore: new Map(levels.before.map((row) => [row.indicator, row])),
    levelsWithin: levels.after,
    scoreBefore: scores.before[0] ?? null,
    scoresWithin: scores.after,
  };
}

/** The part of a log that lies within a later span: the row just before `from`, and those from it on. */
export function splitAt<Row extends { readonly at: Instant }>(
  before: Row | null,
  within: readonly Row[],
  from: Instant,
): { readonly before: Row | null; readonly within: readonly Row[] } {
  return {
    before: within.findLast(({ at }) => at < from) ?? before,
    within: within.filter(({ at }) => at >= from),
  };
}

function isQuietSince({ clauses, levels, score }: ParkMemory, from: Instant): boolean {
  for (const { at } of clauses.values()) if (at >= from) return false;
  for (const { at } of levels.values()) if (at >= from) return false;
  return score === null || score.at < from;
}
