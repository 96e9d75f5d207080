import type { MeasureUnit } from '@parkpulse/domain';
import type { EChartsCoreOption } from 'echarts/core';
import type { Series } from '../api/types.js';
import { toFraction, toPlotted, valueText } from '../format/ratio.js';
import { timeText, toWallTime } from '../format/time.js';
import { gateLine, stroke, timeFrame, tipMarkup } from './frame.js';
import type { Palette } from './palette.js';

export interface SeriesInput {
  readonly series: Series;
  readonly name: string;
  readonly unit: MeasureUnit;
  readonly gates: readonly { readonly value: number; readonly name: string; readonly threshold: string }[];
  readonly zone: string;
  readonly words: {
    readonly value: string;
    readonly range: string;
    readonly counted: string;
    readonly gap: string;
  };
  readonly palette: Palette;
}

/** Draws a measure over time with its extremes per bucket and every threshold it is judged by. */
export function seriesOption(input: SeriesInput): EChartsCoreOption {
  const { series, unit, zone, palette } = input;
  const times = series.time.map((time) => toWallTime(time, zone));
  const frame = timeFrame(palette, (rows) => tip(input, rows[0]?.dataIndex ?? 0));
  const formatter = unit === 'ratio' ? '{value}%' : '{value}';
  return {
    ...frame,
    yAxis: { ...frame.yAxis, ...bounds(input), axisLabel: { ...frame.yAxis.axisLabel, formatter } },
    series: [...rangeArea(input, times), valueLine(input, times)],
  };
}

function rangeArea({ series, unit, words, palette }: SeriesInput, times: readonly number[]) {
  if (series.min === undefined) return [];
  const layer = { type: 'line', step: 'end', symbol: 'none', silent: true, stack: 'range' } as const;
  const lineStyle = { opacity: 0 };
  const low = times.map((_, index) => toPlotted(series.min?.[index] ?? null, unit));
  const spread = times.map((time, index) => {
    const [least, most] = [low[index] ?? null, toPlotted(series.max?.[index] ?? null, unit)];
    return [time, least === null || most === null ? null : most - least];
  });
  const areaStyle = { color: palette.text, opacity: 0.18 };
  return [
    { ...layer, lineStyle, name: 'low', data: times.map((time, index) => [time, low[index]]) },
    { ...layer, lineStyle, name: words.range, data: spread, areaStyle },
  ];
}

function valueLine({ series, unit, gates, words, palette }: SeriesInput, times: readonly number[]) {
  return {
    type: 'line',
    name: words.value,
    step: 'end',
    symbol: 'none',
    data: times.map((time, index) => [time, toPlotted(series.last[index] ?? null, unit)]),
    lineStyle: { color: palette.accent, width: stroke(palette, 2) },
    itemStyle: { color: palette.accent },
    markLine: {
      symbol: 'none',
      silent: true,
      data: gates.map((gate) => gateLine(gate.value, gate.name, palette)),
    },
  };
}

// Thresholds stay in sight; a ratio's axis never leaves 0 to 100 % unless its values do.
function bounds({ series, unit, gates }: SeriesInput): { readonly min: number; readonly max: number } {
  const columns = [...(series.min ?? series.last), ...(series.max ?? [])];
  const values = columns.map((text) => toPlotted(text, unit)).filter((value) => value !== null);
  const marks = [...values, ...gates.map(({ value }) => value)];
  if (marks.length === 0) return { min: 0, max: unit === 'ratio' ? 100 : 1 };
  const [least, most] = [Math.min(...marks), Math.max(...marks)];
  const margin = Math.max((most - least) * 0.12, unit === 'ratio' ? 2 : 1);
  const top = Math.ceil(most + margin);
  return {
    min: Math.max(0, Math.floor(least - margin)),
    max: unit === 'ratio' && most <= 100 ? Math.min(100, top) : top,
  };
}

function tip({ series, name, unit, gates, zone, words }: SeriesInput, index: number): string {
  const time = series.time[index];
  if (time === undefined) return '';
  const heading = timeText(time, 'minute', { zone });
  const numerator = series.numerator[index] ?? null;
  const denominator = series.denominator[index] ?? null;
  const fraction = toFraction({ numerator, denominator, value: series.last[index] ?? null });
  if (fraction === null) return tipMarkup(heading, [[name, words.gap]]);
  const thresholds = gates.map(({ threshold }) => threshold);
  const lines: [string, string][] = [[name, valueText(fraction, unit, thresholds)]];
  if (denominator !== null) lines.push([words.counted, `${numerator} / ${denominator}`]);
  const range = [series.min, series.max].map((column) =>
    boundText(column?.[index] ?? null, unit, thresholds),
  );
  if (!range.includes('')) lines.push([words.range, range.join(' – ')]);
  return tipMarkup(heading, lines);
}

function boundText(value: string | null, unit: MeasureUnit, thresholds: readonly string[]): string {
  const fraction = toFraction({ numerator: null, denominator: null, value });
  return fraction === null ? '' : valueText(fraction, unit, thresholds);
}
