import {
  type Decimal,
  compareDecimals,
  decimalText,
  multiplyDecimals,
  placeDecimalPoint,
  powerOfTen,
  toDecimal,
} from './decimal.js';

/**
 * Rounds `numerator / denominator` half up (away from zero when negative) to `digits` decimals, as a
 * decimal without trailing zeros. The denominator must not be zero.
 */
export function roundQuotient(numerator: Decimal, denominator: Decimal, digits: number): Decimal {
  return toDecimal(scaledQuotient(numerator, denominator, digits), digits);
}

/**
 * Writes `numerator / denominator` to at most `digits` decimals, half up, trailing zeros dropped
 * ("0.598958333333" for 1035/1728 and 12 digits). The denominator must not be zero.
 */
export function quotientText(numerator: Decimal, denominator: Decimal, digits: number): string {
  return decimalText(roundQuotient(numerator, denominator, digits));
}

/** Writes `numerator / denominator` to exactly `digits` decimals, half up, trailing zeros kept. */
export function fixedQuotientText(numerator: Decimal, denominator: Decimal, digits: number): string {
  return placeDecimalPoint(scaledQuotient(numerator, denominator, digits), digits);
}

/** Tells whether `numerator / denominator` is a whole number; the denominator must not be zero. */
export function isWholeQuotient(numerator: Decimal, denominator: Decimal): boolean {
  const dividend = numerator.coefficient * powerOfTen(denominator.scale);
  return dividend % (denominator.coefficient * powerOfTen(numerator.scale)) === 0n;
}

// Enough to tell any two double-precision readings apart; longer decimals are cut, never rounded up.
const MAX_SCREEN_DIGITS = 30;

/**
 * Writes `numerator / denominator` for a screen with `digits` decimals, but with as many more as it takes
 * for the text to stand on the same side of every bound as the exact value does (ruling A7): 79.9999
 * beside a bound of 80 is never shown as 80. The denominator must be positive.
 */
export function screenText(
  numerator: Decimal,
  denominator: Decimal,
  digits: number,
  bounds: readonly Decimal[],
): string {
  for (let shown = digits; shown <= MAX_SCREEN_DIGITS; shown += 1) {
    const rounded = roundQuotient(numerator, denominator, shown);
    const faithful = bounds.every(
      (bound) =>
        compareDecimals(rounded, bound) ===
          compareDecimals(numerator, multiplyDecimals(bound, denominator)) ||
        isRoundedDownOnto(rounded, numerator, denominator, bound),
    );
    if (faithful) return fixedQuotientText(numerator, denominator, shown);
  }
  const cut =
    (numerator.coefficient * powerOfTen(denominator.scale + MAX_SCREEN_DIGITS)) /
    (denominator.coefficient * powerOfTen(numerator.scale));
  return placeDecimalPoint(cut, MAX_SCREEN_DIGITS);
}

// 80.004 shown as 80.00 misleads nobody: an inclusive bound is reached either way.
function isRoundedDownOnto(
  rounded: Decimal,
  numerator: Decimal,
  denominator: Decimal,
  bound: Decimal,
): boolean {
  return (
    compareDecimals(rounded, bound) === 0 &&
    compareDecimals(numerator, multiplyDecimals(bound, denominator)) > 0
  );
}

/**
 * Returns `numerator / denominator` times 10^digits as a whole number, rounded half up (away from zero when negative). The
 * denominator must not be zero.
 */
export function scaledQuotient(numerator: Decimal, denominator: Decimal, digits: number): bigint {
  const dividend = numerator.coefficient * powerOfTen(denominator.scale + digits);
  const divisor = denominator.coefficient * powerOfTen(numerator.scale);
  if (divisor === 0n) throw new RangeError('a quotient by zero has no text');
  const negative = dividend < 0n !== divisor < 0n;
  const magnitude = dividend < 0n ? -dividend : dividend;
  const by = divisor < 0n ? -divisor : divisor;
  const rounded = (magnitude * 2n + by) / (by * 2n);
  return negative ? -rounded : rounded;
}
