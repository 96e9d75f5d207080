// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../api/types.js';
import { trendOf } from '../testing/park.js';
import { toMarks } from './annotations.js';

const trend = trendOf('Z', ['1.0000', '1.0000', '1.0000']);
const item = (at: string, over: Partial<Annotation> = {}): Annotation => ({
  ...{ kind: 'registry', subject: 'device', change: 'added', to: null, count: 1, ids: ['D-1'] },
  ...{ reason: null, version: null, at: `2026-11-24T${at}Z` },
  ...over,
});
const marks = (...items: readonly Annotation[]) => toMarks(items, trend, ({ at }) => at);

describe('annotations on a trend', () => {
  it('stand in the bucket they happened in, the last one included', () => {
    expect(marks(item('00:00:00'), item('01:59:59'), item('02:30:00')).map(({ index }) => index)).toEqual([
      0, 1, 2,
    ]);
  });

  it('are left out before the first and after the last bucket', () => {
    expect(marks(item('03:00:00'), { ...item('00:00:00'), at: '2026-11-23T23:59:59Z' })).toEqual([]);
  });

  it('that last reach to their end, or to the end of the chart', () => {
    const stop = (to: string | null) => item('00:10:00', { kind: 'stop_use', to });
    expect(marks(stop('2026-11-24T01:10:00Z'), stop(null))).toMatchObject([
      { index: 0, endIndex: 1, sign: '▭' },
      { index: 0, endIndex: 2 },
    ]);
    const earlier = { ...stop('2026-11-24T01:10:00Z'), at: '2026-11-20T00:00:00Z' };
    expect(marks(earlier)).toMatchObject([{ index: 0, endIndex: 1 }]);
  });

  it('have no place on an empty chart', () => {
    expect(toMarks([item('00:00:00')], { time: [] }, () => '')).toEqual([]);
  });
});
