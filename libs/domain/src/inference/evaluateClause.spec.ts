import { describe, expect, test } from 'vitest';
import { decimal } from '../kernel/decimal.js';
import { type MeasureValue, knownValue, unknownValue } from '../kernel/measureValue.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import type { Comparison, Condition } from '../standard/types.js';
import { compileIndicator } from './compileStandard.js';
import { type ClauseTrace, evaluateCapabilityClause, evaluateMeasureClause } from './evaluateClause.js';

const compare = (measure: MeasureKey, threshold: string): Comparison => ({
  kind: 'comparison',
  measure,
  comparator: '>=',
  threshold,
});
const training = compare('online_training_ratio', '0.6');
const exam = compare('online_exam_ratio', '0.8');
const [template] = HGT_6313_2024.indicators;

function judge(condition: Condition, values: Partial<Record<MeasureKey, MeasureValue>>): ClauseTrace {
  if (template === undefined) throw new Error('the standard is empty');
  const clause = { kind: 'measure', id: 'I41.S4.m1', zh: '', en: '', basis: [], condition } as const;
  const criterion = { level: 'S4', measures: [clause], capabilities: [], limitations: [] } as const;
  const [compiled] = compileIndicator({ ...template, criteria: [criterion] }).criteria;
  const [measure] = compiled?.measures ?? [];
  if (measure === undefined) throw new Error('nothing was compiled');
  return evaluateMeasureClause(measure, (key) => values[key] ?? unknownValue('insufficient_data'));
}

const known = (text: string): MeasureValue => knownValue(decimal(text));

describe('a measure clause', () => {
  test('is met, unmet, or unknown with its reason', () => {
    expect(judge(training, { online_training_ratio: known('0.6') })).toMatchObject({
      status: 'met',
      reason: null,
    });
    expect(judge(training, { online_training_ratio: known('0.59') })).toMatchObject({
      status: 'unmet',
      reason: null,
    });
    expect(judge(training, {})).toMatchObject({ status: 'unknown', reason: 'insufficient_data' });
    for (const reason of ['stale', 'zero_denominator', 'out_of_range', 'calc_error'] as const) {
      expect(judge(training, { online_training_ratio: unknownValue(reason) })).toMatchObject({
        status: 'unknown',
        reason,
      });
    }
  });

  test('shows what was compared with what, each comparison with its own status', () => {
    const either: Condition = { kind: 'anyOf', conditions: [training, exam] };
    const trace = judge(either, { online_training_ratio: known('0.7'), online_exam_ratio: known('0.7') });
    expect(trace.status).toBe('met');
    expect(trace.comparisons).toEqual([
      {
        measure: 'online_training_ratio',
        comparator: '>=',
        threshold: '0.6',
        value: known('0.7'),
        status: 'met',
      },
      {
        measure: 'online_exam_ratio',
        comparator: '>=',
        threshold: '0.8',
        value: known('0.7'),
        status: 'unmet',
      },
    ]);
  });

  test('an alternative that fails beside one that is unknown leaves it unknown, with that one’s reason', () => {
    const either: Condition = { kind: 'anyOf', conditions: [training, exam] };
    const values = { online_training_ratio: known('0'), online_exam_ratio: unknownValue('stale') };
    expect(judge(either, values)).toMatchObject({ status: 'unknown', reason: 'stale' });
  });

  test('a part that fails refutes a conjunction whatever the other is', () => {
    const both: Condition = { kind: 'allOf', conditions: [training, exam] };
    expect(judge(both, { online_exam_ratio: known('0.1') }).status).toBe('unmet');
    expect(judge(both, { online_exam_ratio: known('0.9') }).status).toBe('unknown');
    expect(judge(both, { online_exam_ratio: known('0.9'), online_training_ratio: known('1') }).status).toBe(
      'met',
    );
  });

  test('without the branch decided it is unknown, even where both sides agree (ruling I3f)', () => {
    const branch: Condition = {
      kind: 'branch',
      on: compare('enterprise_count', '31'),
      then: training,
      otherwise: training,
    };
    const trace = judge(branch, { online_training_ratio: known('1') });
    expect(trace).toMatchObject({ status: 'unknown', reason: 'insufficient_data' });
    expect(trace.comparisons).toHaveLength(1);
  });

  test('of a branch only the side taken is compared', () => {
    const branch: Condition = {
      kind: 'branch',
      on: compare('enterprise_count', '31'),
      then: training,
      otherwise: exam,
    };
    const values = { online_training_ratio: known('1'), online_exam_ratio: known('0') };
    expect(judge(branch, { ...values, enterprise_count: known('31') }).status).toBe('met');
    const small = judge(branch, { ...values, enterprise_count: known('30') });
    expect(small.status).toBe('unmet');
    expect(small.comparisons.map(({ measure }) => measure)).toEqual([
      'enterprise_count',
      'online_exam_ratio',
    ]);
  });
});

test('a capability clause is what its attestation says, and unknown without one (ruling A13)', () => {
  const clause = { kind: 'capability', id: 'I17.S2.c1', zh: '', en: '', basis: ['evidence'] } as const;
  expect(evaluateCapabilityClause(clause, () => 'met')).toMatchObject({ status: 'met', reason: null });
  expect(evaluateCapabilityClause(clause, () => 'unmet')).toMatchObject({ status: 'unmet', reason: null });
  expect(evaluateCapabilityClause(clause, () => 'unknown')).toMatchObject({ reason: 'insufficient_data' });
});
