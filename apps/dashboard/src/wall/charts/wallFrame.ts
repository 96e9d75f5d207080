import type { Palette } from '../../charts/palette.js';

/** What charts of a wall share: type no smaller than the wall's unit, nothing that moves or waits for a pointer. */
export function wallFrame(palette: Palette) {
  const label = { color: palette.text2, fontSize: palette.rem, fontFamily: palette.family };
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: palette.family },
    aria: { enabled: true, decal: { show: true } },
    tooltip: { show: false },
    grid: {
      left: 3.6 * palette.rem,
      right: 0.6 * palette.rem,
      top: 0.8 * palette.rem,
      bottom: 1.9 * palette.rem,
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: palette.lineStrong } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...label,
        margin: 0.45 * palette.rem,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
      },
    },
    yAxis: {
      type: 'value',
      axisLabel: { ...label, margin: 0.5 * palette.rem },
      splitLine: { lineStyle: { color: palette.line, width: Math.max(1, palette.rem / 20) } },
      splitNumber: 3,
    },
  } as const;
}

/** Dates or hours under an axis, by how long it is. */
export function axisTimes(days: number) {
  const [hour, day] = ['{HH}:{mm}', '{MM}-{dd}'];
  return days <= 2
    ? { year: hour, month: hour, day: hour, hour, minute: hour }
    : { year: day, month: day, day, hour: day, minute: day };
}

/** Lines stay visible from afar: a tenth of the smallest type, at least 2 px. */
export function lineWidth(palette: Palette, share = 0.1): number {
  return Math.max(2, share * palette.rem);
}
