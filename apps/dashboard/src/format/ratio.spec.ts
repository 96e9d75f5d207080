// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { distanceText, thresholdText, toFraction, toPlotted, valueText, type Fraction } from './ratio.js';

const fraction = (numerator: number, denominator: number): Fraction => {
  const made = toFraction({ numerator, denominator, value: null });
  if (made === null) throw new Error('no fraction');
  return made;
};

describe('a measured value on a screen', () => {
  it('is never rounded across its threshold', () => {
    expect(valueText(fraction(799_999, 1_000_000), 'ratio', ['0.8'])).toBe('79.9999%');
    expect(valueText(fraction(8, 10), 'ratio', ['0.8'])).toBe('80.00%');
    expect(valueText(fraction(1035, 1728), 'ratio', ['0.6'])).toBe('59.90%');
  });

  it('is a plain number for counts and days', () => {
    expect(valueText(fraction(42, 1), 'count', ['30'])).toBe('42');
    expect(valueText(fraction(729, 2), 'days', ['365'])).toBe('364.5');
  });

  it('falls back on the bare value, and on nothing for 0/0', () => {
    expect(toFraction({ numerator: 0, denominator: 0, value: null })).toBeNull();
    const bare = toFraction({ numerator: null, denominator: null, value: '0.812' });
    expect(bare && valueText(bare, 'ratio')).toBe('81.20%');
  });

  it('reads quantities that are too long for a number', () => {
    const long = toFraction({
      numerator: '12345678901234567890',
      denominator: '24691357802469135780',
      value: null,
    });
    expect(long && valueText(long, 'ratio')).toBe('50.00%');
  });
});

describe('the distance to a threshold', () => {
  it('has its sign and is zero only when equal', () => {
    expect(distanceText(fraction(83, 100), '0.8', 'ratio')).toEqual({ sign: 1, text: '+3.00' });
    expect(distanceText(fraction(8, 10), '0.8', 'ratio')).toEqual({ sign: 0, text: '\u00b10' });
    expect(distanceText(fraction(7_999_999, 10_000_000), '0.8', 'ratio')).toEqual({
      sign: -1,
      text: '\u22120.00001',
    });
    expect(distanceText(fraction(28, 1), '30', 'count')).toEqual({ sign: -1, text: '\u22122' });
  });
});

describe('thresholds', () => {
  it('read as people write them', () => {
    expect(thresholdText('0.8', 'ratio')).toBe('80%');
    expect(thresholdText('0.125', 'ratio')).toBe('12.5%');
    expect(thresholdText('365', 'days')).toBe('365');
  });

  it('are plotted in per cent', () => {
    expect(toPlotted('0.598958333333', 'ratio')).toBeCloseTo(59.8958, 4);
    expect(toPlotted('30', 'count')).toBe(30);
    expect(toPlotted(null, 'ratio')).toBeNull();
  });
});
