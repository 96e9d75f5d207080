import type { MeasureUnit } from '@parkpulse/domain';
import type { EChartsCoreOption } from 'echarts/core';
import type { Series } from '../api/types.js';
import { toFraction, toPlotted, valueText } from '../format/ratio.js';
import { timeText, toWallTime } from '../format/time.js';
import { gateLine, timeFrame, tipMarkup } from './frame.js';
import type { Palette } from './palette.js';

export interface SeriesInput {
  readonly series: Series;
  readonly name: string;
  readonly unit: MeasureUnit;
  readonly gates: readonly { readonly value: number; readonly name: string; readonly threshold: string }[];
  readonly zone: string;
  readonly words: { readonly value: string; readonly range: string; readonly counted: string; readonly gap: string };
  readonly palette: Palette;
}

/** Draws a measure over time with its extremes per bucket and every threshold it is judged by. */
export function seriesOption({ series, name, unit, gates, zone, words, palette }: SeriesInput): EChartsCoreOption {
  const times = series.time.map((time) => toWallTime(time, zone));
  const low = (index: number): number | null => toPlotted(series.min?.[index] ?? null, unit);
  const high = (index: number): number | null => toPlotted(series.max?.[index] ?? null, unit);
  const spread = times.map((time, index) => {
    const [least, most] = [low(index), high(index)];
    return [time, least === null || most === null ? null : most - least];
  });
  const quiet = { type: 'line', step: 'end', symbol: 'none', silent: true, stack: 'range', lineStyle: { opacity: 0 } } as const;
  const frame = timeFrame(palette, (rows) => tip({ series, name, unit, gates, zone, words, palette }, rows[0]?.dataIndex ?? 0));
  return {
    ...frame,
    yAxis: {
      ...frame.yAxis,
      ...bounds(series, unit, gates.map(({ value }) => value)),
      axisLabel: { ...frame.yAxis.axisLabel, formatter: unit === 'ratio' ? '{value}%' : '{value}' },
    },
    series: [
      ...(series.min === undefined
        ? []
        : [
            { ...quiet, name: 'low', data: times.map((time, index) => [time, low(index)]) },
            { ...quiet, name: words.range, data: spread, areaStyle: { color: palette.text, opacity: 0.18 } },
          ]),
      {
        type: 'line',
        name: words.value,
        step: 'end',
        symbol: 'none',
        data: times.map((time, index) => [time, toPlotted(series.last[index] ?? null, unit)]),
        lineStyle: { color: palette.accent, width: 2 },
        itemStyle: { color: palette.accent },
        markLine: { symbol: 'none', silent: true, data: gates.map((gate) => gateLine(gate.value, gate.name, palette)) },
      },
    ],
  };
}

// Thresholds stay in sight; a ratio's axis never leaves 0 to 100 % unless its values do.
function bounds(series: Series, unit: MeasureUnit, gates: readonly number[]): { readonly min: number; readonly max: number } {
  const values = [...(series.min ?? series.last), ...(series.max ?? [])].map((text) => toPlotted(text, unit)).filter((value) => value !== null);
  const least = Math.min(...values, ...gates);
  const most = Math.max(...values, ...gates);
  if (!Number.isFinite(least)) return { min: 0, max: unit === 'ratio' ? 100 : 1 };
  const margin = Math.max((most - least) * 0.12, unit === 'ratio' ? 2 : 1);
  return {
    min: Math.max(0, Math.floor(least - margin)),
    max: unit === 'ratio' && most <= 100 ? Math.min(100, Math.ceil(most + margin)) : Math.ceil(most + margin),
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
  const range = [series.min, series.max].map((column) => boundText(column?.[index] ?? null, unit, thresholds));
  if (!range.includes('')) lines.push([words.range, range.join(' – ')]);
  return tipMarkup(heading, lines);
}

function boundText(value: string | null, unit: MeasureUnit, thresholds: readonly string[]): string {
  const fraction = toFraction({ numerator: null, denominator: null, value });
  return fraction === null ? '' : valueText(fraction, unit, thresholds);
}
