import { describe, expect, test } from 'vitest';
import { clausesUpTo, comparisonsOf, criterionClauses } from './clauses.js';
import { HGT_6313_2024 } from './edition.js';
import type { Comparison } from './types.js';

const at = (threshold: string): Comparison => ({
  kind: 'comparison',
  measure: 'enterprise_count',
  comparator: '>',
  threshold,
});

describe('the clauses of a standard', () => {
  const iot = HGT_6313_2024.indicators.find(({ id }) => id === 'I10');

  test('are cumulative: up to S3 means those of S2 and S3', () => {
    const ids = iot === undefined ? [] : clausesUpTo(iot, 'S3').map(({ id }) => id.slice(4));
    expect(ids).toEqual(['S2.c1', 'S2.c2', 'S2.c3', 'S3.m1', 'S3.c1', 'S3.c2', 'S3.c3', 'S3.c4']);
    expect(iot === undefined ? [] : clausesUpTo(iot, 'S1')).toEqual([]);
  });

  test('of a level come measure clauses first', () => {
    const level = iot?.criteria[3];
    expect(level === undefined ? [] : criterionClauses(level).map(({ kind }) => kind)).toEqual([
      'measure',
      'capability',
      'capability',
      'capability',
    ]);
  });

  test('show their comparisons in the order of the text', () => {
    const condition = comparisonsOf({
      kind: 'branch',
      on: at('1'),
      then: { kind: 'allOf', conditions: [at('2'), { kind: 'anyOf', conditions: [at('3'), at('4')] }] },
      otherwise: at('5'),
    });
    expect(condition.map(({ threshold }) => threshold)).toEqual(['1', '2', '3', '4', '5']);
  });
});
