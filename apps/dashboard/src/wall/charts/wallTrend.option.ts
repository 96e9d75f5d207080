import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../../api/types.js';
import type { Palette } from '../../charts/palette.js';
import { plotted, type TrendGate } from '../../charts/trend.option.js';
import { toWallTime } from '../../format/time.js';
import { gateLine } from './gateLine.js';
import { scaleOf, type Scale } from './trendScale.js';
import { lineWidth, timeAxis, wallFrame } from './wallFrame.js';

export interface WallTrendInput {
  readonly trend: Trend;
  readonly zone: string;
  /** The two lines of the grades; drawn where they come into sight. */
  readonly gates: readonly TrendGate[];
  readonly palette: Palette;
  /** How wide the drawing is, in units. */
  readonly width: number;
  /** A low chart has room for the bounds of its scale only. */
  readonly isLow: boolean;
}

const QUIET = { type: 'line', step: 'end', symbol: 'none', silent: true } as const;

/** Draws a score over time for the far end of a room: one line, its extremes per bucket, gaps as gaps. */
export function wallTrendOption(input: WallTrendInput): EChartsCoreOption {
  const { trend, zone, palette, width, isLow } = input;
  const times = trend.time.map((time) => toWallTime(time, zone));
  const scale = scaleOf(trend);
  const frame = wallFrame(palette);
  return {
    ...frame,
    xAxis: timeAxis(palette, times, width),
    yAxis: { ...frame.yAxis, ...scale, ...(isLow && { interval: scale.max - scale.min }) },
    series: [...extremes(trend, times, palette), scoreLine(input, times, scale)],
  };
}

function extremes(trend: Trend, times: readonly number[], palette: Palette) {
  const hidden = { ...QUIET, stack: 'range', lineStyle: { opacity: 0 } } as const;
  return [
    { ...hidden, name: 'low', data: times.map((time, index) => [time, plotted(trend.min[index])]) },
    {
      ...hidden,
      name: 'range',
      data: times.map((time, index) => [time, heightOf(trend, index)]),
      areaStyle: { color: palette.text, opacity: 0.2 },
    },
  ];
}

function scoreLine({ trend, gates, palette, isLow }: WallTrendInput, times: readonly number[], scale: Scale) {
  const values = times.map((_, index) => plotted(trend.candidate[index]));
  const drawing = { scale, values, palette, isBare: isLow };
  return {
    ...QUIET,
    name: 'candidate',
    data: times.map((time, index) => [time, values[index] ?? null]),
    lineStyle: { color: palette.text, width: lineWidth(palette) },
    itemStyle: { color: palette.text },
    markLine: {
      symbol: 'none',
      silent: true,
      data: gates.map((gate) => gateLine(gate, drawing)).filter((line) => line !== null),
    },
    markPoint: {
      symbol: 'circle',
      symbolSize: 0.6 * palette.rem,
      silent: true,
      label: { show: false },
      data: newest(times, values),
    },
  };
}

// Where the score stands now; nowhere when its newest cell is empty.
function newest(times: readonly number[], values: readonly (number | null)[]) {
  const [time, value] = [times.at(-1), values.at(-1)];
  return time === undefined || value === undefined || value === null ? [] : [{ coord: [time, value] }];
}

function heightOf({ min, max }: Trend, index: number): number | null {
  const [low, high] = [plotted(min[index]), plotted(max[index])];
  return low === null || high === null ? null : high - low;
}
