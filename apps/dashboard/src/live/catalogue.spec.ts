// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { MeasureValueAnswer } from '../api/types.js';
import { attestedIndicators, countCoverage, coverageOf } from './catalogue.js';

const known = { status: 'known' } as MeasureValueAnswer;

describe('what indicators rest on', () => {
  it('is data, else evidence, else nothing', () => {
    const values = new Map([['monitor_online_ratio', known]]);
    expect(coverageOf('I19', values, new Set(['I19']))).toBe('telemetry');
    expect(coverageOf('I01', values, new Set(['I01']))).toBe('evidence');
    expect(coverageOf('I02', values, new Set(['I01']))).toBe('nothing');
    expect(countCoverage(values, new Set(['I01']))).toEqual({ telemetry: 1, evidence: 1, nothing: 44 });
  });

  it('reads attestations of clauses and of whole indicators', () => {
    const common = {
      id: '1',
      status: 'met',
      from: '',
      to: null,
      note: null,
      by: '',
      recordedAt: '',
      verifiedBy: null,
    } as const;
    const items = [
      { ...common, clause: 'I17.S2.c1', indicator: null, upTo: null },
      { ...common, clause: null, indicator: 'I10', upTo: 'S3' },
    ] as const;
    expect([...attestedIndicators(items)]).toEqual(['I17', 'I10']);
  });
});
