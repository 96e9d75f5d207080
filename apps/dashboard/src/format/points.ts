/** Points as whole ten-thousandths, so that sums and differences on the screen are as exact as the server's. */
export type Points = number;

const SCALE = 10_000;

/** Reads "79.9975" or "-0.36" as ten-thousandths of a point. */
export function toPoints(text: string): Points {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(text);
  if (match === null) throw new RangeError(`not points: ${text.slice(0, 40)}`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  const value = Number(whole) * SCALE + Number(fraction.padEnd(4, '0'));
  return sign === '-' && value !== 0 ? -value : value;
}

/** Writes points exactly, with at least `least` decimals and never a rounded one: 79.9975, 80.00, 0.5625. */
export function pointsText(points: Points, least = 2): string {
  const size = Math.abs(points);
  const fraction = String(size % SCALE).padStart(4, '0');
  const kept = Math.max(least, fraction.replace(/0+$/, '').length);
  const whole = Math.floor(size / SCALE);
  return `${points < 0 ? '\u2212' : ''}${whole}${kept === 0 ? '' : `.${fraction.slice(0, kept)}`}`;
}

/** Writes a difference with its sign: +0.5625, −0.36, ±0. */
export function signedPoints(points: Points): string {
  if (points === 0) return '\u00b10';
  return points > 0 ? `+${pointsText(points)}` : pointsText(points);
}

/** Splits an exact score for large type: its whole part and the rest. */
export function splitPoints(points: Points): { readonly whole: string; readonly fraction: string } {
  const text = pointsText(points);
  const dot = text.indexOf('.');
  return { whole: text.slice(0, dot), fraction: text.slice(dot) };
}

/** The share of a whole, for lengths on the screen only. */
export function share(part: Points, whole: Points): number {
  return whole === 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}
