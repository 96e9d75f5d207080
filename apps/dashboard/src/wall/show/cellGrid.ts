import type { TileSize } from './show.js';

/** How cells fill a tile: `two` lines each, `one` line, or `bare` ids where names find no room. */
export interface CellGrid {
  readonly columns: number;
  readonly rowHeight: number;
  readonly form: 'two' | 'one' | 'bare';
  /** Room for a name, in units. */
  readonly nameEm: number;
}

const GAP = 0.25;
const PADDING = 0.9;
const LEVEL_EM = 1.8;
const MOST_HEIGHT = 4;
/** Less of a name says nothing: three characters of Chinese, twice as much of a word. */
const LEAST_NAME = 3;
export const LEAST_WORD = 6;

interface Names {
  readonly count: number;
  readonly leastName: number;
}

/** An id and a level, side by side. */
const LEAST_WIDTH = 4.3;
const LEAST_HEIGHT = 1.12;

/** Chooses the grid that leaves the most room for names; the height of a cell is bounded so that few cells stay calm. */
export function cellGrid(count: number, { width, height }: TileSize, leastName = LEAST_NAME): CellGrid {
  const grids = Array.from({ length: Math.max(1, count) }, (_, index) =>
    gridOf(index + 1, { count, leastName }, { width, height }),
  );
  const usable = grids.filter(
    ({ rowHeight, columns }) => rowHeight >= LEAST_HEIGHT && width / columns >= LEAST_WIDTH,
  );
  const pool = usable.length > 0 ? usable : grids;
  return pool.reduce((best, grid) => (worth(grid) > worth(best) ? grid : best));
}

function gridOf(columns: number, { count, leastName }: Names, { width, height }: TileSize): CellGrid {
  const rows = Math.ceil(Math.max(1, count) / columns);
  const rowHeight = Math.min(MOST_HEIGHT, height / rows - GAP);
  const inner = width / columns - GAP - PADDING;
  if (rowHeight >= 2.9 && inner >= 3.6) return { columns, rowHeight, form: 'two', nameEm: inner };
  const nameEm = inner - LEVEL_EM;
  return nameEm >= leastName
    ? { columns, rowHeight, form: 'one', nameEm }
    : { columns, rowHeight, form: 'bare', nameEm: inner };
}

// Eight characters of a name say nearly all; more room is worth nothing, low rows look cut, and ids alone are a last resort.
function worth({ form, nameEm, rowHeight }: CellGrid): number {
  const room = form === 'bare' ? Math.min(nameEm, 3) - 4 : Math.min(nameEm, 8);
  return room + Math.min(rowHeight, form === 'two' ? 3.6 : 2.4) * 1.5;
}
