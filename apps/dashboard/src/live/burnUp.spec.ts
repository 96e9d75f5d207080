// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Target, Trend } from '../api/types.js';
import { pointsAt } from '../format/names.js';
import { toBurnUp } from './burnUp.js';

const DAY = 86_400_000;
const START = Date.parse('2026-11-20T00:00:00Z');
const row = (id: 'I10' | 'I22', level: string, due: string | null) =>
  ({ id, target: { indicator: id, level, due } as Target }) as const;
const days = (node: string, candidate: readonly (string | null)[]): Trend => ({
  ...{ node, revision: 1, assured: candidate, candidate, ceiling: candidate, min: candidate, max: candidate },
  time: candidate.map((_, index) => new Date(START + index * DAY).toISOString()),
});
const rows = [row('I10', 'S4', '2026-11-22'), row('I22', 'S3', null)];
const trends = [days('I10', [null, 'S3', 'S5']), days('I22', ['S2', 'S2', 'S2'])];
const burnUp = toBurnUp(rows, trends, 'UTC');
const both = (first: 'S3' | 'S4', second: 'S2' | 'S3') => pointsAt('I10', first) + pointsAt('I22', second);

describe('the burn-up of targets', () => {
  it('counts no indicator beyond its target, and nothing while one is unknown', () => {
    expect(burnUp?.reached.slice(0, 3)).toEqual([null, both('S3', 'S2'), both('S4', 'S2')]);
  });

  it('goes on behind today as far as something is due, without a value there', () => {
    expect(burnUp?.times.length).toBe(3 + 7);
    expect(burnUp?.reached.slice(3)).toEqual(Array.from({ length: 7 }, () => null));
    expect((burnUp?.times[3] ?? 0) - START).toBe(3 * DAY);
  });

  it('rises by what is due the day after its last day; what has no day is never due', () => {
    expect(burnUp?.due.slice(1, 4)).toEqual([both('S3', 'S2'), both('S3', 'S2'), both('S4', 'S2')]);
    expect(burnUp?.scope).toBe(both('S4', 'S3'));
  });

  it('is nothing without targets or history', () => {
    expect(toBurnUp([], trends, 'UTC')).toBeNull();
    expect(toBurnUp(rows, [], 'UTC')).toBeNull();
  });
});
