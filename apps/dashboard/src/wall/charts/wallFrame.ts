import type { Palette } from '../../charts/palette.js';
import { tickText, timeTicks } from './timeTicks.js';

/** Room beside and under the drawing, in units: for the labels of the axes. */
const GRID = { left: 3.6, right: 1.6, top: 0.8, bottom: 1.9 } as const;

/** What charts of a wall share: type no smaller than the wall's unit, nothing that moves or waits for a pointer. */
export function wallFrame(palette: Palette) {
  const { rem } = palette;
  const label = { color: palette.text2, fontSize: rem, fontFamily: palette.family };
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: palette.family },
    aria: { enabled: true, decal: { show: true } },
    tooltip: { show: false },
    grid: {
      left: GRID.left * rem,
      right: GRID.right * rem,
      top: GRID.top * rem,
      bottom: GRID.bottom * rem,
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...label, margin: 0.45 * rem, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      axisLabel: { ...label, margin: 0.5 * rem },
      splitLine: { lineStyle: { color: palette.line, width: Math.max(1, rem / 20) } },
      splitNumber: 3,
    },
  } as const;
}

/** The axis of a drawing over wall times, so wide in units: even marks, none that its box would cut. */
export function timeAxis(palette: Palette, times: readonly number[], width: number) {
  const { xAxis } = wallFrame(palette);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const customValues = timeTicks(first, last, width - GRID.left - GRID.right);
  return {
    ...xAxis,
    axisLabel: { ...xAxis.axisLabel, customValues, formatter: tickText(first, last) },
  };
}

/** Lines stay visible from afar: a tenth of the smallest type, at least 2 px. */
export function lineWidth(palette: Palette, share = 0.1): number {
  return Math.max(2, share * palette.rem);
}
