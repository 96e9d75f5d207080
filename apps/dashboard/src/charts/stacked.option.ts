import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../api/types.js';
import { pointsText, toPoints } from '../format/points.js';
import { timeText, toWallTime } from '../format/time.js';
import { gateLine, timeFrame, tipMarkup } from './frame.js';
import type { Palette } from './palette.js';
import { plotted, type TrendGate } from './trend.option.js';

export interface StackedInput {
  readonly trends: readonly Trend[];
  readonly nameOf: (node: string) => string;
  readonly total: string;
  readonly zone: string;
  readonly gates: readonly TrendGate[];
  readonly palette: Palette;
}

/** Draws the six primaries' stable candidate points as layers that sum to Z. */
export function stackedOption(input: StackedInput): EChartsCoreOption {
  const { palette } = input;
  const frame = timeFrame(palette, (rows) => tip(input, rows[0]?.dataIndex ?? 0));
  return {
    ...frame,
    legend: {
      type: 'scroll',
      top: 0,
      icon: 'roundRect',
      itemWidth: 0.75 * palette.rem,
      itemHeight: 0.75 * palette.rem,
      textStyle: { color: palette.text2, fontSize: 0.75 * palette.rem, fontFamily: palette.family },
    },
    grid: { ...frame.grid, top: 2.6 * palette.rem },
    yAxis: { ...frame.yAxis, min: 0, max: 100 },
    series: layers(input),
  };
}

function layers({ trends, nameOf, zone, gates, palette }: StackedInput) {
  const walls = (trends[0]?.time ?? []).map((time) => toWallTime(time, zone));
  const gateLines = gates.map(({ value, name }) => gateLine(value, name, palette));
  return trends.map((trend, layer) => ({
    type: 'line',
    step: 'end',
    symbol: 'none',
    stack: 'z',
    name: nameOf(trend.node),
    color: palette.primaries[layer],
    lineStyle: { width: 0.5, color: palette.surface },
    areaStyle: { opacity: 0.85 },
    data: walls.map((time, index) => [time, plotted(trend.candidate[index])]),
    ...(layer === trends.length - 1 && { markLine: { symbol: 'none', silent: true, data: gateLines } }),
  }));
}

function tip({ trends, nameOf, total, zone }: StackedInput, index: number): string {
  const time = trends[0]?.time[index];
  if (time === undefined) return '';
  const lines = [...trends].reverse().map((trend) => [nameOf(trend.node), pointsOf(trend, index)] as const);
  return tipMarkup(timeText(time, 'minute', { zone }), [[total, sumText(trends, index)], ...lines]);
}

function pointsOf(trend: Trend, index: number): string {
  const cell = trend.candidate[index];
  return cell === null || cell === undefined ? '–' : pointsText(toPoints(cell));
}

function sumText(trends: readonly Trend[], index: number): string {
  const cells = trends.map(({ candidate }) => candidate[index] ?? null);
  if (cells.some((cell) => cell === null)) return '–';
  return pointsText(cells.reduce((sum, cell) => sum + toPoints(cell ?? '0'), 0));
}
