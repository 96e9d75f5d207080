import { type Decimal, powerOfTen } from './decimal.js';

/** How a clause compares a measure with its threshold; inclusive or strict exactly as worded (ruling A2). */
export type Comparator = '>=' | '>' | '<=' | '<';

export const COMPARATORS: readonly Comparator[] = ['>=', '>', '<=', '<'];

/**
 * Tells whether `numerator / denominator` satisfies the comparison with the threshold. It multiplies
 * crosswise and never divides, rounds or uses floating point (ruling A7). The denominator must be positive.
 */
export function satisfies(
  numerator: Decimal,
  denominator: Decimal,
  comparator: Comparator,
  threshold: Decimal,
): boolean {
  const left = numerator.coefficient * powerOfTen(threshold.scale + denominator.scale);
  const right = threshold.coefficient * denominator.coefficient * powerOfTen(numerator.scale);
  switch (comparator) {
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '<':
      return left < right;
  }
}
