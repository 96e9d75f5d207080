// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Target } from '../api/types.js';
import { toPoints } from '../format/points.js';
import { assessmentAt } from '../testing/park.js';
import { targetFigures, toTargetRows } from './targets.js';

const target = (indicator: string, level: string, due: string | null = null): Target =>
  ({ indicator, level, due, owner: null, by: 'admin', recordedAt: '2026-01-01T00:00:00Z' }) as Target;
const rows = (targets: readonly Target[], today = '2026-11-24') =>
  toTargetRows(targets, assessmentAt('S3', { I22: 'S2' }).indicators, today);

describe('targets', () => {
  it('are reached at their level or above, and tell what they would add', () => {
    const [open, reached] = rows([target('I10', 'S3'), target('I22', 'S4')]);
    expect(open).toMatchObject({ id: 'I22', now: 'S2', status: 'open', missing: toPoints('2.205') });
    expect(reached).toMatchObject({ id: 'I10', status: 'reached', missing: 0 });
  });

  it('are late after their last day, not on it', () => {
    expect(rows([target('I10', 'S4', '2026-11-24')])[0]?.status).toBe('open');
    expect(rows([target('I10', 'S4', '2026-11-23')])[0]?.status).toBe('late');
    expect(rows([target('I10', 'S3', '2020-01-01')])[0]?.status).toBe('reached');
  });

  it('come with what is late first, then by points', () => {
    const list = [
      target('I10', 'S3'),
      target('I11', 'S5'),
      target('I22', 'S5'),
      target('I13', 'S4', '2026-01-01'),
    ];
    expect(rows(list).map(({ id }) => id)).toEqual(['I13', 'I22', 'I11', 'I10']);
    expect(targetFigures(rows(list))).toMatchObject({ all: 4, reached: 1, late: 1 });
  });
});
