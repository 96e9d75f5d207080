import { LEVELS } from '@parkpulse/domain';
import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../api/types.js';
import { pointsText, toPoints } from '../format/points.js';
import { timeText, toWallTime } from '../format/time.js';
import { gateLine, stroke, timeFrame, tipMarkup } from './frame.js';
import { markAreas, markLines, markTips, type ChartMark } from './marks.js';
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

/** A line laid over the trend: another period of the same node, or another park; one cell per bucket. */
export interface ComparedLine {
  readonly name: string;
  readonly cells: readonly (string | null)[];
}

export interface TrendInput {
  readonly trend: Trend;
  readonly compared?: readonly ComparedLine[];
  readonly marks?: readonly ChartMark[];
  readonly zone: string;
  readonly gates: readonly TrendGate[];
  readonly words: TrendWords;
  readonly palette: Palette;
}

type Cell = string | null | undefined;
type Points = readonly (readonly [time: number, value: number | null])[];

const LINE = { type: 'line', step: 'end', symbol: 'none' } as const;
/** A layer that only carries an area: nothing to hover, no line. */
const LAYER = { ...LINE, silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } } as const;

/** Draws a node's trend: the candidate line over the assured–ceiling band, its extremes per bucket, gaps as gaps. */
export function trendOption(input: TrendInput): EChartsCoreOption {
  const { trend, zone, palette } = input;
  const times = trend.time.map((time) => toWallTime(time, zone));
  const frame = timeFrame(palette, (rows) => tip(input, rows[0]?.dataIndex ?? 0));
  const pointsAxis = { ...frame.yAxis, scale: true, min: floorOf(input), max: ceilOf(input) };
  return {
    ...frame,
    yAxis: trend.node.startsWith('I') ? levelAxis(frame.yAxis) : pointsAxis,
    series: [...areas(input, times), ...lines(input, times), ...comparedLines(input, times)],
  };
}

function areas({ trend, words, palette }: TrendInput, times: readonly number[]) {
  const area = (stack: string, low: readonly Cell[], high: readonly Cell[]) =>
    [column(times, low), spread(times, low, high)].map((data) => ({ ...LAYER, stack, data }));
  const [bandLow, band] = area('band', trend.assured, trend.ceiling);
  const [rangeLow, range] = area('range', trend.min, trend.max);
  return [
    { ...bandLow, name: 'band-low' },
    { ...band, name: words.ceiling, areaStyle: { color: palette.ceiling, opacity: 0.16 } },
    { ...rangeLow, name: 'range-low' },
    { ...range, name: words.lowest, areaStyle: { color: palette.text, opacity: 0.22 } },
  ];
}

function lines({ trend, gates, marks = [], words, palette }: TrendInput, times: readonly number[]) {
  const line = (
    name: string,
    cells: readonly Cell[],
    style: { color: string; width: number; type?: string },
  ) => ({
    ...LINE,
    name,
    data: column(times, cells),
    lineStyle: style,
    itemStyle: { color: style.color },
  });
  const gateLines = gates.map(({ value, name }) => gateLine(value, name, palette));
  return [
    line(words.ceiling, trend.ceiling, { color: palette.ceiling, width: stroke(palette, 1), type: 'dotted' }),
    line(words.assured, trend.assured, { color: palette.assured, width: stroke(palette, 1.5) }),
    {
      ...line(words.candidate, trend.candidate, { color: palette.text, width: stroke(palette, 2) }),
      markLine: { symbol: 'none', silent: true, data: [...gateLines, ...markLines(marks, times, palette)] },
      markArea: markAreas(marks, times, palette),
    },
  ];
}

/** Two at most: a period and a park; dashes tell them apart without colour. */
const DASHES = [
  [6, 4],
  [2, 3],
] as const;

function comparedLines({ compared = [], palette }: TrendInput, times: readonly number[]) {
  return compared.map(({ name, cells }, place) => {
    const color = place === 0 ? palette.accent : (palette.primaries[4] ?? palette.accent);
    const lineStyle = { color, width: stroke(palette, 1.5), type: DASHES[place % DASHES.length] };
    return { ...LINE, name, data: column(times, cells), lineStyle, itemStyle: { color } };
  });
}

function column(times: readonly number[], cells: readonly Cell[]): Points {
  return times.map((time, index) => [time, plotted(cells[index])]);
}

function spread(times: readonly number[], low: readonly Cell[], high: readonly Cell[]): Points {
  return times.map((time, index) => {
    const [least, most] = [plotted(low[index]), plotted(high[index])];
    return [time, least === null || most === null ? null : most - least];
  });
}

/** A number for the axis: points, or 1 to 5 for a level; null in a gap. */
export function plotted(cell: Cell): number | null {
  if (cell === null || cell === undefined) return null;
  return cell.startsWith('S') ? Number(cell.slice(1)) : Number(cell);
}

function levelAxis(axis: ReturnType<typeof timeFrame>['yAxis']) {
  const formatter = (value: number): string => LEVELS[value - 1] ?? '';
  const axisLabel = { ...axis.axisLabel, formatter, showMaxLabel: false };
  return { ...axis, min: 0, max: 5.4, interval: 1, axisLabel };
}

function floorOf({ trend, compared = [] }: TrendInput): number {
  const cells = [trend.assured, ...compared.map((line) => line.cells)].flat();
  const values = cells.map(plotted).filter((value) => value !== null);
  const least = values.length === 0 ? 0 : Math.min(...values);
  return Math.max(0, Math.floor((least - 2) / 10) * 10);
}

function ceilOf({ trend, compared = [] }: TrendInput): number | undefined {
  const cells = [trend.ceiling, ...compared.map((line) => line.cells)].flat();
  const values = cells.map(plotted).filter((value) => value !== null);
  const most = values.length === 0 ? 100 : Math.max(...values);
  return most > 50 ? Math.min(100, Math.ceil(most / 10) * 10) : undefined;
}

function tip({ trend, compared = [], marks = [], zone, words }: TrendInput, index: number): string {
  const time = trend.time[index];
  if (time === undefined) return '';
  const heading = timeText(time, 'minute', { zone });
  const others = compared.map(({ name, cells }) => [name, cellText(cells[index])] as const);
  const happened = markTips(marks, index);
  if (trend.candidate[index] === null) return tipMarkup(heading, [[words.gap, ''], ...others, ...happened]);
  const extremes = [
    [words.lowest, cellText(trend.min[index])],
    [words.highest, cellText(trend.max[index])],
  ] as const;
  return tipMarkup(heading, [
    [words.ceiling, cellText(trend.ceiling[index])],
    [words.candidate, cellText(trend.candidate[index])],
    [words.assured, cellText(trend.assured[index])],
    ...(trend.min[index] === trend.max[index] ? [] : extremes),
    ...others,
    ...happened,
  ]);
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '–';
  return cell.startsWith('S') ? cell : pointsText(toPoints(cell));
}
