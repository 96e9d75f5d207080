import { clauseLevelsUpTo, type Level } from '../kernel/level.js';
import type { Clause, Comparison, Condition, Indicator, LevelCriterion, MeasureClause } from './types.js';

/** Lists the comparisons of a condition in the order of the text; a branch gives its test first, then both sides. */
export function comparisonsOf(condition: Condition): readonly Comparison[] {
  switch (condition.kind) {
    case 'comparison':
      return [condition];
    case 'anyOf':
    case 'allOf':
      return condition.conditions.flatMap(comparisonsOf);
    case 'branch':
      return [condition.on, ...comparisonsOf(condition.then), ...comparisonsOf(condition.otherwise)];
  }
}

/** Lists the comparisons of a measure clause, so that a composite clause can show each measure, comparator and threshold. */
export function clauseComparisons(clause: MeasureClause): readonly Comparison[] {
  return comparisonsOf(clause.condition);
}

/** Lists a level's clauses, measure clauses first. */
export function criterionClauses(criterion: LevelCriterion): readonly Clause[] {
  return [...criterion.measures, ...criterion.capabilities];
}

/** Lists an indicator's clauses from S2 up to a level (S5 unless told); levels are cumulative (ruling A1). */
export function clausesUpTo(indicator: Indicator, level: Level = 'S5'): readonly Clause[] {
  const levels: readonly Level[] = clauseLevelsUpTo(level);
  return indicator.criteria
    .filter((criterion) => levels.includes(criterion.level))
    .flatMap((criterion) => criterionClauses(criterion));
}
