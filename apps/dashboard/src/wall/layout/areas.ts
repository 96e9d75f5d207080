import type { AspectClass, Canvas, Seam } from './canvas.js';
import { cut, type Track } from './cut.js';

/** A rectangle that no seam runs through and in which text may stand, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Areas {
  readonly header: readonly Box[];
  /** Where the score and what moved it stand: two boxes, one above or beside the other. */
  readonly score: readonly [Box, Box];
  readonly footer: readonly Box[];
  readonly banner: readonly Box[];
  readonly columns: readonly Track[];
  readonly rows: readonly Track[];
  /** Seams that run through a tile, for want of room. */
  readonly crossed: number;
}

interface Measures {
  readonly header: number;
  readonly footer: number;
  /** Height of the strip of the score; null where it stands in a rail at the left. */
  readonly strip: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly rowTarget: number;
}

/** In units. The scenes are composed for tiles of about 32 by 15. */
const TILE_WIDTH = 32;
const LEAST_WIDTH = 15;
const LEAST_HEIGHT = 7.5;
const BANNER = 2.4;
const WIDE: Measures = { header: 3, footer: 2.1, strip: null, columns: 3, rows: 2, rowTarget: 15 };
const MEASURES: Readonly<Record<AspectClass, Measures>> = {
  '16:9': { header: 3, footer: 2.1, strip: 7, columns: 2, rows: 2, rowTarget: 15 },
  '8:3': { ...WIDE, columns: 2 },
  '32:9': WIDE,
  '48:9': WIDE,
  portrait: { header: 5.2, footer: 3.6, strip: 15.5, columns: 1, rows: 3, rowTarget: 12 },
};

/** What decides how a canvas is divided besides its size. */
export interface Occasion {
  /** A banner says that the picture is not live. */
  readonly isLost: boolean;
  /** How wide the disclaimer is, in units. */
  readonly disclaimer: number;
}

/** Divides a canvas into what is always visible and the stage of scenes; nothing that is read lies across a seam. */
export function divide(canvas: Canvas, occasion: Occasion): Areas {
  const { unit } = canvas;
  const { rail, across } = columnsOf(canvas);
  const columns = rail === null ? across.tracks : [rail, ...across.tracks];
  const lines = linesOf(canvas, columns, occasion);
  const down = cut({
    from: lines.stage,
    to: lines.banner,
    seams: canvas.seamsY,
    target: MEASURES[canvas.aspect].rowTarget * unit,
    least: LEAST_HEIGHT * unit,
    most: MEASURES[canvas.aspect].rows,
  });
  const band = (from: number, to: number): readonly Box[] =>
    columns.map((column) => boxOf(column, row(from, to), unit));
  const strip = row(lines.strip, lines.stage);
  return {
    header: band(lines.top, lines.strip),
    banner: occasion.isLost ? band(lines.banner, lines.footer) : [],
    footer: band(lines.footer, lines.bottom),
    score: rail === null ? stripBoxes(columns, strip, unit) : railBoxes(rail, down.tracks, unit),
    columns: across.tracks,
    rows: down.tracks,
    crossed: across.crossed + down.crossed,
  };
}

function columnsOf(canvas: Canvas) {
  const { unit, margin, width, seamsX, aspect } = canvas;
  const rail = MEASURES[aspect].strip === null ? railOf(canvas, margin, width - margin) : null;
  const across = cut({
    from: rail?.to ?? margin,
    to: width - margin,
    seams: seamsX,
    target: TILE_WIDTH * unit,
    least: LEAST_WIDTH * unit,
    most: MEASURES[aspect].columns,
  });
  return { rail, across };
}

/** Where, from above, each band begins. */
function linesOf(canvas: Canvas, columns: readonly Track[], { isLost, disclaimer }: Occasion) {
  const { unit, margin, height, aspect } = canvas;
  const measures = MEASURES[aspect];
  const bottom = height - margin;
  const strip = margin + measures.header * unit;
  const footer = bottom - footerOf(columns, measures, { unit, disclaimer }) * unit;
  return {
    top: margin,
    strip,
    stage: strip + (measures.strip ?? 0) * unit,
    banner: footer - (isLost ? BANNER * unit : 0),
    footer,
    bottom,
  };
}

function row(from: number, to: number): Track {
  return { from, to, startSeam: null, endSeam: null };
}

/** The rectangle of a stretch of columns and rows, less what a seam or a gutter takes. */
export function boxOf(column: Pick<Track, keyof Track>, row: Track, unit: number): Box {
  const inset = (seam: number | null): number =>
    seam === null ? 0.4 * unit : Math.max(0.4 * unit, seam + 0.3 * unit);
  const x = column.from + inset(column.startSeam);
  const y = row.from + inset(row.startSeam);
  return {
    x,
    y,
    width: column.to - inset(column.endSeam) - x,
    height: row.to - inset(row.endSeam) - y,
  };
}

// The rail of the score ends at a seam where one is near.
function railOf({ unit, seamsX }: Canvas, left: number, right: number): Track {
  const seam = seamsX.find(({ at }) => at - left >= 26 * unit && at - left <= 44 * unit);
  const width = right - left < 84 * unit ? 28 : 32;
  return { from: left, to: seam?.at ?? left + width * unit, startSeam: null, endSeam: seam?.half ?? null };
}

// The disclaimer takes as many lines as it needs in its column; nothing of it is ever cut.
function footerOf(
  [first]: readonly Track[],
  { footer, columns }: Measures,
  { unit, disclaimer }: { readonly unit: number; readonly disclaimer: number },
): number {
  const width = first === undefined ? 1 : (first.to - first.from) / unit - 2.3;
  const lines = Math.ceil(disclaimer / width) + (columns === 1 ? 1 : 0);
  return Math.max(footer, lines * 1.25 + 0.9);
}

function stripBoxes(columns: readonly Track[], row: Track, unit: number): readonly [Box, Box] {
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a stage without columns');
  if (first !== last) return [boxOf(first, row, unit), boxOf(last, row, unit)];
  const middle = (row.from + row.to) / 2;
  return [boxOf(first, { ...row, to: middle }, unit), boxOf(first, { ...row, from: middle }, unit)];
}

function railBoxes(rail: Track, rows: readonly Track[], unit: number): readonly [Box, Box] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a stage without rows');
  if (first !== last) return [boxOf(rail, first, unit), boxOf(rail, last, unit)];
  const middle = first.from + 0.52 * (first.to - first.from);
  return [boxOf(rail, { ...first, to: middle }, unit), boxOf(rail, { ...first, from: middle }, unit)];
}

/** Tells whether a box keeps clear of seams along one axis. */
export function isClear(from: number, to: number, seams: readonly Seam[]): boolean {
  return seams.every(({ at, half }) => to <= at - half || from >= at + half);
}
