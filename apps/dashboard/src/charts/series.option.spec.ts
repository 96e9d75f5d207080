// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Series } from '../api/types.js';
import { palette } from '../testing/palette.js';
import { seriesOption } from './series.option.js';

const series: Series = {
  measure: 'monitor_online_ratio',
  time: ['2026-11-24T00:00:00Z', '2026-11-24T01:00:00Z', '2026-11-24T02:00:00Z'],
  last: ['0.799999', null, '0.95'],
  min: ['0.7', null, '0.94'],
  max: ['0.81', null, '0.96'],
  numerator: [799_999, null, 95],
  denominator: [1_000_000, null, 100],
};
const words = { value: '数值', range: '范围', counted: '分子 / 分母', gap: '无数据' };
const build = (over: Partial<Series> = {}) =>
  seriesOption({
    series: { ...series, ...over },
    name: '在线率',
    unit: 'ratio',
    gates: [{ value: 80, name: 'S4 80%', threshold: '0.8' }],
    zone: 'Asia/Shanghai',
    words,
    palette,
  });
const tip = (option: ReturnType<typeof build>, dataIndex: number) =>
  (option['tooltip'] as { formatter: (rows: unknown) => string }).formatter([{ dataIndex }]);

describe('the chart of a measure', () => {
  it('plots per cent with gaps and draws each threshold', () => {
    const line = (
      build()['series'] as {
        name: string;
        data: [number, number | null][];
        markLine?: { data: { yAxis: number }[] };
      }[]
    ).at(-1);
    expect(line?.data.map(([, value]) => value)).toEqual([79.9999, null, 95]);
    expect(line?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([80]);
  });

  it('keeps thresholds in sight', () => {
    const axis = build()['yAxis'] as { min: number; max: number };
    expect(axis.min).toBeLessThanOrEqual(70);
    expect(axis.max).toBeGreaterThanOrEqual(96);
    expect(axis.max).toBeLessThanOrEqual(100);
  });

  it('says the exact value beside its threshold, its count and range, or that there is none', () => {
    expect(tip(build(), 0)).toContain('79.9999%');
    expect(tip(build(), 0)).toContain('799999 / 1000000');
    expect(tip(build(), 2)).toContain('94.00% – 96.00%');
    expect(tip(build(), 1)).toContain('无数据');
  });

  it('draws single readings without a range', () => {
    const { min: _min, max: _max, ...single } = series;
    const option = seriesOption({
      series: single,
      name: 'x',
      unit: 'ratio',
      gates: [],
      zone: 'UTC',
      words,
      palette,
    });
    expect((option['series'] as unknown[]).length).toBe(1);
  });
});
