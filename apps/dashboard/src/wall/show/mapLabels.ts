import { textEm } from './fitText.js';
import type { TileSize } from './show.js';

/** A point of the map, in units from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Label extends Point {
  readonly text: string;
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LINE = 1.25;
/** Labels keep away from the edge of the tile, and from the marks of others, so that it is plain whose they are. */
const EDGE = 0.25;
const AWAY = 0.45;
/** Half of the room of an enterprise's mark, and of a device's. */
const MARK = 0.5;
const DOT = 0.35;

/** Finds places for names: right of their mark, else left, below or above; never over one another or another's mark. */
export class MapLabels {
  private readonly taken: Rect[] = [];

  constructor(
    private readonly size: TileSize,
    private readonly marks: readonly Point[],
    private readonly devices: readonly Point[],
  ) {}

  /** Null where there is no room. A name that must be read may stand closer to others, and over devices. */
  place(text: string, mark: Point, mustBeRead: boolean): Label | null {
    const spots = spotsFor(text, mark).filter((rect) => this.isInside(rect) && !this.isTaken(rect));
    const spot =
      spots.find((rect) => !this.covers(rect, mark, AWAY) && !this.coversDevice(rect)) ??
      (mustBeRead ? spots.find((rect) => !this.covers(rect, mark, 0)) : undefined);
    if (spot === undefined) return null;
    this.taken.push(spot);
    return { text, x: spot.left, y: spot.top };
  }

  private isTaken(rect: Rect): boolean {
    return this.taken.some((other) => overlap(rect, other));
  }

  private covers(rect: Rect, own: Point, distance: number): boolean {
    return this.marks.some((mark) => mark !== own && overlap(rect, around(mark, MARK + distance)));
  }

  private coversDevice(rect: Rect): boolean {
    return this.devices.some((device) => overlap(rect, around(device, DOT)));
  }

  private isInside({ left, top, right, bottom }: Rect): boolean {
    const { width, height } = this.size;
    return left >= EDGE && top >= EDGE && right <= width - EDGE && bottom <= height - EDGE;
  }
}

function spotsFor(text: string, { x, y }: Point): readonly Rect[] {
  const length = textEm(text);
  const corners = [
    [x + 0.8, y - LINE / 2],
    [x - 0.8 - length, y - LINE / 2],
    [x - length / 2, y + 0.65],
    [x - length / 2, y - 0.65 - LINE],
    [x - MARK, y + 0.65],
    [x + MARK - length, y + 0.65],
    [x - MARK, y - 0.65 - LINE],
    [x + MARK - length, y - 0.65 - LINE],
  ] as const;
  return corners.map(([left, top]) => ({ left, top, right: left + length, bottom: top + LINE }));
}

function around({ x, y }: Point, half: number): Rect {
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
