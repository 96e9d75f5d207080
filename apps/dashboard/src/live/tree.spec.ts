// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { toPoints } from '../format/points.js';
import { assessmentAt } from '../testing/park.js';
import { toCells, toLosses, toNodeViews } from './tree.js';

describe('the score tree on the screen', () => {
  it('gives each node its points, its loss and its change', () => {
    const [p3] = toNodeViews(assessmentAt('S3', { I10: 'S4' }).primary, assessmentAt('S3').primary).filter(
      ({ id }) => id === 'P3',
    );
    expect(p3).toMatchObject({
      max: toPoints('25'),
      candidate: toPoints('18.0625'),
      lost: toPoints('6.9375'),
      delta: toPoints('0.5625'),
    });
  });

  it('knows no change without an earlier picture', () => {
    expect(toNodeViews(assessmentAt('S3').primary, null).every(({ delta }) => delta === null)).toBe(true);
  });

  it('marks cells that changed, are stale, pending or below the target', () => {
    const now = assessmentAt('S3', { I10: 'S4', I11: 'S2' });
    const indicators = now.indicators.map((state) =>
      state.id === 'I12'
        ? { ...state, stale: true, pending: { candidate: 'S4' as const, due: '2026-11-25T00:00:00Z' } }
        : state,
    );
    const cells = new Map(
      toCells({ indicators }, assessmentAt('S3'), () => 'S3').map((cell) => [cell.id, cell]),
    );
    expect(cells.get('I10')).toMatchObject({ before: 'S3', marks: ['changed'] });
    expect(cells.get('I11')?.marks).toEqual(['changed', 'below']);
    expect(cells.get('I12')?.marks).toEqual(['stale', 'pending']);
    expect(cells.get('I13')?.marks).toEqual([]);
    const own = toCells(now, null, (id) => (id === 'I10' ? 'S5' : null));
    expect(own.filter(({ marks }) => marks.includes('below')).map(({ id, target }) => [id, target])).toEqual([
      ['I10', 'S5'],
    ]);
  });

  it('ranks losses by points, with what one level up would give', () => {
    const losses = toLosses(
      toCells(assessmentAt('S5', { I10: 'S4', I22: 'S1', I40: 'S1' }), null, () => null),
      10,
    );
    expect(losses.map(({ id }) => id)).toEqual(['I22', 'I40', 'I10']);
    expect(losses[0]?.gain).toBe(toPoints('1.96'));
  });
});
