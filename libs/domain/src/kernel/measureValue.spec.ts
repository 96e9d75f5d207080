import { describe, expect, test } from 'vitest';
import { decimal } from './decimal.js';
import {
  type MeasureBound,
  type MeasureValue,
  knownValue,
  toMeasureValue,
  unknownValue,
} from './measureValue.js';

const ratio: MeasureBound = { unit: 'ratio', cappedAtOne: true };
const share: MeasureBound = { unit: 'ratio', cappedAtOne: false };
const count: MeasureBound = { unit: 'count', cappedAtOne: true };
const level: MeasureBound = { unit: 'level', cappedAtOne: true };
const days: MeasureBound = { unit: 'days', cappedAtOne: true };

const judge = (bound: MeasureBound, numerator: string, denominator = '1'): MeasureValue =>
  toMeasureValue(bound, decimal(numerator), decimal(denominator));
const outOfRange = unknownValue('out_of_range');

describe('a value as a clause may use it', () => {
  test('a ratio keeps its numerator and denominator', () => {
    expect(judge(ratio, '812', '1000')).toEqual({
      kind: 'known',
      numerator: decimal('812'),
      denominator: decimal('1000'),
    });
    expect(judge(ratio, '0.812')).toEqual(knownValue(decimal('0.812')));
  });

  test('0/0 is zero_denominator, never a level (ruling A5)', () => {
    expect(judge(ratio, '0', '0')).toEqual(unknownValue('zero_denominator'));
  });

  test('n/0 is out of range', () => {
    expect(judge(ratio, '5', '0')).toEqual(outOfRange);
    expect(judge(share, '5', '0')).toEqual(outOfRange);
  });

  test.each([
    ['1.01', '1'],
    ['80', '1'],
    ['-0.05', '1'],
    ['1001', '1000'],
    ['3', '-4'],
    ['-3', '-4'],
    ['1.00000000000000000001', '1'],
  ])('the ratio %s / %s is out of range (ruling A11)', (numerator, denominator) => {
    expect(judge(ratio, numerator, denominator)).toEqual(outOfRange);
  });

  test('the edges 0 and 1 are in range', () => {
    expect(judge(ratio, '0').kind).toBe('known');
    expect(judge(ratio, '1').kind).toBe('known');
    expect(judge(ratio, '7', '7').kind).toBe('known');
  });

  test('the two shares of I03 may exceed 1 (ruling I3a)', () => {
    expect(judge(share, '40', '30').kind).toBe('known');
    expect(judge(share, '-1', '30')).toEqual(outOfRange);
  });

  test('counts and levels are whole and not negative; level 0 is a valid refutation (ruling I14c)', () => {
    expect(judge(count, '3').kind).toBe('known');
    expect(judge(count, '3.0').kind).toBe('known');
    expect(judge(count, '62', '2').kind).toBe('known');
    expect(judge(level, '0').kind).toBe('known');
    expect(judge(count, '-3')).toEqual(outOfRange);
    expect(judge(count, '2.5')).toEqual(outOfRange);
    expect(judge(level, '2.5')).toEqual(outOfRange);
  });

  test('days may be fractions but not negative', () => {
    expect(judge(days, '29.5').kind).toBe('known');
    expect(judge(days, '-0.5')).toEqual(outOfRange);
  });
});
