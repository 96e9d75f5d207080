import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Tri, kleeneAnd, kleeneNot, kleeneOr } from './tri.js';

const tri = fc.constantFrom<Tri>('met', 'unmet', 'unknown');

describe('Kleene logic', () => {
  test('AND follows the truth table', () => {
    expect(kleeneAnd(['met', 'met'])).toBe('met');
    expect(kleeneAnd(['met', 'unknown'])).toBe('unknown');
    expect(kleeneAnd(['unknown', 'unmet'])).toBe('unmet');
  });

  test('OR follows the truth table', () => {
    expect(kleeneOr(['unmet', 'unmet'])).toBe('unmet');
    expect(kleeneOr(['unmet', 'unknown'])).toBe('unknown');
    expect(kleeneOr(['unknown', 'met'])).toBe('met');
  });

  test('nothing to require is met, nothing to choose from is unmet', () => {
    expect(kleeneAnd([])).toBe('met');
    expect(kleeneOr([])).toBe('unmet');
  });

  test('De Morgan holds', () => {
    fc.assert(
      fc.property(fc.array(tri), (statuses) => {
        expect(kleeneNot(kleeneAnd(statuses))).toBe(kleeneOr(statuses.map(kleeneNot)));
      }),
    );
  });

  test('order and repetition do not matter', () => {
    fc.assert(
      fc.property(fc.array(tri), (statuses) => {
        const shuffled = [...statuses, ...statuses].reverse();
        expect(kleeneAnd(shuffled)).toBe(kleeneAnd(statuses));
        expect(kleeneOr(shuffled)).toBe(kleeneOr(statuses));
      }),
    );
  });

  test('learning what was unknown never turns a decided result', () => {
    fc.assert(
      fc.property(fc.array(tri), fc.nat(), tri, (statuses, at, learned) => {
        const refined = statuses.map((status, index) =>
          status === 'unknown' && index === at % statuses.length ? learned : status,
        );
        for (const join of [kleeneAnd, kleeneOr]) {
          if (join(statuses) !== 'unknown') expect(join(refined)).toBe(join(statuses));
        }
      }),
    );
  });
});
