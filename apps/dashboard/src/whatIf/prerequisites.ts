import {
  clauseAddress,
  derivePrerequisites,
  levelRank,
  type IndicatorId,
  type Level,
  type PlannedRise,
  type Prerequisite,
} from '@parkpulse/domain';
import { standard } from '../format/names.js';
import type { DraftResult } from './draft.js';

/**
 * What has to stand before a level can be reached: a clause whose wording calls for a platform cannot be met before that
 * platform has reached `atLeast`. Only levels that are still ahead are listed.
 */
export function toPrerequisites(result: DraftResult, atLeast: Level): readonly Prerequisite[] {
  const once = new Map<string, Prerequisite>();
  for (const { clause, indicator, on } of derivePrerequisites(standard).dependencies) {
    const { level } = clauseAddress(clause);
    const standing = result.indicators.get(indicator)?.candidate ?? 'S1';
    if (levelRank(level) <= levelRank(standing)) continue;
    once.set(`${indicator} ${level} ${on}`, { indicator, level, needs: on, atLeast });
  }
  return [...once.values()];
}

/** What a rise waits for, and whether it stands already or is part of the plan. */
export interface Waiting {
  readonly needs: IndicatorId;
  readonly atLeast: Level;
  readonly stands: boolean;
}

/** The platforms that a rise builds on. */
export function waitingFor(
  rise: PlannedRise,
  prerequisites: readonly Prerequisite[],
  result: DraftResult,
): readonly Waiting[] {
  const needed = prerequisites.filter(
    ({ indicator, level }) =>
      indicator === rise.indicator &&
      levelRank(level) > levelRank(rise.from) &&
      levelRank(level) <= levelRank(rise.to),
  );
  return [...new Map(needed.map((one) => [one.needs, one])).values()].map(({ needs, atLeast }) => ({
    needs,
    atLeast,
    stands: levelRank(result.indicators.get(needs)?.candidate ?? 'S1') >= levelRank(atLeast),
  }));
}

/** Puts rises in an order in which each comes after what it builds on; among equals the most points per effort first. */
export function inOrder(
  rises: readonly PlannedRise[],
  prerequisites: readonly Prerequisite[],
  result: DraftResult,
): readonly PlannedRise[] {
  const worth = ({ points, effort }: PlannedRise): number => points / Math.max(1, effort);
  const left = rises.toSorted((a, b) => worth(b) - worth(a) || a.indicator.localeCompare(b.indicator));
  const done: PlannedRise[] = [];
  while (left.length > 0) {
    const open = new Set(left.map(({ indicator }) => indicator));
    const isFree = (rise: PlannedRise): boolean =>
      waitingFor(rise, prerequisites, result).every(({ needs, stands }) => stands || !open.has(needs));
    // Two platforms may call for each other; then the first of them begins.
    const next = Math.max(0, left.findIndex(isFree));
    done.push(...left.splice(next, 1));
  }
  return done;
}
