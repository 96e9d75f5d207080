import {
  compareDecimals,
  fromInteger,
  multiplyDecimals,
  parseDecimal,
  screenText,
  subtractDecimals,
  type Decimal,
  type MeasureUnit,
} from '@parkpulse/domain';
import type { Quantity } from '../api/types.js';

const HUNDRED = fromInteger(100);
const ZERO = fromInteger(0);
const ONE = fromInteger(1);

/** A value as exact numerator and denominator; a bare value has denominator 1. */
export interface Fraction {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** Reads what an answer gives of a value; null while there is none, or for 0/0. */
export function toFraction(parts: {
  readonly numerator: Quantity | null;
  readonly denominator: Quantity | null;
  readonly value: string | null;
}): Fraction | null {
  const numerator = read(parts.numerator);
  const denominator = read(parts.denominator);
  if (numerator !== null && denominator !== null && compareDecimals(denominator, ZERO) > 0)
    return { numerator, denominator };
  const value = read(parts.value);
  return value === null ? null : { numerator: value, denominator: ONE };
}

function read(quantity: Quantity | null): Decimal | null {
  if (quantity === null) return null;
  const reading = parseDecimal(String(quantity));
  return reading.kind === 'decimal' ? reading.value : null;
}

/**
 * Writes a value in its unit, never rounded across one of the thresholds: 79.9992 % beside a gate of 80 % reads
 * 79.999 %, not 80.00 %.
 */
export function valueText(value: Fraction, unit: MeasureUnit, thresholds: readonly string[] = []): string {
  const bounds = thresholds.map((text) => scaled(read(text) ?? ZERO, unit));
  const numerator = scaled(value.numerator, unit);
  const least = unit === 'ratio' ? 2 : 0;
  const text = screenText(numerator, value.denominator, least, bounds);
  return unit === 'ratio' ? `${text}%` : text;
}

/** Writes a threshold in its unit, whole where it is whole: 80%, 365. */
export function thresholdText(threshold: string, unit: MeasureUnit): string {
  const value = scaled(read(threshold) ?? ZERO, unit);
  return `${screenText(value, ONE, value.scale, [])}${unit === 'ratio' ? '%' : ''}`;
}

/** How far a value stands from a threshold, with its sign: percentage points for a ratio, else its unit; never "0" unless equal. */
export function distanceText(
  value: Fraction,
  threshold: string,
  unit: MeasureUnit,
): { readonly sign: -1 | 0 | 1; readonly text: string } {
  const bound = read(threshold) ?? ZERO;
  const difference = scaled(
    subtractDecimals(value.numerator, multiplyDecimals(bound, value.denominator)),
    unit,
  );
  const sign = compareDecimals(difference, ZERO);
  const size = sign < 0 ? multiplyDecimals(difference, fromInteger(-1)) : difference;
  // An upper bound a hair above zero keeps "0.00" for exact equality alone.
  const text = sign === 0 ? '0' : tiny(size, value.denominator, unit === 'ratio' ? 2 : 0);
  return { sign, text: `${sign > 0 ? '+' : sign < 0 ? '\u2212' : '\u00b1'}${text}` };
}

function tiny(size: Decimal, denominator: Decimal, digits: number): string {
  for (let shown = digits; shown <= 12; shown += 1) {
    const text = screenText(size, denominator, shown, []);
    if (/[1-9]/.test(text)) return text;
  }
  return screenText(size, denominator, 12, []);
}

function scaled(value: Decimal, unit: MeasureUnit): Decimal {
  return unit === 'ratio' ? multiplyDecimals(value, HUNDRED) : value;
}

/** A value as a plain number, for lengths and chart axes only; ratios in per cent. */
export function toPlotted(text: string | null, unit: MeasureUnit): number | null {
  if (text === null) return null;
  const value = Number(text);
  return unit === 'ratio' ? Math.round(value * 1e12) / 1e10 : value;
}

/** Writes numerator / denominator with grouped digits; nothing where the whole is 1 and the value says it all. */
export function countedText(
  parts: { readonly numerator: Quantity | null; readonly denominator: Quantity | null },
  locale: string,
): string {
  const { numerator, denominator } = parts;
  if (numerator === null || denominator === null || String(denominator) === '1') return '';
  return `${grouped(numerator, locale)} / ${grouped(denominator, locale)}`;
}

function grouped(quantity: Quantity, locale: string): string {
  return typeof quantity === 'number'
    ? quantity.toLocaleString(locale, { maximumFractionDigits: 6 })
    : quantity;
}
