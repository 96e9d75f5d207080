import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../../api/types.js';
import type { Palette } from '../../charts/palette.js';
import { plotted, type TrendGate } from '../../charts/trend.option.js';
import { toWallTime } from '../../format/time.js';
import { axisTimes, lineWidth, wallFrame } from './wallFrame.js';

export interface WallTrendInput {
  readonly trend: Trend;
  readonly zone: string;
  /** The two lines of the grades; drawn where they come into sight. */
  readonly gates: readonly TrendGate[];
  readonly palette: Palette;
  /** A low chart has room for the bounds of its scale only. */
  readonly isLow: boolean;
}

const DAY = 86_400_000;
/** The least height of the scale, in points: a calm score looks calm. */
const LEAST_RANGE = 4;

/** Draws a score over time for the far end of a room: one line, its extremes per bucket, gaps as gaps. */
export function wallTrendOption({ trend, zone, gates, palette, isLow }: WallTrendInput): EChartsCoreOption {
  const times = trend.time.map((time) => toWallTime(time, zone));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const scale = scaleOf(trend);
  const frame = wallFrame(palette);
  const quiet = { type: 'line', step: 'end', symbol: 'none', silent: true } as const;
  const column = (cells: Trend['min']) => times.map((time, index) => [time, plotted(cells[index])]);
  return {
    ...frame,
    xAxis: {
      ...frame.xAxis,
      axisLabel: { ...frame.xAxis.axisLabel, formatter: axisTimes((last - first) / DAY) },
    },
    yAxis: { ...frame.yAxis, ...scale, ...(isLow && { interval: scale.max - scale.min }) },
    series: [
      { ...quiet, name: 'low', stack: 'range', data: column(trend.min), lineStyle: { opacity: 0 } },
      {
        ...quiet,
        name: 'range',
        stack: 'range',
        data: times.map((time, index) => [time, heightOf(trend, index)]),
        lineStyle: { opacity: 0 },
        areaStyle: { color: palette.text, opacity: 0.2 },
      },
      {
        ...quiet,
        name: 'candidate',
        data: column(trend.candidate),
        lineStyle: { color: palette.text, width: lineWidth(palette) },
        itemStyle: { color: palette.text },
        markLine: {
          symbol: 'none',
          silent: true,
          data: gates
            .filter(({ value }) => value >= scale.min && value <= scale.max)
            .map(({ value, name }) => gateOf(value, isLow ? '' : name, palette)),
        },
      },
    ],
  };
}

function heightOf({ min, max }: Trend, index: number): number | null {
  const [low, high] = [plotted(min[index]), plotted(max[index])];
  return low === null || high === null ? null : high - low;
}

function gateOf(value: number, name: string, palette: Palette) {
  return {
    yAxis: value,
    lineStyle: { color: palette.text2, type: 'dashed', width: lineWidth(palette, 0.06) },
    label: {
      formatter: name,
      position: 'insideStartTop',
      color: palette.text2,
      fontSize: palette.rem,
      fontFamily: palette.family,
    },
  } as const;
}

const STEPS = [1, 2, 5, 10, 20, 50] as const;
const MOST_STEPS = 4;

/** Bounds around what was on few round steps, never outside 0 to 100. */
export function scaleOf({ min, max }: Pick<Trend, 'min' | 'max'>): {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
} {
  const values = [...min, ...max].map(plotted).filter((value) => value !== null);
  if (values.length === 0) return { min: 0, max: 100, interval: 50 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((LEAST_RANGE - (high - low)) / 2, 0.08 * (high - low));
  const [from, to] = [Math.max(0, low - margin), Math.min(100, high + margin)];
  const bounds = (step: number) => ({
    min: Math.floor(from / step) * step,
    max: Math.ceil(to / step) * step,
    interval: step,
  });
  return (
    STEPS.map(bounds).find((scale) => (scale.max - scale.min) / scale.interval <= MOST_STEPS) ?? bounds(50)
  );
}
