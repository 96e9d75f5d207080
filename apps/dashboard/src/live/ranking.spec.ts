// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { ComparedPark } from '../api/types.js';
import { toPoints } from '../format/points.js';
import { assessmentAt } from '../testing/park.js';
import { areComparable, differenceOf } from './parkDifference.js';
import { rankParks } from './ranking.js';

const park = (id: string, z: string, over: Partial<ComparedPark> = {}): ComparedPark => ({
  ...{ park: id, name: id, timeZone: 'Asia/Shanghai', revision: 1, edition: 'E', rules: '1' },
  ...{ ownDefinitions: 0, trend: { time: [], candidate: [null, '50.0000', z] }, primary: [] },
  score: Object.fromEntries(
    ['assured', 'candidate', 'ceiling'].map((series) => [series, { z, grade: 'initial' }]),
  ) as ComparedPark['score'],
  ...over,
});

describe('the ranking', () => {
  it('gives equal scores one rank and leaves the next out', () => {
    const [group] = rankParks([park('a', '50'), park('b', '70'), park('c', '50'), park('d', '40')], 'score');
    expect(group?.parks.map(({ park: { park: id }, rank, percentile }) => [id, rank, percentile])).toEqual([
      ['b', 1, 100],
      ['a', 2, 33],
      ['c', 2, 33],
      ['d', 4, 0],
    ]);
  });

  it('never ranks parks of other rules against each other', () => {
    const groups = rankParks([park('a', '50'), park('b', '70', { rules: '2' }), park('c', '60')], 'score');
    expect(groups.map(({ rules, parks }) => [rules, parks.map(({ rank }) => rank)])).toEqual([
      ['1', [1, 2]],
      ['2', [1]],
    ]);
    expect(groups[1]?.parks[0]?.percentile).toBeNull();
  });

  it('orders by what is asked, the rank stays that of the score', () => {
    const items = [park('a', '70'), park('b', '60', { trend: { time: [], candidate: ['10.0000'] } })];
    const [group] = rankParks(items, 'change');
    expect(group?.parks.map(({ rank, change }) => [rank, change])).toEqual([
      [2, toPoints('50')],
      [1, toPoints('20')],
    ]);
    expect(
      rankParks([park('乙', '9'), park('甲', '1')], 'name')[0]?.parks.map((one) => one.park.name),
    ).toEqual(['甲', '乙']);
  });
});

describe('two parks side by side', () => {
  it('differ by terms that sum to the difference exactly, the largest first', () => {
    const found = differenceOf(
      assessmentAt('S3', { I22: 'S5' }),
      assessmentAt('S3', { I10: 'S4', I22: 'S2' }),
    );
    expect(found.terms).toEqual([
      { id: 'I22', left: 'S5', right: 'S2', points: toPoints('-2.94') },
      { id: 'I10', left: 'S3', right: 'S4', points: toPoints('0.5625') },
    ]);
    expect(found).toMatchObject({ difference: toPoints('-2.3775'), isExact: true });
  });

  it('are compared only under the same edition and rules', () => {
    const one = assessmentAt('S3');
    expect(areComparable(one, assessmentAt('S5'))).toBe(true);
    expect(areComparable(one, { ...one, rules: 'another' })).toBe(false);
    expect(areComparable(one, { ...one, edition: 'another' })).toBe(false);
  });
});
