import { describe, expect, it } from 'vitest';
import { type Figure, goalTable, median, quantile, roundTable, show } from './figures.js';

const FIGURE: Figure = { goal: 6, name: 'trend', unit: 'ms', rounds: [10, 30, 20] };

describe('statistics', () => {
  it('a quantile lies between neighbours by straight line', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.75)).toBe(4);
    expect(quantile([10, 20], 0.99)).toBeCloseTo(19.9);
    expect(quantile([], 0.5)).toBeNaN();
    expect(median([7])).toBe(7);
  });

  it('the values given keep their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it.each([
    [Number.NaN, '–'],
    [0.07894, '0.0789'],
    [49.96, '50'],
    [127_561.4, '127,561'],
  ])('%d is shown as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});

describe('tables', () => {
  it('a figure is shown with its median, its share of C and its verdict', () => {
    const figure = { ...FIGURE, ofCeiling: [0.1, 0.3, 0.2], target: '≤ 25 ms', isMet: true, note: 'quiet' };
    const lines = goalTable([figure], false).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('| 6 | trend | 20 ms | 20 % | ≤ 25 ms | met | quiet |');
    expect(goalTable([{ ...figure, isMet: false }], false)).toContain('**missed**');
    expect(goalTable([{ ...FIGURE, goal: null }], false)).toContain('|  | trend | 20 ms |  |  |  |  |');
  });

  it('a whole run has a line for each of the twelve goals', () => {
    const lines = goalTable([FIGURE], true).split('\n').slice(2);
    expect(lines).toHaveLength(12);
    expect(new Set(lines.map((line) => line.split('|')[1]?.trim())).size).toBe(12);
    expect(lines.filter((line) => line.includes('not measured'))).toHaveLength(11);
  });

  it('all rounds are listed where there is more than one', () => {
    const one = { ...FIGURE, name: 'once', rounds: [1] };
    const table = roundTable([{ ...FIGURE, ofCeiling: [0.1, 0.3, 0.2] }, one]);
    expect(table).toContain('| trend | ms | 10, 30, 20 | 10 %, 30 %, 20 % |');
    expect(table).not.toContain('once');
  });
});
