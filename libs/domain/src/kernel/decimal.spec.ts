import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimal,
  decimalText,
  fromInteger,
  fromNumber,
  isWhole,
  multiplyDecimals,
  parseDecimal,
  subtractDecimals,
  toDecimal,
} from './decimal.js';

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 20 }))
  .map(([coefficient, scale]) => toDecimal(coefficient, scale));

describe('reading a decimal', () => {
  test.each([
    ['0.8', '0.8'],
    ['0.80', '0.8'],
    ['80', '80'],
    ['-0', '0'],
    ['-0.05', '-0.05'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['12e+2', '1200'],
    ['79.99999999999999999', '79.99999999999999999'],
    ['0.79999999999999999999', '0.79999999999999999999'],
  ])('%s is %s', (text, written) => {
    expect(decimalText(decimal(text))).toBe(written);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '80%',
    '80abc',
    'NaN',
    'Infinity',
    '-Infinity',
    '+1',
    '.5',
    '5.',
    '01',
    '1,000',
    '0x10',
    '1e',
    '--1',
    '١',
  ])('"%s" is refused, never coerced', (text) => {
    expect(parseDecimal(text)).toEqual({ kind: 'refused', reason: 'not_a_number' });
  });

  test('an exponent out of bounds and an endless text are refused before they cost memory', () => {
    expect(parseDecimal('1e401')).toEqual({ kind: 'refused', reason: 'exponent_too_large' });
    expect(parseDecimal('1e-999999999')).toEqual({ kind: 'refused', reason: 'exponent_too_large' });
    expect(parseDecimal('1e9999999999')).toEqual({ kind: 'refused', reason: 'not_a_number' });
    expect(parseDecimal('9'.repeat(2000))).toEqual({ kind: 'refused', reason: 'too_long' });
    expect(() => decimal('NaN')).toThrow('not a decimal');
  });

  test('a double is read by its shortest writing', () => {
    expect(fromNumber(0.1)).toEqual(parseDecimal('0.1'));
    expect(fromNumber(1e21)).toEqual(parseDecimal('1000000000000000000000'));
    expect(fromNumber(5e-324).kind).toBe('decimal');
    expect(fromNumber(-0)).toEqual(parseDecimal('0'));
    expect(fromNumber(Number.NaN).kind).toBe('refused');
    expect(fromNumber(Number.POSITIVE_INFINITY).kind).toBe('refused');
  });

  test('a whole number must be safe to be taken from a double', () => {
    expect(fromInteger(12)).toEqual(decimal('12'));
    expect(fromInteger(10n ** 30n)).toEqual(decimal('1e30'));
    expect(() => fromInteger(2 ** 53)).toThrow('safe');
    expect(() => fromInteger(0.5)).toThrow('safe');
  });

  test('writing and reading again gives the same value', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(decimal(decimalText(value))).toEqual(value);
      }),
    );
  });

  test('any finite double survives', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const reading = fromNumber(value);
        expect(reading.kind === 'decimal' && Number(decimalText(reading.value)) === value).toBe(true);
      }),
    );
  });
});

describe('exact arithmetic', () => {
  test('0.1 + 0.2 is 0.3', () => {
    expect(addDecimals(decimal('0.1'), decimal('0.2'))).toEqual(decimal('0.3'));
  });

  test('equal values have equal fields', () => {
    expect(toDecimal(800n, 3)).toEqual(decimal('0.8'));
    expect(toDecimal(8n, -2)).toEqual(decimal('800'));
    expect(isWhole(decimal('2.0'))).toBe(true);
    expect(isWhole(decimal('2.5'))).toBe(false);
  });

  test('comparison is antisymmetric and agrees with subtraction', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(compareDecimals(a, b)).toBe(0 - compareDecimals(b, a) || 0);
        expect(compareDecimals(a, b)).toBe(compareDecimals(subtractDecimals(a, b), decimal('0')));
      }),
    );
  });

  test('multiplication distributes over addition', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        const left = multiplyDecimals(a, addDecimals(b, c));
        expect(left).toEqual(addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)));
      }),
    );
  });
});
