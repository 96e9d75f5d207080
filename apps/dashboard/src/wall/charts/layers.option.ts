import type { EChartsCoreOption } from 'echarts/core';
import type { Trend } from '../../api/types.js';
import type { Palette } from '../../charts/palette.js';
import { plotted } from '../../charts/trend.option.js';
import { toWallTime } from '../../format/time.js';
import { lineWidth, timeAxis, wallFrame } from './wallFrame.js';

export interface LayersInput {
  readonly trends: readonly Trend[];
  readonly maxOf: (node: string) => number;
  readonly zone: string;
  readonly palette: Palette;
  /** How wide the drawing is, in units. */
  readonly width: number;
}

/** Dashes that tell lines apart without colour. */
export const DASHES: readonly ('solid' | 'dashed' | 'dotted')[] = [
  'solid',
  'dashed',
  'dotted',
  'solid',
  'dashed',
  'dotted',
];

/** Draws each primary's share of its points over time, so that small and large ones are comparable. */
export function layersOption({ trends, maxOf, zone, palette, width }: LayersInput): EChartsCoreOption {
  const frame = wallFrame(palette);
  const times = (trends[0]?.time ?? []).map((time) => toWallTime(time, zone));
  const share = (trend: Trend, index: number): number | null => {
    const value = plotted(trend.candidate[index]);
    return value === null ? null : (100 * value) / maxOf(trend.node);
  };
  return {
    ...frame,
    xAxis: timeAxis(palette, times, width),
    yAxis: {
      ...frame.yAxis,
      min: 0,
      max: 100,
      interval: 50,
      axisLabel: { ...frame.yAxis.axisLabel, formatter: '{value}%' },
    },
    series: trends.map((trend, order) => ({
      type: 'line',
      step: 'end',
      symbol: 'none',
      silent: true,
      name: trend.node,
      data: trend.time.map((time, index) => [toWallTime(time, zone), share(trend, index)]),
      lineStyle: {
        color: palette.primaries[order] ?? palette.text,
        width: lineWidth(palette, order < 3 ? 0.12 : 0.08),
        type: DASHES[order] ?? 'solid',
      },
      itemStyle: { color: palette.primaries[order] ?? palette.text },
    })),
  };
}
