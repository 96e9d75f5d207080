import type { Comparator } from '../kernel/comparator.js';
import { compareDecimals, parseDecimal } from '../kernel/decimal.js';
import { CLAUSE_LEVELS } from '../kernel/level.js';
import { clauseComparisons, criterionClauses } from './clauses.js';
import type { ClauseId } from './ids.js';
import type { StandardFault } from './standardFault.js';
import type { Comparison, Indicator, LevelCriterion, MeasureClause, Standard } from './types.js';
import { validateComparison } from './validateMeasures.js';

/** Checks an indicator's levels, clause ids, measures and thresholds. */
export function validateCriteria(standard: Standard, indicator: Indicator): readonly StandardFault[] {
  const clauses = indicator.criteria.flatMap(({ measures }) => measures);
  return [
    ...validateLevels(indicator),
    ...indicator.criteria.flatMap((criterion) => validateClauseIds(indicator, criterion)),
    ...clauses.flatMap((clause) => validateClause(standard, indicator, clause)),
    ...validateThresholdOrder(clauses),
  ];
}

function validateLevels({ id, criteria }: Indicator): readonly StandardFault[] {
  const isOrdered =
    criteria.length === CLAUSE_LEVELS.length &&
    criteria.every(({ level }, index) => level === CLAUSE_LEVELS[index]);
  const empty = criteria
    .filter((criterion) => criterionClauses(criterion).length === 0)
    .map(({ level }): StandardFault => ({ kind: 'empty_level', id, level }));
  return isOrdered ? empty : [{ kind: 'level_order', id }, ...empty];
}

function validateClauseIds(
  { id: indicator }: Indicator,
  criterion: LevelCriterion,
): readonly StandardFault[] {
  const expectIds = (ids: readonly ClauseId[], letter: 'm' | 'c'): readonly StandardFault[] =>
    ids.flatMap((id, index): readonly StandardFault[] => {
      const expected: ClauseId = `${indicator}.${criterion.level}.${letter}${index + 1}`;
      return id === expected ? [] : [{ kind: 'clause_id', id, expected }];
    });
  return [
    ...expectIds(
      criterion.measures.map(({ id }) => id),
      'm',
    ),
    ...expectIds(
      criterion.capabilities.map(({ id }) => id),
      'c',
    ),
  ];
}

function validateClause(
  standard: Standard,
  indicator: Indicator,
  clause: MeasureClause,
): readonly StandardFault[] {
  return clauseComparisons(clause).flatMap((comparison) => [
    ...validateComparison(standard, clause.id, comparison),
    ...validateOwner(standard, indicator, clause.id, comparison),
  ]);
}

function validateOwner(
  standard: Standard,
  indicator: Indicator,
  id: ClauseId,
  { measure }: Comparison,
): readonly StandardFault[] {
  const definition = standard.measures.find(({ key }) => key === measure);
  const isForeign = definition !== undefined && !definition.indicators.includes(indicator.id);
  return isForeign ? [{ kind: 'foreign_measure', id, measure }] : [];
}

interface Gate {
  readonly clause: ClauseId;
  readonly comparison: Comparison;
}

// A higher level may repeat or tighten a lower one's number, never ease it; levels would not be ordered otherwise.
function validateThresholdOrder(clauses: readonly MeasureClause[]): readonly StandardFault[] {
  const faults: StandardFault[] = [];
  const latest = new Map<Comparison['measure'], Gate>();
  for (const clause of clauses) {
    for (const comparison of clauseComparisons(clause)) {
      const { measure } = comparison;
      const lower = latest.get(measure);
      if (lower !== undefined && easesOff(lower.comparison, comparison)) {
        faults.push({ kind: 'threshold_order', measure, lower: lower.clause, upper: clause.id });
      }
      latest.set(measure, { clause: clause.id, comparison });
    }
  }
  return faults;
}

function easesOff(lower: Comparison, upper: Comparison): boolean {
  const from = parseDecimal(lower.threshold);
  const to = parseDecimal(upper.threshold);
  if (from.kind === 'refused' || to.kind === 'refused') return false;
  if (isLowerBound(lower.comparator) !== isLowerBound(upper.comparator)) return true;
  const step = compareDecimals(to.value, from.value);
  if (step === 0) return isStrict(lower.comparator) && !isStrict(upper.comparator);
  return isLowerBound(lower.comparator) ? step < 0 : step > 0;
}

function isLowerBound(comparator: Comparator): boolean {
  return comparator === '>=' || comparator === '>';
}

function isStrict(comparator: Comparator): boolean {
  return comparator === '>' || comparator === '<';
}
