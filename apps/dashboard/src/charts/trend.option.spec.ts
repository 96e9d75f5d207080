// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { palette } from '../testing/palette.js';
import { trendOf } from '../testing/park.js';
import { trendOption, type TrendInput } from './trend.option.js';

const words = {
  assured: '保底',
  candidate: '候选',
  ceiling: '上限',
  lowest: '最低',
  highest: '最高',
  gap: '无数据',
};
const input = (over: Partial<TrendInput> = {}): TrendInput => ({
  trend: {
    ...trendOf('Z', ['70.0000', null, '79.9975']),
    assured: ['60.0000', null, '65.0000'],
    ceiling: ['90.0000', null, '92.5000'],
    min: ['70.0000', null, '71.0000'],
    max: ['70.0000', null, '80.0000'],
  },
  zone: 'Asia/Shanghai',
  gates: [
    { value: 60, name: '提升级 60' },
    { value: 80, name: '智慧级 80' },
  ],
  words,
  palette,
  ...over,
});
interface Drawn {
  readonly name: string;
  readonly data: readonly (readonly [number, number | null])[];
  readonly connectNulls?: boolean;
  readonly step: string;
  readonly lineStyle: { readonly color?: string };
  readonly markLine?: { readonly data: readonly { readonly yAxis: number }[] };
}
const drawn = (option: ReturnType<typeof trendOption>): readonly Drawn[] =>
  option['series'] as unknown as readonly Drawn[];
const lineOf = (option: ReturnType<typeof trendOption>, name: string) =>
  drawn(option)
    .filter((series) => series.name === name)
    .at(-1);
const tipOf = (option: ReturnType<typeof trendOption>, index: number) =>
  (option['tooltip'] as { formatter: (rows: unknown) => string }).formatter([
    { dataIndex: index, seriesName: '' },
  ]);

describe('the trend chart', () => {
  it('draws the band from assured to ceiling around the candidate line', () => {
    const option = trendOption(input());
    expect(lineOf(option, '候选')?.data.map(([, value]) => value)).toEqual([70, null, 79.9975]);
    expect(drawn(option)[0]?.data.map(([, value]) => value)).toEqual([60, null, 65]);
    expect(drawn(option)[1]?.data.map(([, value]) => value)).toEqual([30, null, 27.5]);
  });

  it('leaves gaps as gaps', () => {
    expect(drawn(trendOption(input())).every(({ connectNulls }) => connectNulls !== true)).toBe(true);
  });

  it('puts local hours on its axis and steps between values', () => {
    const line = lineOf(trendOption(input()), '候选');
    expect(new Date(line?.data[0]?.[0] ?? 0).toISOString()).toBe('2026-11-24T08:00:00.000Z');
    expect(line?.step).toBe('end');
  });

  it('draws the grade lines', () => {
    expect(lineOf(trendOption(input()), '候选')?.markLine?.data.map(({ yAxis }) => yAxis)).toEqual([60, 80]);
  });

  it('says exact points, extremes and gaps in its tooltip', () => {
    const option = trendOption(input());
    expect(tipOf(option, 2)).toContain('79.9975');
    expect(tipOf(option, 2)).toContain('最低');
    expect(tipOf(option, 0)).not.toContain('最低');
    expect(tipOf(option, 1)).toContain('无数据');
    expect(tipOf(option, 99)).toBe('');
  });

  it('never uses red or green for a score', () => {
    const colours = drawn(trendOption(input()))
      .map(({ lineStyle }) => lineStyle.color)
      .filter((colour) => colour !== undefined);
    expect(colours.every((colour) => [palette.text, palette.assured, palette.ceiling].includes(colour))).toBe(
      true,
    );
  });

  it('draws levels on their own axis', () => {
    const option = trendOption(input({ trend: trendOf('I10', ['S3', 'S4']), gates: [] }));
    const axis = option['yAxis'] as { axisLabel: { formatter: (value: number) => string }; max: number };
    expect([1, 5, 6].map(axis.axisLabel.formatter)).toEqual(['S1', 'S5', '']);
    expect(lineOf(option, '候选')?.data.map(([, value]) => value)).toEqual([3, 4]);
    expect(tipOf(option, 1)).toContain('S4');
  });

  it('lays another period over this one bucket by bucket', () => {
    const option = trendOption(input({ compared: [{ name: '对比', cells: ['50.0000', null, '52.0000'] }] }));
    const line = lineOf(option, '对比');
    expect(line?.data.map(([, value]) => value)).toEqual([50, null, 52]);
    expect(line?.data[0]?.[0]).toBe(lineOf(option, '候选')?.data[0]?.[0]);
    expect(tipOf(option, 2)).toContain('<span>对比</span><b>52.00</b>');
    expect(tipOf(option, 1)).toContain('<span>对比</span><b>–</b>');
  });

  it('marks what happened once per bucket, and tells of it there', () => {
    const at = (index: number, sign: string, endIndex: number | null = null) => ({
      ...{ index, endIndex, sign },
      text: `${sign}${index}`,
    });
    const marks = [at(0, '◇'), at(0, '◇'), at(0, '□'), at(1, '▭', 2)];
    const option = trendOption(input({ marks }));
    const line = lineOf(option, '候选') as unknown as {
      markLine: { data: { name: string; xAxis?: number }[] };
      markArea: { data: { xAxis: number }[][] };
      data: [number, number][];
    };
    expect(line.markLine.data.slice(2).map(({ name, xAxis }) => [name, xAxis])).toEqual([
      ['◇□', line.data[0]?.[0]],
      ['▭', line.data[1]?.[0]],
    ]);
    expect(line.markArea.data).toEqual([[{ xAxis: line.data[1]?.[0] }, { xAxis: line.data[2]?.[0] }]]);
    expect(tipOf(option, 0)).toContain('□0');
    expect(tipOf(option, 2)).toContain('▭1');
    expect(tipOf(option, 2)).not.toContain('◇0');
    const many = Array.from({ length: 7 }, () => at(0, '◇'));
    expect(tipOf(trendOption(input({ marks: many })), 0)).toContain('+3');
  });

  it('is accessible: description and patterns', () => {
    expect(trendOption(input())['aria']).toMatchObject({ enabled: true, decal: { show: true } });
  });
});
