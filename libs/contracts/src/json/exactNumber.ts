import { decimalText, parseDecimal } from '@parkpulse/domain';

/** A JSON number whose digits a double would lose or overflow, kept as it was written. */
export class ExactNumber {
  constructor(readonly text: string) {}

  /** False where even the nearest double is infinite, as for 1e400. */
  get isFinite(): boolean {
    return Number.isFinite(Number(this.text));
  }
}

const MANTISSA_DIGITS = 15;
const MANTISSA = /^-?([\d.]+)(?:[eE]([+-]?\d+))?$/;

/** Reads a well-formed JSON number: a double where that holds every digit (-0 as 0), else the exact text. */
export function toNumber(text: string): number | ExactNumber {
  if (text.length <= MANTISSA_DIGITS && !/[eE]/.test(text)) return Number(text) + 0;
  const [, mantissa = '', exponent = '0'] = MANTISSA.exec(text) ?? [];
  const digits = mantissa.replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return 0;
  // Within these bounds 15 digits survive the way into a double and back.
  const isHeld =
    digits.length <= MANTISSA_DIGITS && mantissa.length <= 250 && Math.abs(Number(exponent)) <= 50;
  return isHeld ? Number(text) : new ExactNumber(text);
}

/**
 * Writes a number in plain decimal notation, every digit, without trailing zeros. Null when it has an
 * exponent or a length that no measurement has.
 */
export function numberText(value: number | ExactNumber): string | null {
  const text = typeof value === 'number' ? String(value) : value.text;
  if (typeof value === 'number' && !text.includes('e')) return text;
  const reading = parseDecimal(text);
  return reading.kind === 'decimal' ? decimalText(reading.value) : null;
}
