import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAUSE_LEVELS, compareLevels, higherLevel } from '../kernel/level.js';
import type { Tri } from '../kernel/tri.js';
import { type LevelStatuses, inferLevel } from './inferLevel.js';

/** Four levels, each written as "measures|capabilities" with m for met, u for unmet and ? for unknown. */
function levels(...texts: readonly [string, string, string, string]): readonly LevelStatuses[] {
  const words: Readonly<Record<string, Tri>> = { m: 'met', u: 'unmet', '?': 'unknown' };
  const read = (text = ''): readonly Tri[] => [...text].map((letter) => words[letter] ?? 'unknown');
  return CLAUSE_LEVELS.map((level, index) => {
    const [measures, capabilities] = (texts[index] ?? '|').split('|');
    return { level, measures: read(measures), capabilities: read(capabilities) };
  });
}

describe('the three levels', () => {
  test('with nothing known: S1 assured, S5 possible', () => {
    expect(inferLevel(levels('|?', '?|?', '?|?', '?|'))).toEqual({
      assured: 'S1',
      candidate: 'S1',
      ceiling: 'S5',
    });
  });

  test('telemetry supports S4 while capabilities are attested up to S3', () => {
    expect(inferLevel(levels('|m', 'm|m', 'm|?', 'u|?'))).toEqual({
      assured: 'S3',
      candidate: 'S4',
      ceiling: 'S4',
    });
  });

  test('a refuted capability caps candidate and ceiling though every measure is met', () => {
    expect(inferLevel(levels('m|m', 'm|u', 'm|m', 'm|m'))).toEqual({
      assured: 'S2',
      candidate: 'S2',
      ceiling: 'S2',
    });
  });

  test('the ceiling stops at the first refuted level, whatever stands above', () => {
    expect(inferLevel(levels('?|', 'u|', 'm|', 'm|'))).toEqual({
      assured: 'S1',
      candidate: 'S1',
      ceiling: 'S2',
    });
  });

  test('an unknown measure below keeps a met level above from being candidate', () => {
    expect(inferLevel(levels('m|', '?|', 'm|', 'm|'))).toEqual({
      assured: 'S2',
      candidate: 'S2',
      ceiling: 'S5',
    });
  });

  test('a level without a measure clause is never candidate by itself (C12)', () => {
    expect(inferLevel(levels('m|?', 'm|?', '|?', '|?'))).toEqual({
      assured: 'S1',
      candidate: 'S3',
      ceiling: 'S5',
    });
    expect(inferLevel(levels('|?', '|m', '|m', '|m'))).toEqual({
      assured: 'S1',
      candidate: 'S1',
      ceiling: 'S5',
    });
  });

  test('a level without a measure clause does not interrupt the candidate', () => {
    expect(inferLevel(levels('|?', 'm|?', '|?', 'm|?'))).toEqual({
      assured: 'S1',
      candidate: 'S5',
      ceiling: 'S5',
    });
  });

  test('the candidate is never below the assured level', () => {
    expect(inferLevel(levels('m|m', '|m', '|m', '?|m'))).toEqual({
      assured: 'S4',
      candidate: 'S4',
      ceiling: 'S5',
    });
  });
});

const tri = fc.constantFrom<Tri>('met', 'unmet', 'unknown');
const criterion = fc.tuple(fc.array(tri, { maxLength: 3 }), fc.array(tri, { maxLength: 3 }));
const anyCriteria = fc.tuple(criterion, criterion, criterion, criterion).map((pairs) =>
  pairs.map(([measures, capabilities], index): LevelStatuses => ({
    level: CLAUSE_LEVELS[index] ?? 'S5',
    measures,
    capabilities,
  })),
);

describe('whatever the statuses', () => {
  test('assured <= candidate <= ceiling', () => {
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        const { assured, candidate, ceiling } = inferLevel(criteria);
        expect(compareLevels(assured, candidate)).toBeLessThanOrEqual(0);
        expect(compareLevels(candidate, ceiling)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('the order of clauses within a level does not matter', () => {
    fc.assert(
      fc.property(anyCriteria, (criteria) => {
        const reversed = criteria.map(({ level, measures, capabilities }) => ({
          level,
          measures: measures.toReversed(),
          capabilities: capabilities.toReversed(),
        }));
        expect(inferLevel(reversed)).toEqual(inferLevel(criteria));
      }),
    );
  });

  test('meeting one more clause never lowers a level', () => {
    fc.assert(
      fc.property(anyCriteria, fc.nat(3), fc.nat(2), fc.boolean(), (criteria, at, clause, isMeasure) => {
        const name = isMeasure ? 'measures' : 'capabilities';
        const better = criteria.map((one, index) =>
          index === at
            ? { ...one, [name]: one[name].map((status, number) => (number === clause ? 'met' : status)) }
            : one,
        );
        const [before, after] = [inferLevel(criteria), inferLevel(better)];
        for (const series of ['assured', 'candidate', 'ceiling'] as const) {
          expect(higherLevel(before[series], after[series])).toBe(after[series]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
