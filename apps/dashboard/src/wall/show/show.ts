import type { WallAlert } from '../alarm/takeover.js';
import type { WallFigures } from '../data/figures.js';
import type { WallPicture } from '../data/picture.js';

/** What tiles draw from. `moment` is the server's time, turned every ten seconds. */
export interface Show {
  readonly picture: WallPicture;
  readonly figures: WallFigures | null;
  readonly alerts: readonly WallAlert[];
  readonly moment: number;
  readonly zone: string;
  /** Visitors look on: no names of enterprises and sources. */
  readonly isMasked: boolean;
}

/** Room inside a tile, in units of the smallest type. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** How many rows of a height fit; never a part of one. */
export function rowsIn({ height }: TileSize, rowHeight: number): number {
  return Math.max(0, Math.floor((height + 0.01) / rowHeight));
}
