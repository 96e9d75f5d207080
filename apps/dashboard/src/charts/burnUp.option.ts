import type { EChartsCoreOption } from 'echarts/core';
import { pointsText } from '../format/points.js';
import type { BurnUp } from '../live/burnUp.js';
import { gateLine, stroke, timeFrame, tipMarkup } from './frame.js';
import type { Palette } from './palette.js';

export interface BurnUpInput {
  readonly burnUp: BurnUp;
  readonly words: {
    readonly reached: string;
    readonly due: string;
    readonly scope: string;
    readonly today: string;
  };
  readonly palette: Palette;
}

const SCALE = 10_000;
const LINE = { type: 'line', step: 'end', symbol: 'none' } as const;

/** Draws what is reached of all targets against what is due, up to the line of all that is aimed at. */
export function burnUpOption(input: BurnUpInput): EChartsCoreOption {
  const { burnUp, words, palette } = input;
  const { times, reached, due, scope } = burnUp;
  const frame = timeFrame(palette, (rows) => tip(input, rows[0]?.dataIndex ?? 0));
  const column = (cells: readonly (number | null)[]) =>
    times.map((time, index) => [time, toAxis(cells[index] ?? null)]);
  const accent = { color: palette.accent, width: stroke(palette, 2) };
  return {
    ...frame,
    yAxis: { ...frame.yAxis, ...bounds(burnUp) },
    series: [
      {
        ...{ ...LINE, name: words.due, data: column(due), itemStyle: { color: palette.text2 } },
        lineStyle: { color: palette.text2, width: stroke(palette, 1.5), type: [6, 4] },
      },
      {
        ...{ ...LINE, name: words.reached, data: column(reached), itemStyle: { color: palette.accent } },
        ...{ lineStyle: accent, areaStyle: { color: palette.accent, opacity: 0.12, origin: 'start' } },
        markLine: {
          ...{ symbol: 'none', silent: true },
          data: [gateLine(scope / SCALE, words.scope, palette), ...todayLine(input)],
        },
      },
    ],
  };
}

function todayLine({ burnUp: { times, reached }, words, palette }: BurnUpInput) {
  const place = reached.findLastIndex((cell) => cell !== null);
  if (place < 0) return [];
  const label = { formatter: words.today, color: palette.text2, fontFamily: palette.family };
  return [
    {
      ...{ xAxis: times[place] ?? 0, name: words.today },
      lineStyle: { color: palette.text3, type: 'dotted', width: stroke(palette, 1) },
      label: { ...label, position: 'end', distance: 1, fontSize: 0.6875 * palette.rem },
    },
  ];
}

// Targets are a part of 100 points; the axis shows where they lie.
function bounds({ reached, due, scope }: BurnUp): { readonly min: number; readonly max: number } {
  const standing = [...reached, ...due].filter((cell) => cell !== null);
  const least = Math.min(scope, ...standing) / SCALE;
  const margin = Math.max(0.5, (scope / SCALE - least) * 0.15);
  return { min: Math.max(0, Math.floor(least - margin)), max: Math.ceil(scope / SCALE + margin) };
}

function tip({ burnUp, words }: BurnUpInput, index: number): string {
  const time = burnUp.times[index];
  if (time === undefined) return '';
  const { reached, due, scope } = burnUp;
  const standing = reached[index] ?? null;
  return tipMarkup(new Date(time).toISOString().slice(0, 10), [
    ...(standing === null ? [] : [[words.reached, pointsText(standing)] as const]),
    [words.due, pointsText(due[index] ?? 0)],
    [words.scope, pointsText(scope)],
  ]);
}

function toAxis(points: number | null): number | null {
  return points === null ? null : points / SCALE;
}
