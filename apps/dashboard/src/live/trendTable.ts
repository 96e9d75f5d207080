import type { Annotation, Transition, Trend } from '../api/types.js';
import type { ComparedLine } from '../charts/trend.option.js';
import { timeText } from '../format/time.js';
import type { SheetCell, Table } from '../format/workbook.js';

/** What of a trend is written out: the drawn lines, nothing rounded. */
export interface TrendExport {
  readonly trend: Trend;
  readonly compared: readonly ComparedLine[];
  readonly zone: string;
}

export interface ExportWords {
  readonly time: string;
  readonly utc: string;
  readonly assured: string;
  readonly candidate: string;
  readonly ceiling: string;
  readonly lowest: string;
  readonly highest: string;
}

/** The buckets of a trend as a table: local and UTC start, the three lines, the extremes, what it is compared with. */
export function trendTable(name: string, { trend, compared, zone }: TrendExport, words: ExportWords): Table {
  const columns = [
    [words.assured, trend.assured],
    [words.candidate, trend.candidate],
    [words.ceiling, trend.ceiling],
    [words.lowest, trend.min],
    [words.highest, trend.max],
    ...compared.map(({ name: title, cells }) => [title, cells] as const),
  ] as const;
  return {
    name,
    header: [words.time, words.utc, ...columns.map(([title]) => title)],
    rows: trend.time.map((time, index) => [
      timeText(time, 'minute', { zone }),
      time,
      ...columns.map(([, cells]) => toCell(cells[index])),
    ]),
  };
}

/** Points are exact with four decimals, so a spreadsheet may have them as numbers; levels stay words. */
function toCell(cell: string | null | undefined): SheetCell {
  if (cell === null || cell === undefined) return null;
  return cell.startsWith('S') ? cell : Number(cell);
}

/** The level changes of a span as a table. */
export function transitionTable(
  name: string,
  items: readonly Transition[],
  { zone, header, causeOf, nameOf }: TransitionWords,
): Table {
  return {
    name,
    header,
    rows: items.map(({ at, indicator, from, to, cause, points }) => [
      timeText(at, 'second', { zone }),
      indicator,
      nameOf(indicator),
      from,
      to,
      Number(points),
      causeOf(cause),
    ]),
  };
}

interface TransitionWords {
  readonly zone: string;
  readonly header: readonly string[];
  readonly causeOf: (cause: Transition['cause']) => string;
  readonly nameOf: (indicator: string) => string;
}

/** What happened within a span as a table. */
export function annotationTable(
  name: string,
  items: readonly Annotation[],
  { zone, header, textOf }: AnnotationWords,
): Table {
  const text = (time: string | null): string => (time === null ? '' : timeText(time, 'second', { zone }));
  return {
    name,
    header,
    rows: items.map((item) => [text(item.at), text(item.to), textOf(item), item.ids.join(' ')]),
  };
}

interface AnnotationWords {
  readonly zone: string;
  readonly header: readonly string[];
  readonly textOf: (item: Annotation) => string;
}
