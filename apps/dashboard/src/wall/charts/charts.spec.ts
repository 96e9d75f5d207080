import { describe, expect, it } from 'vitest';
import { palette } from '../../testing/palette.js';
import { trendOf } from '../../testing/park.js';
import { layersOption } from './layers.option.js';
import { scaleOf, wallTrendOption } from './wallTrend.option.js';

const build = (values: readonly (string | null)[]) =>
  wallTrendOption({
    trend: trendOf('Z', values),
    zone: 'Asia/Shanghai',
    gates: [
      { value: 60, name: '60' },
      { value: 80, name: '80' },
    ],
    palette: { ...palette, rem: 40 },
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
});

describe('the six primaries', () => {
  it('are drawn as shares of their points', () => {
    const option = layersOption({
      trends: [trendOf('P1', ['2.0000', null])],
      maxOf: () => 4,
      zone: 'UTC',
      palette,
    });
    const [series] = option['series'] as { data: [number, number | null][] }[];
    expect(series?.data.map(([, value]) => value)).toEqual([50, null]);
  });
});
