import type { Point } from './mapLabels.js';

/** The convex hull of points, as the path of an outline; empty for fewer than three. */
export function outlineOf(points: readonly Point[]): string {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return '';
  const corners = [...half(sorted), ...half([...sorted].reverse())];
  return `M${corners.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`;
}

// One side of the hull (Andrew's monotone chain), without its last corner, with which the other side begins.
function half(points: readonly Point[]): readonly Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    while (chain.length > 1 && !turnsLeft(chain.at(-2), chain.at(-1), point)) chain.pop();
    chain.push(point);
  }
  return chain.slice(0, -1);
}

function turnsLeft(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (a === undefined || b === undefined) return true;
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}

export interface ScaleBar {
  readonly metres: number;
  /** In units. */
  readonly length: number;
}

const LENGTHS = [5000, 2000, 1000, 500, 200, 100, 50, 20] as const;

/** A round distance that is at most so long; null where even the shortest would be longer. */
export function scaleBar(unitsPerMetre: number, most: number): ScaleBar | null {
  const metres = LENGTHS.find((length) => length * unitsPerMetre <= most);
  return metres === undefined ? null : { metres, length: metres * unitsPerMetre };
}
