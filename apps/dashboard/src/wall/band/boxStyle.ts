import type { Box } from '../layout/areas.js';

/** Puts an element exactly where its box is. */
export function boxStyle({ x, y, width, height }: Box) {
  return {
    position: 'absolute',
    left: `${x}px`,
    top: `${y}px`,
    width: `${width}px`,
    height: `${height}px`,
    overflow: 'hidden',
  } as const;
}
