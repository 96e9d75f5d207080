import { type Level, levelAbove } from '../kernel/level.js';
import type { Tri } from '../kernel/tri.js';
import { clausesUpTo } from '../standard/clauses.js';
import type { ClauseId } from '../standard/ids.js';
import type { Clause } from '../standard/types.js';
import type { CompiledIndicator } from './compileStandard.js';

/** What stands between an indicator's candidate level and the level directly above it. */
export interface NextLevel {
  readonly level: Level;
  /** Clauses that keep the candidate below `level`, in the order of the text. */
  readonly missing: readonly ClauseId[];
  /** Capability clauses up to `level` that nobody has attested: they keep only the assured level below it. */
  readonly unattested: readonly ClauseId[];
}

/**
 * Names the next level above the candidate and what it lacks (R6.2-4); null at S5. A level with measure clauses lacks
 * its unmet and unknown measure clauses and every refuted capability, lower levels included; a level without any
 * becomes candidate only by being assured, so it lacks every clause that is not met (C12).
 */
export function nextLevel(
  { criteria, indicator }: CompiledIndicator,
  candidate: Level,
  statusOfClause: (clause: ClauseId) => Tri,
): NextLevel | null {
  if (candidate === 'S5') return null;
  const level = levelAbove(candidate);
  const target = criteria.find(({ criterion }) => criterion.level === level);
  const hasMeasures = target !== undefined && target.measures.length > 0;
  const open = clausesUpTo(indicator, level).filter(({ id }) => statusOfClause(id) !== 'met');
  const isUnattested = ({ id, kind }: Clause): boolean =>
    kind === 'capability' && statusOfClause(id) === 'unknown';
  return {
    level,
    missing: open.filter((clause) => !hasMeasures || !isUnattested(clause)).map(({ id }) => id),
    unattested: open.filter(isUnattested).map(({ id }) => id),
  };
}
