// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { MeasureValueAnswer } from '../api/types.js';
import { judgedComparisons } from './judgedComparisons.js';

const known = (measure: string, value: string) =>
  [
    measure,
    {
      measure,
      status: 'known',
      reason: null,
      numerator: null,
      denominator: null,
      value,
    } as unknown as MeasureValueAnswer,
  ] as const;

describe('the comparisons of a joined clause', () => {
  it('are those of the branch taken: counts above 30 enterprises', () => {
    const values = new Map([
      known('enterprise_count', '42'),
      known('smart_factory_count', '4'),
      known('digital_workshop_count', '7'),
    ]);
    expect(judgedComparisons('I03.S5.m1', values).map(({ measure, status }) => [measure, status])).toEqual([
      ['enterprise_count', 'met'],
      ['smart_factory_count', 'unmet'],
      ['digital_workshop_count', 'met'],
    ]);
  });

  it('are shares at 30 or fewer', () => {
    const values = new Map([known('enterprise_count', '30'), known('smart_factory_share', '0.1')]);
    expect(judgedComparisons('I03.S5.m1', values).map(({ measure }) => measure)).toContain(
      'smart_factory_share',
    );
  });

  it('are none for a clause that compares nothing', () => {
    expect(judgedComparisons('I10.S3.c1', new Map())).toEqual([]);
    expect(judgedComparisons('nonsense', new Map())).toEqual([]);
  });
});
