import { expect, test } from 'vitest';
import {
  CLAUSE_LEVELS,
  LEVELS,
  clauseLevelsUpTo,
  compareLevels,
  higherLevel,
  isLevel,
  levelAbove,
  levelFactor,
  levelRank,
} from './level.js';

test('the level scores are 0, 0.4, 0.7, 0.85 and 1 (5.2.2)', () => {
  expect(LEVELS.map(levelFactor)).toEqual([0, 40, 70, 85, 100]);
});

test('levels are ordered S1 to S5', () => {
  expect(LEVELS.map(levelRank)).toEqual([1, 2, 3, 4, 5]);
  expect(compareLevels('S2', 'S4')).toBeLessThan(0);
  expect(compareLevels('S5', 'S5')).toBe(0);
  expect(higherLevel('S3', 'S2')).toBe('S3');
  expect(higherLevel('S3', 'S4')).toBe('S4');
});

test('the level above S5 is S5', () => {
  expect(LEVELS.map(levelAbove)).toEqual(['S2', 'S3', 'S4', 'S5', 'S5']);
});

test('S1 has no clauses, S4 has those of S2 to S4', () => {
  expect(clauseLevelsUpTo('S1')).toEqual([]);
  expect(clauseLevelsUpTo('S4')).toEqual(['S2', 'S3', 'S4']);
  expect(clauseLevelsUpTo('S5')).toEqual(CLAUSE_LEVELS);
});

test('only the five names are levels', () => {
  expect(LEVELS.every(isLevel)).toBe(true);
  expect(['S0', 'S6', 's1', '', 'toString', '__proto__'].some(isLevel)).toBe(false);
});
