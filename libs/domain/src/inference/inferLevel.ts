import { type Level, type ClauseLevel, higherLevel } from '../kernel/level.js';
import { type Tri, kleeneAnd } from '../kernel/tri.js';

/** The three levels of an indicator; assured <= candidate <= ceiling always holds (CONTRACT 3). */
export interface InferredLevels {
  readonly assured: Level;
  readonly candidate: Level;
  readonly ceiling: Level;
}

/** The clause statuses of one level, measure clauses apart from capability clauses. */
export interface LevelStatuses {
  readonly level: ClauseLevel;
  readonly measures: readonly Tri[];
  readonly capabilities: readonly Tri[];
}

/**
 * Infers the three levels of one indicator from its clause statuses, given S2 to S5 in order (HG/T 6313-2024,
 * 5.2.2; rulings, semantics 9; C12):
 * assured = highest level whose clauses, and those of every lower level, are all met;
 * ceiling = highest level below the first refuted one;
 * candidate = highest level with a measure clause of its own, below the first refuted level, with every measure
 * clause at or below it met; never below assured.
 */
export function inferLevel(criteria: readonly LevelStatuses[]): InferredLevels {
  let assured: Level = 'S1';
  let supported: Level = 'S1';
  let ceiling: Level = 'S1';
  let allMet = true;
  let measuresMet = true;
  for (const { level, measures, capabilities } of criteria) {
    const measured = kleeneAnd(measures);
    const attested = kleeneAnd(capabilities);
    if (measured === 'unmet' || attested === 'unmet') break;
    ceiling = level;
    measuresMet &&= measured === 'met';
    allMet &&= measuresMet && attested === 'met';
    if (measuresMet && measures.length > 0) supported = level;
    if (allMet) assured = level;
  }
  return { assured, candidate: higherLevel(assured, supported), ceiling };
}
