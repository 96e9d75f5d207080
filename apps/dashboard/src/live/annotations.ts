import type { Annotation, Trend } from '../api/types.js';
import type { ChartMark } from '../charts/marks.js';

/** A sign per kind, told apart by shape alone. */
export const ANNOTATION_SIGNS: Readonly<Record<Annotation['kind'], string>> = {
  registry: '◇',
  stop_use: '▭',
  maintenance: '▱',
  definition: '△',
};

/** Places annotations in the buckets of a trend; what lies outside is left out. */
export function toMarks(
  items: readonly Annotation[],
  { time }: Pick<Trend, 'time'>,
  textOf: (item: Annotation) => string,
): readonly ChartMark[] {
  const starts = time.map((text) => Date.parse(text));
  const length = (starts[1] ?? Number.POSITIVE_INFINITY) - (starts[0] ?? 0);
  const [first, end] = [starts[0], (starts.at(-1) ?? 0) + length];
  if (first === undefined) return [];
  return items.flatMap((item) => {
    const at = Date.parse(item.at);
    const until = item.to === null ? at : Date.parse(item.to);
    if (until < first || at >= end) return [];
    const index = Math.max(0, bucketAt(starts, at));
    const lasts = item.kind === 'stop_use' || item.kind === 'maintenance';
    const endIndex = lasts ? (item.to === null ? starts.length - 1 : bucketAt(starts, until)) : null;
    return [{ index, endIndex, sign: ANNOTATION_SIGNS[item.kind], text: textOf(item) }];
  });
}

/** The last bucket that begins at or before a moment; -1 before the first. */
function bucketAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
