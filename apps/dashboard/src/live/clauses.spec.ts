// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { ClauseState, Tri } from '../api/types.js';
import { indicatorOf } from '../format/names.js';
import { measuresOfIndicator, toRungs } from './clauses.js';

const stateOf = (id: string, status: Tri): ClauseState => ({
  id,
  status,
  raw: status,
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
});

describe('why an indicator stands where it does', () => {
  const ids = (indicatorOf('I19')?.criteria ?? []).flatMap(({ measures, capabilities }) =>
    [...measures, ...capabilities].map(({ id }) => id),
  );

  it('lays clauses out level by level with each level’s own status', () => {
    const rungs = toRungs(
      'I19',
      ids.map((id) =>
        stateOf(id, id === 'I19.S4.m1' ? 'unmet' : id.startsWith('I19.S5') ? 'unknown' : 'met'),
      ),
    );
    expect(rungs.map(({ level, status }) => [level, status])).toEqual([
      ['S2', 'met'],
      ['S3', 'met'],
      ['S4', 'unmet'],
      ['S5', 'unknown'],
    ]);
    expect(rungs.flatMap(({ clauses }) => clauses)).toHaveLength(ids.length);
  });

  it('names the measures an indicator hangs on with all their thresholds', () => {
    expect(measuresOfIndicator('I19')).toEqual([
      { key: 'mh_monitor_online_ratio', gates: [{ level: 'S4', threshold: '1', comparator: '>=' }] },
      {
        key: 'monitor_online_ratio',
        gates: [
          { level: 'S4', threshold: '0.8', comparator: '>=' },
          { level: 'S5', threshold: '0.9', comparator: '>=' },
        ],
      },
    ]);
    expect(measuresOfIndicator('I03').map(({ key }) => key)).toContain('smart_factory_share');
    expect(measuresOfIndicator('I01')).toEqual([]);
  });
});
