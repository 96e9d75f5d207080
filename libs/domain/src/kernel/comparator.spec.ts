import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPARATORS, type Comparator, satisfies } from './comparator.js';
import { decimal, fromInteger, multiplyDecimals } from './decimal.js';

const holds = (numerator: string, denominator: string, comparator: Comparator, threshold: string): boolean =>
  satisfies(decimal(numerator), decimal(denominator), comparator, decimal(threshold));

describe('comparing with a threshold', () => {
  test.each([
    ['799', '1000', false],
    ['800', '1000', true],
    ['801', '1000', true],
    ['0.79999999999999999999', '1', false],
    ['0.8', '1', true],
    ['0.8000000000000001', '1', true],
  ])('%s / %s at least 0.8: %s', (numerator, denominator, expected) => {
    expect(holds(numerator, denominator, '>=', '0.8')).toBe(expected);
  });

  test('"exceeds" excludes the number, "or more" includes it (ruling A2)', () => {
    expect(holds('20', '100', '>', '0.2')).toBe(false);
    expect(holds('20', '100', '>=', '0.2')).toBe(true);
    expect(holds('20', '100', '<=', '0.2')).toBe(true);
    expect(holds('20', '100', '<', '0.2')).toBe(false);
  });

  test('what binary floating point would get wrong is right', () => {
    // 0.1 + 0.2 > 0.3 and 1.1 * 3 > 3.3 in doubles.
    expect(holds('3', '10', '>', '0.3')).toBe(false);
    expect(holds('3.3', '3', '>', '1.1')).toBe(false);
    expect(holds('9007199254740993', '9007199254740992', '>', '1')).toBe(true);
  });

  test('scaling numerator and denominator alike changes nothing', () => {
    const whole = fc.integer({ min: 1, max: 10 ** 9 });
    fc.assert(
      fc.property(
        whole,
        whole,
        whole,
        fc.constantFrom(...COMPARATORS),
        (numerator, denominator, factor, comparator) => {
          const threshold = decimal('0.85');
          const [n, d, f] = [fromInteger(numerator), fromInteger(denominator), fromInteger(factor)];
          const scaled = satisfies(multiplyDecimals(n, f), multiplyDecimals(d, f), comparator, threshold);
          expect(scaled).toBe(satisfies(n, d, comparator, threshold));
        },
      ),
    );
  });

  test('each comparator is the opposite of another', () => {
    const whole = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 1000 }), (numerator, denominator) => {
        const at = (comparator: Comparator): boolean =>
          satisfies(fromInteger(numerator), fromInteger(denominator), comparator, decimal('0.5'));
        expect(at('>=')).toBe(!at('<'));
        expect(at('>')).toBe(!at('<='));
      }),
    );
  });
});
