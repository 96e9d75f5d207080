import { LEVELS } from '@parkpulse/domain';
import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../api/types.js';
import { pointsText, toPoints } from '../format/points.js';
import { timeText, toWallTime } from '../format/time.js';
import { gateLine, timeFrame, tipMarkup } from './frame.js';
import type { Palette } from './palette.js';

export interface TrendWords {
  readonly assured: string;
  readonly candidate: string;
  readonly ceiling: string;
  readonly lowest: string;
  readonly highest: string;
  readonly gap: string;
}

export interface TrendGate {
  readonly value: number;
  readonly name: string;
}

export interface TrendInput {
  readonly trend: Trend;
  /** Another period of the same node, laid over this one bucket by bucket. */
  readonly compared?: Trend | null;
  readonly comparedName?: string;
  readonly zone: string;
  readonly gates: readonly TrendGate[];
  readonly words: TrendWords;
  readonly palette: Palette;
}

type Cell = string | null | undefined;

/** Draws a node's trend: the candidate line over the assured–ceiling band, its extremes per bucket, gaps as gaps. */
export function trendOption({ trend, compared = null, comparedName = '', zone, gates, words, palette }: TrendInput): EChartsCoreOption {
  const isLevels = trend.node.startsWith('I');
  const times = trend.time.map((time) => toWallTime(time, zone));
  const column = (cells: readonly Cell[]) => times.map((time, index) => [time, plotted(cells[index])]);
  const between = (low: readonly Cell[], high: readonly Cell[]) =>
    times.map((time, index) => [time, difference(plotted(low[index]), plotted(high[index]))]);
  const quiet = { type: 'line', step: 'end', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } } as const;
  const thin = { type: 'line', step: 'end', symbol: 'none' } as const;
  const frame = timeFrame(palette, (rows) => tip(trend, rows[0]?.dataIndex ?? 0, zone, words));
  return {
    ...frame,
    yAxis: isLevels ? levelAxis(frame.yAxis) : { ...frame.yAxis, scale: true, min: floorOf(trend), max: ceilOf(trend) },
    series: [
      { ...quiet, name: 'band-low', stack: 'band', data: column(trend.assured) },
      { ...quiet, name: words.ceiling, stack: 'band', data: between(trend.assured, trend.ceiling), areaStyle: { color: palette.ceiling, opacity: 0.16 } },
      { ...quiet, name: 'range-low', stack: 'range', data: column(trend.min) },
      { ...quiet, name: words.lowest, stack: 'range', data: between(trend.min, trend.max), areaStyle: { color: palette.text, opacity: 0.22 } },
      { ...thin, name: words.ceiling, data: column(trend.ceiling), lineStyle: { color: palette.ceiling, width: 1, type: 'dotted' }, itemStyle: { color: palette.ceiling } },
      { ...thin, name: words.assured, data: column(trend.assured), lineStyle: { color: palette.assured, width: 1.5 }, itemStyle: { color: palette.assured } },
      {
        ...thin,
        name: words.candidate,
        data: column(trend.candidate),
        lineStyle: { color: palette.text, width: 2 },
        itemStyle: { color: palette.text },
        markLine: { symbol: 'none', silent: true, data: gates.map(({ value, name }) => gateLine(value, name, palette)) },
      },
      ...(compared === null ? [] : [comparedLine(compared, times, comparedName, palette)]),
    ],
  };
}

function comparedLine(compared: Trend, times: readonly number[], name: string, palette: Palette) {
  return {
    type: 'line',
    step: 'end',
    symbol: 'none',
    name,
    data: times.map((time, index) => [time, plotted(compared.candidate[index])]),
    lineStyle: { color: palette.accent, width: 1.5, type: 'dashed' },
    itemStyle: { color: palette.accent },
  } as const;
}

/** A number for the axis: points, or 1 to 5 for a level; null in a gap. */
export function plotted(cell: Cell): number | null {
  if (cell === null || cell === undefined) return null;
  return cell.startsWith('S') ? Number(cell.slice(1)) : Number(cell);
}

function difference(low: number | null, high: number | null): number | null {
  return low === null || high === null ? null : high - low;
}

function levelAxis(axis: ReturnType<typeof timeFrame>['yAxis']) {
  const formatter = (value: number): string => LEVELS[value - 1] ?? '';
  return { ...axis, min: 0, max: 5.4, interval: 1, axisLabel: { ...axis.axisLabel, formatter, showMaxLabel: false } };
}

function floorOf(trend: Trend): number {
  const values = trend.assured.map(plotted).filter((value) => value !== null);
  const least = values.length === 0 ? 0 : Math.min(...values);
  return Math.max(0, Math.floor(least / 5) * 5 - (least > 5 ? 5 : 0));
}

function ceilOf(trend: Trend): number | undefined {
  const values = trend.ceiling.map(plotted).filter((value) => value !== null);
  const most = values.length === 0 ? 100 : Math.max(...values);
  return most > 50 ? Math.min(100, Math.ceil(most / 5) * 5) : undefined;
}

function tip(trend: Trend, index: number, zone: string, words: TrendWords): string {
  const time = trend.time[index];
  if (time === undefined) return '';
  const heading = timeText(time, 'minute', { zone });
  if (trend.candidate[index] === null) return tipMarkup(heading, [[words.gap, '']]);
  const text = (cell: Cell): string => (cell === null || cell === undefined ? '–' : cell.startsWith('S') ? cell : pointsText(toPoints(cell)));
  return tipMarkup(heading, [
    [words.ceiling, text(trend.ceiling[index])],
    [words.candidate, text(trend.candidate[index])],
    [words.assured, text(trend.assured[index])],
    ...(trend.min[index] === trend.max[index]
      ? []
      : ([
          [words.lowest, text(trend.min[index])],
          [words.highest, text(trend.max[index])],
        ] as const)),
  ]);
}
