import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS, type Level } from '../kernel/level.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import { INDICATOR_IDS } from '../standard/ids.js';
import {
  ENHANCED_FROM,
  SMART_FROM,
  gradeMargins,
  gradeOf,
  indicatorPoints,
  planScoring,
  pointsBetween,
  pointsText,
  scoreInference,
  scoreLevels,
  screenScore,
} from './scoring.js';

const plan = planScoring(HGT_6313_2024);
const all = (level: Level): string => pointsText(scoreLevels(plan, () => level).z);
const points = (text: string): number => Math.round(Number(text) * 10_000);

describe('scores by formulas (1) to (3)', () => {
  test('all alike: 0, 40, 70, 85 and 100', () => {
    expect(LEVELS.map(all)).toEqual(['0.0000', '40.0000', '70.0000', '85.0000', '100.0000']);
  });

  test('the most of each primary is its fixed score', () => {
    const { primary } = scoreLevels(plan, () => 'S5');
    expect([...primary.values()].map(pointsText)).toEqual([
      '4.0000',
      '6.0000',
      '25.0000',
      '10.0000',
      '50.0000',
      '5.0000',
    ]);
  });

  test('the example of the contract: I10 gains 0.5625 from S4 to S5', () => {
    expect(pointsText(pointsBetween(plan, 'I10', 'S4', 'S5'))).toBe('0.5625');
    expect(pointsText(pointsBetween(plan, 'I34', 'S5', 'S4'))).toBe('-0.3600');
    expect(pointsText(indicatorPoints(plan, 'I22', 'S5'))).toBe('4.9000');
  });

  test('Z is the sum of the secondaries, of the primaries and of the indicators, in steps of 0.0025', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LEVELS), { minLength: 46, maxLength: 46 }), (levels) => {
        const score = scoreLevels(plan, (id) => levels[INDICATOR_IDS.indexOf(id)] ?? 'S1');
        for (const parts of [score.primary, score.secondary, score.indicators]) {
          expect([...parts.values()].reduce((sum, part) => sum + part, 0)).toBe(score.z);
        }
        expect(score.z % 25).toBe(0);
      }),
    );
  });

  test('the three series keep the order of their levels', () => {
    const inferred = INDICATOR_IDS.map(
      (id) => ({ id, assured: 'S2', candidate: 'S3', ceiling: 'S5' }) as const,
    );
    const { assured, candidate, ceiling } = scoreInference(plan, inferred);
    expect([assured.z, candidate.z, ceiling.z].map(pointsText)).toEqual(['40.0000', '70.0000', '100.0000']);
    expect([assured.grade, candidate.grade, ceiling.grade]).toEqual(['initial', 'enhanced', 'smart']);
    expect(scoreInference(plan, []).ceiling.z).toBe(0);
  });

  test('a weight too fine to be exact is refused', () => {
    const indicators = HGT_6313_2024.indicators.map((one) =>
      one.id === 'I10' ? { ...one, weight: '0.1501' } : one,
    );
    expect(() => planScoring({ ...HGT_6313_2024, indicators })).toThrow('I10');
    expect(() => planScoring({ ...HGT_6313_2024, secondaries: [] })).toThrow('no secondary');
  });
});

describe('the grade', () => {
  test.each([
    ['100', 'smart'],
    ['80', 'smart'],
    ['79.9975', 'enhanced'],
    ['60', 'enhanced'],
    ['59.9975', 'initial'],
    ['0', 'initial'],
  ])('of %s is %s (6.1)', (z, grade) => {
    expect(gradeOf(points(z))).toBe(grade);
  });

  test('margins are measured from both bounds', () => {
    const { enhanced, smart } = gradeMargins(points('79.9975'));
    expect([pointsText(enhanced), pointsText(smart)]).toEqual(['19.9975', '-0.0025']);
    expect(gradeMargins(SMART_FROM).smart).toBe(0);
    expect(gradeMargins(ENHANCED_FROM).enhanced).toBe(0);
  });
});

describe('a score in writing', () => {
  test('has exactly four decimals', () => {
    expect(['12.345', '0', '100', '-0.36', '0.0025'].map((text) => pointsText(points(text)))).toEqual([
      '12.3450',
      '0.0000',
      '100.0000',
      '-0.3600',
      '0.0025',
    ]);
  });

  test.each([
    ['79.9975', 2, '79.9975'],
    ['79.9975', 0, '79.9975'],
    ['79.95', 1, '79.95'],
    ['59.9975', 2, '59.9975'],
    ['79.99', 2, '79.99'],
    ['80', 2, '80.00'],
    ['80.0025', 2, '80.00'],
    ['80', 0, '80'],
    ['71.2375', 2, '71.24'],
    ['71.2375', 4, '71.2375'],
    ['71.2375', 9, '71.2375'],
  ])('%s with %i decimals is shown as %s', (z, decimals, shown) => {
    expect(screenScore(points(z), decimals)).toBe(shown);
  });

  test('a screen never shows a grade that was not reached (ruling A7)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 4 }), (steps, decimals) => {
        const z = steps * 25;
        expect(gradeOf(points(screenScore(z, decimals)))).toBe(gradeOf(z));
      }),
      { numRuns: 3000 },
    );
  });
});
