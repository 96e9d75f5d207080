import { boxOf, type Areas, type Box } from './areas.js';
import type { Track } from './cut.js';

/** A tile's wish for room: the hero of a scene gets the largest stretch without a seam, heavier tiles the larger boxes. */
export interface TileWish {
  readonly hero?: 'wide' | 'tall';
  readonly weight?: number;
}

interface Slot {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

interface Grid {
  readonly columns: readonly Track[];
  readonly rows: readonly Track[];
}

/** The most tiles of a scene (W2). */
export const MOST_TILES = 7;

/** How many tiles a scene can have here: as many as the grid has places, never more than seven. */
export function placesOn({ columns, rows }: Grid): number {
  return Math.min(MOST_TILES, columns.length * rows.length);
}

/** Whether a tile may stand over two rows: there are two, and no seam between. */
export function isTall({ rows }: Grid): boolean {
  return rows.length > 1 && rows[1]?.startSeam === null;
}

/** Gives each tile its box, in the order of the tiles. Tiles never lie across a seam; there may be fewer boxes than tiles. */
export function stageBoxes(areas: Areas, tiles: readonly TileWish[], unit: number): readonly (Box | null)[] {
  const slots = slotsFor(areas, tiles);
  const boxes = slots.map((slot) => boxOfSlot(areas, slot, unit));
  const shown = tiles.map((tile, index) => ({ index, weight: weightOf(tile) })).slice(0, boxes.length);
  const free = new Set(boxes);
  const given = new Map<number, Box>();
  for (const { index } of [...shown].sort(
    (one, other) => other.weight - one.weight || one.index - other.index,
  )) {
    const [box] = [...free].sort((one, other) => sizeClass(other) - sizeClass(one));
    if (box === undefined) break;
    free.delete(box);
    given.set(index, box);
  }
  return inOwnOrder(tiles, given);
}

function weightOf({ hero, weight = 1 }: TileWish): number {
  return hero === undefined ? weight : 1000;
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

/** Boxes within about a quarter of each other's area count as alike. */
function sizeClass(box: Box): number {
  return Math.round(Math.log(areaOf(box)) * 4);
}

// Among boxes alike the tiles keep their own order: weight chooses the size, not the place.
function inOwnOrder(tiles: readonly TileWish[], given: ReadonlyMap<number, Box>): readonly (Box | null)[] {
  const bySize = new Map<number, Box[]>();
  for (const box of given.values()) bySize.set(sizeClass(box), [...(bySize.get(sizeClass(box)) ?? []), box]);
  for (const boxes of bySize.values()) boxes.sort((one, other) => one.y - other.y || one.x - other.x);
  return tiles.map((_, index) => {
    const box = given.get(index);
    return box === undefined ? null : (bySize.get(sizeClass(box))?.shift() ?? null);
  });
}

function boxOfSlot({ columns, rows }: Grid, slot: Slot, unit: number): Box {
  return boxOf(joined(columns, slot.column, slot.columns), joined(rows, slot.row, slot.rows), unit);
}

function joined(tracks: readonly Track[], start: number, count: number): Track {
  const [first, last] = [tracks[start], tracks[start + count - 1]];
  if (first === undefined || last === undefined) throw new RangeError('no such track');
  return { from: first.from, to: last.to, startSeam: first.startSeam, endSeam: last.endSeam };
}

function slotsFor(grid: Grid, tiles: readonly TileWish[]): readonly Slot[] {
  const hero = tiles.find((tile) => tile.hero !== undefined)?.hero;
  const heroSlot = hero === undefined ? null : heroOf(grid, hero);
  const rest = grid.rows.flatMap((_, row) =>
    grid.columns.flatMap((__, column) => {
      const slot = { column, row, columns: 1, rows: 1 };
      return heroSlot !== null && overlap(slot, heroSlot) ? [] : [slot];
    }),
  );
  const wished = tiles.length - (heroSlot === null ? 0 : 1);
  const merged = mergeTo(rest, wished, grid);
  return inReadingOrder(heroSlot === null ? merged : [heroSlot, ...merged]);
}

function mergeTo(slots: readonly Slot[], wished: number, grid: Grid): readonly Slot[] {
  let held = slots;
  while (held.length > Math.max(1, wished)) {
    const pairs = held.flatMap((a, index) =>
      held.slice(index + 1).flatMap((b) => joinedSlot(a, b, grid) ?? []),
    );
    const [best] = pairs.sort(
      (a, b) => areaOf(boxOfSlot(grid, a.whole, 1)) - areaOf(boxOfSlot(grid, b.whole, 1)),
    );
    if (best === undefined) break;
    held = [...held.filter((slot) => slot !== best.a && slot !== best.b), best.whole];
  }
  return held;
}

interface Pair {
  readonly a: Slot;
  readonly b: Slot;
  readonly whole: Slot;
}

function joinedSlot(a: Slot, b: Slot, { columns, rows }: Grid): Pair | null {
  if (isBeside(a, b) && columns[b.column]?.startSeam === null)
    return { a, b, whole: { ...a, columns: a.columns + b.columns } };
  if (isAbove(a, b) && rows[b.row]?.startSeam === null)
    return { a, b, whole: { ...a, rows: a.rows + b.rows } };
  return null;
}

function isBeside(a: Slot, b: Slot): boolean {
  return a.row === b.row && a.rows === b.rows && a.column + a.columns === b.column;
}

function isAbove(a: Slot, b: Slot): boolean {
  return a.column === b.column && a.columns === b.columns && a.row + a.rows === b.row;
}

/** The largest stretch without a seam, but not more than two thirds of the stage. */
function heroOf(grid: Grid, shape: 'wide' | 'tall'): Slot {
  const most = Math.max(1, Math.floor((grid.columns.length * grid.rows.length * 2) / 3));
  const runs = runsOf(grid.columns).flatMap(([column, columns]) =>
    runsOf(grid.rows).flatMap(([row, rows]) =>
      within(columns, rows, most).map(([wide, high]) => ({ column, row, columns: wide, rows: high })),
    ),
  );
  const score = (slot: Slot): number => {
    const box = boxOfSlot(grid, slot, 1);
    const favour = (shape === 'wide') === box.width > 2.2 * box.height ? 1.1 : 1;
    return box.width * box.height * favour;
  };
  return runs.reduce((best, slot) => (score(slot) > score(best) + 1 ? slot : best));
}

/** Neighbouring tracks without a seam between: [first, count]. */
function runsOf(tracks: readonly Track[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  tracks.forEach((track, index) => {
    const last = runs.at(-1);
    if (last === undefined || track.startSeam !== null) runs.push([index, 1]);
    else last[1] += 1;
  });
  return runs;
}

function within(columns: number, rows: number, most: number): readonly (readonly [number, number])[] {
  const shapes: [number, number][] = [];
  for (let wide = 1; wide <= columns; wide += 1)
    for (let high = 1; high <= rows; high += 1) if (wide * high <= most) shapes.push([wide, high]);
  return shapes;
}

function overlap(a: Slot, b: Slot): boolean {
  return (
    a.column < b.column + b.columns &&
    b.column < a.column + a.columns &&
    a.row < b.row + b.rows &&
    b.row < a.row + a.rows
  );
}

function inReadingOrder(slots: readonly Slot[]): readonly Slot[] {
  return [...slots].sort((a, b) => a.row - b.row || a.column - b.column);
}
