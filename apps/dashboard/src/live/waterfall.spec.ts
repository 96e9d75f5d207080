// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../api/types.js';
import { toPoints } from '../format/points.js';
import { toWaterfall } from './waterfall.js';

const explained: Explanation = {
  zFrom: '77.7550',
  zTo: '77.1925',
  difference: '-0.5625',
  terms: [
    {
      indicator: 'I22',
      from: 'S3',
      to: 'S5',
      cause: 'restatement',
      at: '2026-11-23T00:00:00Z',
      points: '1.4700',
    },
    { indicator: 'I10', from: 'S4', to: 'S3', cause: 'value', at: '2026-11-22T00:00:00Z', points: '-0.5625' },
    {
      indicator: 'I05',
      from: 'S5',
      to: 'S3',
      cause: 'staleness',
      at: '2026-11-21T00:00:00Z',
      points: '-1.4700',
    },
  ],
};

describe('the waterfall', () => {
  it('leads from one Z to the other without a remainder', () => {
    const { steps, isExact, gained, lost, difference } = toWaterfall(explained);
    expect(steps.map(({ term }) => term.indicator)).toEqual(['I05', 'I10', 'I22']);
    expect(steps[0]).toMatchObject({ start: toPoints('77.755'), end: toPoints('76.285') });
    expect(steps.at(-1)?.end).toBe(toPoints('77.1925'));
    expect([isExact, gained, lost, difference]).toEqual([true, 14_700, -20_325, -5625]);
  });

  it('says so when the terms do not sum', () => {
    expect(toWaterfall({ ...explained, zTo: '77.1950' }).isExact).toBe(false);
  });

  it('stands for nothing moved', () => {
    expect(toWaterfall({ zFrom: '60.0000', zTo: '60.0000', difference: '0.0000', terms: [] })).toMatchObject({
      steps: [],
      isExact: true,
      difference: 0,
    });
  });
});
