import { type Decimal, ONE, ZERO, compareDecimals, isWhole, parseDecimal } from '../kernel/decimal.js';
import type { MeasureKey } from './measureKeys.js';
import type { StandardFault } from './standardFault.js';
import type { Comparison, Standard, StandardMeasure } from './types.js';

/** Checks that a comparison names a measure of the standard and that its threshold is a number that fits the unit. */
export function validateComparison(
  standard: Standard,
  id: string,
  comparison: Comparison,
): readonly StandardFault[] {
  const { measure: key, threshold } = comparison;
  const measure = standard.measures.find((candidate) => candidate.key === key);
  if (measure === undefined) return [{ kind: 'unknown_measure', id, measure: key }];
  const reading = parseDecimal(threshold);
  const fits = reading.kind === 'decimal' && isInUnit(measure, reading.value);
  return fits ? [] : [{ kind: 'threshold_malformed', id, measure: key, threshold }];
}

/** Checks that measures derive only from measures of the standard, with thresholds in their units. */
export function validateDerivations(standard: Standard): readonly StandardFault[] {
  return standard.measures.flatMap((measure) => validateDerivation(standard, measure));
}

function validateDerivation(
  standard: Standard,
  { key, derivation }: StandardMeasure,
): readonly StandardFault[] {
  if (derivation === null) return [];
  switch (derivation.kind) {
    case 'quotient':
      return [derivation.numerator, derivation.denominator].flatMap((measure) =>
        requireMeasure(standard, key, measure),
      );
    case 'qualifiedFactories':
      return derivation.all.flatMap((comparison) => validateComparison(standard, key, comparison));
  }
}

function requireMeasure(standard: Standard, id: string, measure: MeasureKey): readonly StandardFault[] {
  return standard.measures.some(({ key }) => key === measure)
    ? []
    : [{ kind: 'unknown_measure', id, measure }];
}

function isInUnit({ unit, cappedAtOne }: StandardMeasure, threshold: Decimal): boolean {
  if (compareDecimals(threshold, ZERO) < 0) return false;
  switch (unit) {
    case 'ratio':
      return !cappedAtOne || compareDecimals(threshold, ONE) <= 0;
    case 'count':
    case 'level':
    case 'days':
      return isWhole(threshold);
  }
}
