import { describe, expect, it } from 'vitest';
import { palette } from '../../testing/palette.js';
import { trendOf } from '../../testing/park.js';
import { layersOption } from './layers.option.js';
import { freestSpot } from './gateLine.js';
import { timeTicks } from './timeTicks.js';
import { scaleOf } from './trendScale.js';
import { wallTrendOption } from './wallTrend.option.js';

const build = (values: readonly (string | null)[]) =>
  wallTrendOption({
    trend: trendOf('Z', values),
    zone: 'Asia/Shanghai',
    gates: [
      { value: 60, name: '60' },
      { value: 80, name: '80' },
    ],
    palette: { ...palette, rem: 40 },
    width: 30,
    isLow: false,
  });

describe('a trend for the wall', () => {
  it('keeps every text at the smallest allowed type, does not move and has no tooltip', () => {
    const sizes = [...JSON.stringify(build(['61.0000', '79.9975'])).matchAll(/"fontSize":(\d+)/g)].map(
      ([, px]) => Number(px),
    );
    expect(Math.min(...sizes)).toBe(40);
    expect(build(['61.0000'])).toMatchObject({ animation: false, tooltip: { show: false } });
  });

  it('shows gaps as gaps and a grade line only where it is in sight', () => {
    const series = build(['58.0000', null, '62.0000'])['series'] as {
      data: unknown[][];
      markLine?: { data: { yAxis: number }[] };
    }[];
    expect(series[2]?.data.map(([, value]) => value)).toEqual([58, null, 62]);
    expect(series[2]?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([60]);
  });

  it('looks calm while the score is calm, and stays within 0 to 100', () => {
    expect(scaleOf(trendOf('Z', ['62.4375', '62.4375']))).toEqual({ min: 60, max: 66, interval: 2 });
    expect(scaleOf(trendOf('Z', ['99.9000']))).toEqual({ min: 97, max: 100, interval: 1 });
    expect(scaleOf(trendOf('Z', [null]))).toEqual({ min: 0, max: 100, interval: 50 });
  });

  it('is not flattened by the bucket in which its history begins', () => {
    const history = trendOf('Z', ['66.0000', '69.0000', '71.0000', '70.0000']);
    const min = ['2.0000', ...history.min.slice(1)];
    expect(scaleOf({ ...history, min }).min).toBeGreaterThan(60);
    expect(scaleOf({ ...history, min: [...history.min.slice(0, 3), '20.0000'] }).min).toBeLessThan(20);
  });

  it('names the line of a grade where the score does not run', () => {
    const scale = { min: 60, max: 100, interval: 10 };
    const rising = Array.from({ length: 20 }, (_, index) => 61 + index);
    expect(freestSpot(80, { values: rising, scale })).toBe('insideStartTop');
    expect(freestSpot(60, { values: rising, scale })).toBe('insideEndTop');
    expect(freestSpot(60, { values: rising.map(() => 66), scale })).toBe('insideStartTop');
    expect(freestSpot(80, { values: rising.map(() => 84), scale })).toBe('insideStartBottom');
  });

  it('marks even dates, as many as fit', () => {
    const day = 86_400_000;
    const [first, last] = [Date.UTC(2026, 9, 25, 7), Date.UTC(2026, 10, 24, 7)];
    const marks = timeTicks(first, last, 30).map((time) => new Date(time).toISOString().slice(0, 16));
    expect(marks).toEqual(
      ['10-30', '11-04', '11-09', '11-14', '11-19', '11-24'].map((date) => `2026-${date}T00:00`),
    );
    expect(timeTicks(last - day, last, 30).map((time) => new Date(time).getUTCHours())).toEqual([
      8, 12, 16, 20, 0, 4,
    ]);
  });
});

describe('the six primaries', () => {
  it('are drawn as shares of their points', () => {
    const option = layersOption({
      trends: [trendOf('P1', ['2.0000', null])],
      maxOf: () => 4,
      zone: 'UTC',
      palette,
      width: 20,
    });
    const [series] = option['series'] as { data: [number, number | null][] }[];
    expect(series?.data.map(([, value]) => value)).toEqual([50, null]);
  });
});
