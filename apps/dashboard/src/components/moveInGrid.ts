/** Finds the cell that an arrow key leads to: the nearest one in that direction, by where cells stand on the screen. */
export function nextCell(grid: HTMLElement, key: string): HTMLElement | null {
  const cells = [...grid.querySelectorAll<HTMLElement>('[data-cell]')];
  const current = cells.find((cell) => cell === document.activeElement);
  if (current === undefined) return null;
  if (key === 'Home') return cells[0] ?? null;
  if (key === 'End') return cells.at(-1) ?? null;
  const here = centreOf(current);
  const reachable = cells.flatMap((cell) => {
    const cost = cell === current ? null : costOf(here, centreOf(cell), key);
    return cost === null ? [] : [{ cell, cost }];
  });
  return reachable.sort((a, b) => a.cost - b.cost)[0]?.cell ?? null;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function centreOf(element: HTMLElement): Place {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

// Distance along the key's direction, with a heavy price for leaving the row or column.
function costOf(from: Place, to: Place, key: string): number | null {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  switch (key) {
    case 'ArrowRight':
      return dx > 1 ? dx + 4 * Math.abs(dy) : null;
    case 'ArrowLeft':
      return dx < -1 ? -dx + 4 * Math.abs(dy) : null;
    case 'ArrowDown':
      return dy > 1 ? dy + 4 * Math.abs(dx) : null;
    case 'ArrowUp':
      return dy < -1 ? -dy + 4 * Math.abs(dx) : null;
    default:
      return null;
  }
}
