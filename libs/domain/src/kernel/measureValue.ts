import { type Decimal, ONE, ZERO, compareDecimals } from './decimal.js';
import { isWholeQuotient } from './quotient.js';

/** Why a value or a clause is unknown (glossary of core terms). */
export type UnknownReason =
  'insufficient_data' | 'stale' | 'zero_denominator' | 'out_of_range' | 'calc_error';

export const UNKNOWN_REASONS: readonly UnknownReason[] = [
  'insufficient_data',
  'stale',
  'zero_denominator',
  'out_of_range',
  'calc_error',
];

/**
 * A measure as a clause may use it: the exact quotient `numerator / denominator` with a positive
 * denominator (1 for counts, days, levels and opaque ratios), or unknown with its reason.
 */
export type MeasureValue =
  | { readonly kind: 'known'; readonly numerator: Decimal; readonly denominator: Decimal }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** What a measure counts in: a share of 1, whole things, days (fractions allowed), or an ordinal level. */
export type MeasureUnit = 'ratio' | 'count' | 'days' | 'level';

/** What `toMeasureValue` needs to know of a measure: its unit, and whether a ratio is capped at 1 (not the shares of ruling I3a). */
export interface MeasureBound {
  readonly unit: MeasureUnit;
  readonly cappedAtOne: boolean;
}

/** Makes an unknown value with its reason. */
export function unknownValue(reason: UnknownReason): MeasureValue {
  return { kind: 'unknown', reason };
}

/** Makes a known value of a single decimal, with denominator 1. */
export function knownValue(value: Decimal): MeasureValue {
  return { kind: 'known', numerator: value, denominator: ONE };
}

/**
 * Judges a numerator and a denominator (1 for a bare value) by the measure's bounds (rulings A5, A11): 0/0
 * is `zero_denominator`; n/0, a negative, a ratio above 1 (but for the two shares of I03) and a
 * fractional count or level are `out_of_range`; everything else is known.
 */
export function toMeasureValue(
  measure: MeasureBound,
  numerator: Decimal,
  denominator: Decimal,
): MeasureValue {
  const isNegative = compareDecimals(numerator, ZERO) < 0 || compareDecimals(denominator, ZERO) < 0;
  if (isNegative) return unknownValue('out_of_range');
  if (compareDecimals(denominator, ZERO) === 0) {
    return unknownValue(compareDecimals(numerator, ZERO) === 0 ? 'zero_denominator' : 'out_of_range');
  }
  return isWithinUnit(measure, numerator, denominator)
    ? { kind: 'known', numerator, denominator }
    : unknownValue('out_of_range');
}

function isWithinUnit(measure: MeasureBound, numerator: Decimal, denominator: Decimal): boolean {
  switch (measure.unit) {
    case 'ratio':
      return !measure.cappedAtOne || compareDecimals(numerator, denominator) <= 0;
    case 'count':
    case 'level':
      return isWholeQuotient(numerator, denominator);
    case 'days':
      return true;
  }
}
