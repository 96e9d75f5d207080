/**
 * An exact decimal: `coefficient / 10^scale`. Canonical: scale is never negative and the coefficient
 * has no trailing zero that the scale could give up, so equal values have equal fields.
 */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** The outcome of reading a decimal from text: the value, or why it was refused. */
export type DecimalReading =
  | { readonly kind: 'decimal'; readonly value: Decimal }
  | { readonly kind: 'refused'; readonly reason: 'not_a_number' | 'too_long' | 'exponent_too_large' };

// Doubles reach from 5e-324 to 1.8e308; anything far beyond is an attack on memory, not a measurement.
const MAX_EXPONENT = 400;
const MAX_TEXT_LENGTH = 1024;
const JSON_NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;

const powersOfTen: bigint[] = [1n];

/** Returns 10^exponent for a non-negative whole exponent. */
export function powerOfTen(exponent: number): bigint {
  for (let next = powersOfTen.length; next <= exponent; next += 1) {
    powersOfTen.push((powersOfTen[next - 1] ?? 1n) * 10n);
  }
  return powersOfTen[exponent] ?? 1n;
}

/** Builds the canonical decimal `coefficient / 10^scale`; a negative scale multiplies. */
export function toDecimal(coefficient: bigint, scale = 0): Decimal {
  if (scale < 0) return { coefficient: coefficient * powerOfTen(-scale), scale: 0 };
  let reduced = coefficient;
  let digits = scale;
  while (digits > 0 && reduced % 10n === 0n) {
    reduced /= 10n;
    digits -= 1;
  }
  return { coefficient: reduced, scale: digits };
}

export const ZERO: Decimal = toDecimal(0n);
export const ONE: Decimal = toDecimal(1n);

/**
 * Reads a number written as JSON writes it, plain or with an exponent of at most 400 either way, without
 * losing a digit. Texts such as "NaN", "Infinity", "80%", "" or " 80" are refused, never coerced.
 */
export function parseDecimal(text: string): DecimalReading {
  if (text.length > MAX_TEXT_LENGTH) return { kind: 'refused', reason: 'too_long' };
  const match = JSON_NUMBER.exec(text);
  if (match === null) return { kind: 'refused', reason: 'not_a_number' };
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return { kind: 'refused', reason: 'exponent_too_large' };
  const magnitude = BigInt(whole + fraction);
  const coefficient = sign === '-' ? -magnitude : magnitude;
  return { kind: 'decimal', value: toDecimal(coefficient, fraction.length - exponent) };
}

const SMALL_COUNT = 1001;
/** Most numerators and denominators are small whole numbers, over and over. */
const SMALL: ReadonlyMap<string, Decimal> = new Map(
  Array.from({ length: SMALL_COUNT }, (_, value) => [String(value), toDecimal(BigInt(value))]),
);

/** Reads a decimal that is known to be well formed, such as a threshold of the standard; throws if it is not. */
export function decimal(text: string): Decimal {
  const small = SMALL.get(text);
  if (small !== undefined) return small;
  const reading = parseDecimal(text);
  if (reading.kind === 'refused')
    throw new RangeError(`not a decimal (${reading.reason}): ${text.slice(0, 40)}`);
  return reading.value;
}

/** Reads a double by its shortest decimal representation (0.1 is exactly one tenth); NaN and infinities are refused. */
export function fromNumber(value: number): DecimalReading {
  return parseDecimal(String(value));
}

/** Makes a decimal of a whole number; throws for a double that is not a safe whole number. */
export function fromInteger(value: number | bigint): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`not a safe whole number: ${value}`);
  }
  return { coefficient: BigInt(value), scale: 0 };
}

/** Compares exactly: -1 when `a` is less than `b`, 0 when equal, 1 when greater. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a.scale === b.scale) return order(a.coefficient, b.coefficient);
  const scale = Math.max(a.scale, b.scale);
  return order(a.coefficient * powerOfTen(scale - a.scale), b.coefficient * powerOfTen(scale - b.scale));
}

function order(left: bigint, right: bigint): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Returns the exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const left = a.coefficient * powerOfTen(scale - a.scale);
  const right = b.coefficient * powerOfTen(scale - b.scale);
  return toDecimal(left + right, scale);
}

/** Returns the exact difference `a - b`. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { coefficient: -b.coefficient, scale: b.scale });
}

/** Returns the exact product. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return toDecimal(a.coefficient * b.coefficient, a.scale + b.scale);
}

/** Tells whether the decimal is a whole number. */
export function isWhole(value: Decimal): boolean {
  return value.scale === 0;
}

/** Writes the decimal in plain notation, every digit and no exponent, without trailing zeros. */
export function decimalText(value: Decimal): string {
  return placeDecimalPoint(value.coefficient, value.scale);
}

/** Writes `coefficient / 10^scale` in plain notation with exactly `scale` decimals. */
export function placeDecimalPoint(coefficient: bigint, scale: number): string {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return negative ? `-${text}` : text;
}
