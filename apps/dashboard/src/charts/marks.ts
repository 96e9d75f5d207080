import { stroke } from './frame.js';
import type { Palette } from './palette.js';

/** Something that happened, as a time chart marks it. */
export interface ChartMark {
  /** The bucket it falls into. */
  readonly index: number;
  /** The bucket it ends in, for what lasts; null for an instant. */
  readonly endIndex: number | null;
  readonly sign: string;
  readonly text: string;
}

/** Beyond this many in one bucket the rest are counted. */
const MOST_LINES = 4;

/** Thin vertical lines where things happened, one per bucket, with their signs above the grid. */
export function markLines(marks: readonly ChartMark[], times: readonly number[], palette: Palette) {
  const byBucket = new Map<number, string[]>();
  for (const { index, sign } of marks) {
    const signs = byBucket.get(index) ?? [];
    if (!signs.includes(sign)) signs.push(sign);
    byBucket.set(index, signs);
  }
  return [...byBucket].map(([index, signs]) => ({
    xAxis: times[index] ?? 0,
    name: signs.join(''),
    lineStyle: { color: palette.text3, type: 'dotted', width: stroke(palette, 1), opacity: 0.8 },
    label: {
      formatter: signs.join(''),
      position: 'end',
      distance: 1,
      color: palette.text2,
      fontSize: 0.6875 * palette.rem,
      fontFamily: palette.family,
    },
  }));
}

/** Faint bands over the time that something lasted. */
export function markAreas(marks: readonly ChartMark[], times: readonly number[], palette: Palette) {
  const data = marks.flatMap(({ index, endIndex }) =>
    endIndex === null || endIndex <= index ? [] : [[{ xAxis: times[index] }, { xAxis: times[endIndex] }]],
  );
  return { silent: true, itemStyle: { color: palette.text, opacity: 0.06 }, data };
}

/** What a tooltip says of a bucket's marks. */
export function markTips(
  marks: readonly ChartMark[],
  index: number,
): readonly (readonly [name: string, value: string])[] {
  const here = marks.filter((mark) =>
    mark.endIndex === null ? mark.index === index : mark.index <= index && index <= mark.endIndex,
  );
  const shown = here.slice(0, MOST_LINES).map(({ sign, text }) => [`${sign} ${text}`, ''] as const);
  return here.length > MOST_LINES ? [...shown, [`+${here.length - MOST_LINES}`, '']] : shown;
}
