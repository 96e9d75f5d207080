import type {
  StandardAnswer,
  StandardClauseAnswer,
  StandardIndicatorAnswer,
  StandardMeasureAnswer,
} from '@parkpulse/contracts';
import {
  GATE_CONDITIONS,
  GRADES,
  type Grade,
  KEY_ITEMS,
  type Clause,
  type Indicator,
  type LevelCriterion,
  type ScoringPlan,
  type Standard,
  type StandardMeasure,
  criterionClauses,
  gradeFrom,
  indicatorPoints,
  planScoring,
  pointsText,
} from '@parkpulse/domain';

const UNITS_PER_POINT = 10_000;

/** Tells all of an edition of the standard as we read it: weights, levels, clauses, measures and rulings. */
export function describeStandard(standard: Standard): StandardAnswer {
  const plan = planScoring(standard);
  return {
    edition: standard.edition,
    rules: standard.rules,
    primary: standard.primaries.map(({ id, zh, en, points }) => ({
      id,
      zh,
      en,
      points: pointsText(points * UNITS_PER_POINT),
    })),
    secondary: standard.secondaries.map(({ id, zh, en, primary, points }) => ({
      id,
      zh,
      en,
      primary,
      points: pointsText(points * UNITS_PER_POINT),
    })),
    indicators: standard.indicators.map((indicator) => describeIndicator(plan, indicator)),
    measures: standard.measures.map(describeMeasure),
    rulings: standard.rulings,
    grades: GRADES.map(describeGrade),
    gate: GATE_CONDITIONS,
  };
}

function describeGrade(grade: Grade): StandardAnswer['grades'][number] {
  const items = KEY_ITEMS.filter((item) => item.grade === grade);
  return {
    grade,
    from: pointsText(gradeFrom(grade)),
    keyItems: items.map(({ id, zh, en }) => ({ id, zh, en })),
  };
}

function describeIndicator(plan: ScoringPlan, indicator: Indicator): StandardIndicatorAnswer {
  const { id, zh, en, secondary, weight, table, criteria, rulings } = indicator;
  return {
    id,
    zh,
    en,
    secondary,
    weight,
    max: pointsText(indicatorPoints(plan, id, 'S5')),
    table,
    levels: criteria.map(describeLevel),
    rulings,
  };
}

function describeLevel(criterion: LevelCriterion): StandardIndicatorAnswer['levels'][number] {
  const { level, limitations } = criterion;
  return { level, clauses: criterionClauses(criterion).map(describeClause), limitations };
}

function describeClause(clause: Clause): StandardClauseAnswer {
  const { id, kind, zh, en, basis } = clause;
  const plain = {
    id,
    kind,
    zh,
    en,
    basis,
    measure: null,
    comparator: null,
    threshold: null,
    condition: null,
  };
  if (clause.kind === 'capability') return plain;
  const { condition } = clause;
  if (condition.kind !== 'comparison') return { ...plain, condition };
  const { measure, comparator, threshold } = condition;
  return { ...plain, measure, comparator, threshold, condition };
}

function describeMeasure(measure: StandardMeasure): StandardMeasureAnswer {
  const { key, zh, en, unit, scope, numerator, denominator, indicators } = measure;
  return { key, zh, en, unit, scope, numerator, denominator, indicators };
}
