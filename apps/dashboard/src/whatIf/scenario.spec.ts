// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { ClauseState, IndicatorDetail, MeasureValueAnswer } from '../api/types.js';
import { EMPTY_DRAFT, withClause, withMeasure, withUpTo } from './draft.js';
import { JOINED_MEASURES, overlay, sizeOf, toBaseDraft } from './scenario.js';

const clause = (id: string, state: Partial<ClauseState>): ClauseState => ({
  id,
  status: 'met',
  raw: 'met',
  reason: null,
  measure: null,
  comparator: null,
  threshold: null,
  numerator: null,
  denominator: null,
  value: null,
  asOf: null,
  freshUntil: null,
  decidedBy: null,
  ...state,
});
const detail = (...clauses: readonly ClauseState[]) => ({ clauses }) as unknown as IndicatorDetail;

describe('the park as it stands, to be changed', () => {
  it('takes counted values, bare ones, and what is attested', () => {
    const base = toBaseDraft(
      [
        detail(
          clause('I10.S3.m1', {
            measure: 'iot_access_ratio_design',
            numerator: 83,
            denominator: 100,
            value: '0.83',
          }),
          clause('I10.S2.c1', {}),
          clause('I10.S3.c1', { status: 'unknown' }),
        ),
        null,
        detail(
          clause('I07.S2.m1', { measure: 'video_retention_days', value: '380' }),
          clause('I05.S2.m1', { measure: 'data_lake_ratio', raw: 'unknown', numerator: 1, denominator: 2 }),
        ),
      ],
      [
        {
          measure: 'enterprise_count',
          status: 'known',
          numerator: null,
          denominator: null,
          value: '42',
        } as unknown as MeasureValueAnswer,
        null,
      ],
    );
    expect([...base.measures]).toEqual([
      ['iot_access_ratio_design', { numerator: '83', denominator: '100' }],
      ['video_retention_days', { numerator: '380', denominator: '1' }],
      ['enterprise_count', { numerator: '42', denominator: '1' }],
    ]);
    expect([...base.clauses]).toEqual([['I10.S2.c1', 'met']]);
  });

  it('asks apart for measures that only joined clauses compare', () => {
    expect(JOINED_MEASURES).toContain('smart_factory_share');
    expect(JOINED_MEASURES).not.toContain('iot_access_ratio_design');
  });

  it('lays changes over it', () => {
    const base = withClause(
      withMeasure(EMPTY_DRAFT, 'enterprise_count', { numerator: '42', denominator: '1' }),
      'I10.S2.c1',
      'unmet',
    );
    const changes = withClause(withUpTo(EMPTY_DRAFT, 'I10', 'S2'), 'I10.S2.c2', 'unmet');
    const merged = overlay(base, changes);
    expect(merged.measures.get('enterprise_count')?.numerator).toBe('42');
    expect([merged.clauses.get('I10.S2.c1'), merged.clauses.get('I10.S2.c2')]).toEqual(['met', 'unmet']);
    expect(sizeOf(changes)).toBe(2);
  });
});
