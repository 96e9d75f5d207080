/** Points of a small line as SVG path data; a gap lifts the pen. */
export function sparkPath(
  cells: readonly (string | null)[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const values = cells.map((cell) => (cell === null ? null : Number(cell)));
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // A line that stands still lies in the middle; noise of a hundredth does not fill the height.
  const span = Math.max(most - least, 1);
  const middle = (most + least) / 2;
  const x = (index: number): number => (values.length < 2 ? width : (index / (values.length - 1)) * width);
  const y = (value: number): number => height / 2 - ((value - middle) / span) * height;
  let isDown = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const step = isDown
        ? `H${round(x(index))}V${round(y(value))}`
        : `M${round(x(index))} ${round(y(value))}`;
      isDown = true;
      return step;
    })
    .join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;
