import type { Palette } from './palette.js';

/** What all our time charts share: grid, axes, tooltip box, accessible description, decals. */
export function timeFrame(palette: Palette, formatter: (rows: readonly TipRow[]) => string) {
  const label = { color: palette.text3, fontSize: 0.75 * palette.rem, fontFamily: palette.family };
  return {
    useUTC: true,
    textStyle: { fontFamily: palette.family },
    aria: { enabled: true, decal: { show: true, decals: decals(palette) } },
    grid: {
      left: 3 * palette.rem,
      right: 1 * palette.rem,
      top: 1.2 * palette.rem,
      bottom: 1.8 * palette.rem,
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...label, hideOverlap: true, formatter: AXIS_TIMES },
    },
    yAxis: {
      type: 'value',
      axisLabel: label,
      splitLine: { lineStyle: { color: palette.line, width: stroke(palette, 1) } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: palette.raised,
      borderColor: palette.lineStrong,
      padding: [8, 12],
      textStyle: { color: palette.text, fontSize: 0.8125 * palette.rem, fontFamily: palette.family },
      axisPointer: { type: 'line', lineStyle: { color: palette.text3, type: 'solid' } },
      formatter: (rows: unknown) => formatter(rows as readonly TipRow[]),
    },
    toolbox: { itemSize: 0, feature: { dataZoom: { yAxisIndex: 'none', filterMode: 'none' } } },
  } as const;
}

/** A line width that grows with the type on large screens. */
export function stroke(palette: Palette, width: number): number {
  return (width * palette.rem) / 16;
}

/** Faint patterns, so that layers are told apart without colour and the chart stays calm. */
function decals({ decal }: Palette) {
  const color = decal;
  return [
    { color, dashArrayX: [1, 0], dashArrayY: [2, 6], symbolSize: 1, rotation: Math.PI / 4 },
    {
      color,
      symbol: 'circle',
      dashArrayX: [
        [8, 8],
        [0, 8, 8, 0],
      ],
      dashArrayY: [6, 0],
      symbolSize: 0.5,
    },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 6], symbolSize: 1, rotation: -Math.PI / 4 },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 8], symbolSize: 1, rotation: 0 },
    { color, symbol: 'none' },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 6], symbolSize: 1, rotation: Math.PI / 2 },
  ];
}

/** One hovered point of a series, as ECharts hands it to a tooltip. */
export interface TipRow {
  readonly dataIndex: number;
  readonly seriesName: string;
}

const AXIS_TIMES = {
  year: '{yyyy}',
  month: '{yyyy}-{MM}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
} as const;

/** A dashed line across the chart at a value, with its word at the right end. */
export function gateLine(value: number, name: string, palette: Palette) {
  return {
    yAxis: value,
    name,
    lineStyle: { color: palette.text2, type: 'dashed', width: stroke(palette, 1) },
    label: {
      formatter: name,
      position: 'insideEndTop',
      color: palette.text2,
      fontSize: 0.75 * palette.rem,
      fontFamily: palette.family,
      backgroundColor: palette.surface,
      padding: [1, 4],
      borderRadius: 3,
    },
  } as const;
}

/** Escapes a text for a tooltip's markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The markup of a tooltip: a heading and lines of name and value. */
export function tipMarkup(
  heading: string,
  lines: readonly (readonly [name: string, value: string])[],
): string {
  const rows = lines.map(([name, value]) => `<p><span>${escaped(name)}</span><b>${escaped(value)}</b></p>`);
  return `<div class="chart-tip"><span>${escaped(heading)}</span>${rows.join('')}</div>`;
}
