import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, decimal, fromInteger, multiplyDecimals } from './decimal.js';
import {
  fixedQuotientText,
  isWholeQuotient,
  quotientText,
  roundQuotient,
  scaledQuotient,
  screenText,
} from './quotient.js';

const text = (numerator: string, denominator: string, digits: number): string =>
  quotientText(decimal(numerator), decimal(denominator), digits);

describe('a quotient as text', () => {
  test.each([
    ['1035', '1728', 12, '0.598958333333'],
    ['83', '100', 12, '0.83'],
    ['2', '3', 12, '0.666666666667'],
    ['1', '3', 12, '0.333333333333'],
    ['1', '8', 2, '0.13'],
    ['-1', '8', 2, '-0.13'],
    ['0', '7', 12, '0'],
    ['12', '1', 12, '12'],
    ['0.5', '0.25', 12, '2'],
    ['999999', '1000000', 4, '1'],
  ] as const)('%s / %s to %i digits is %s', (numerator, denominator, digits, expected) => {
    expect(text(numerator, denominator, digits)).toBe(expected);
  });

  test('a fixed text keeps its zeros', () => {
    expect(fixedQuotientText(decimal('1'), decimal('2'), 4)).toBe('0.5000');
    expect(fixedQuotientText(decimal('7'), decimal('1'), 0)).toBe('7');
  });

  test('there is no text of a quotient by zero', () => {
    expect(() => text('1', '0', 2)).toThrow('zero');
  });

  test('rounding is never off by more than half a unit', () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 9),
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.nat(12),
        (numerator, denominator, digits) => {
          const scale = 10n ** BigInt(digits);
          const rounded = roundQuotient(fromInteger(numerator), fromInteger(denominator), digits);
          const units = multiplyDecimals(rounded, fromInteger(scale)).coefficient;
          const error = 2n * (units * BigInt(denominator) - BigInt(numerator) * scale);
          expect(error <= BigInt(denominator) && error > -BigInt(denominator)).toBe(true);
        },
      ),
    );
  });

  test('a quotient scaled up is the rounded one without its point', () => {
    expect(scaledQuotient(decimal('2'), decimal('3'), 4)).toBe(6667n);
    expect(scaledQuotient(decimal('812'), decimal('1000'), 12)).toBe(812_000_000_000n);
    expect(scaledQuotient(decimal('-0.5'), decimal('4'), 2)).toBe(-13n);
  });

  test('whole quotients are recognised', () => {
    expect(isWholeQuotient(decimal('62'), decimal('2'))).toBe(true);
    expect(isWholeQuotient(decimal('1.5'), decimal('0.5'))).toBe(true);
    expect(isWholeQuotient(decimal('3'), decimal('2'))).toBe(false);
    expect(isWholeQuotient(decimal('1.5'), decimal('1'))).toBe(false);
  });
});

describe('a quotient on a screen', () => {
  const percent = (value: string, digits = 2): string =>
    screenText(decimal(value), decimal('1'), digits, [decimal('80')]);

  test.each([
    ['79.9999', '79.9999'],
    ['80', '80.00'],
    ['80.00000000000001', '80.00'],
    ['79.99999999999999999', '79.99999999999999999'],
    ['79.994', '79.99'],
    ['81.236', '81.24'],
  ])('%s is shown as %s beside a threshold of 80', (value, shown) => {
    expect(percent(value)).toBe(shown);
  });

  test('a value that no number of digits can tell from the threshold is cut, not rounded', () => {
    expect(percent(`79.${'9'.repeat(60)}`)).toBe(`79.${'9'.repeat(30)}`);
  });

  test('a value below a threshold never looks as if it reached it', () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 6),
        fc.integer({ min: 1, max: 10 ** 6 }),
        fc.nat(4),
        (numerator, denominator, digits) => {
          const bound = decimal('0.8');
          const shown = decimal(
            screenText(fromInteger(numerator), fromInteger(denominator), digits, [bound]),
          );
          const isBelow =
            compareDecimals(fromInteger(numerator), multiplyDecimals(bound, fromInteger(denominator))) < 0;
          expect(compareDecimals(shown, bound) < 0).toBe(isBelow);
        },
      ),
    );
  });
});
