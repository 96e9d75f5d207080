import { DecimalTexts } from './decimalTexts.js';

const POINT = 0x2e;
const DIGIT_ZERO = 0x30;
const LETTER_E = 0x65;
const MAX_DIGITS = 15;
const MAX_LENGTH = 32;
/** JavaScript prints smaller numbers with an exponent. */
const SMALLEST_PLAIN = 1e-6;
const POWERS_OF_TEN = Array.from({ length: MAX_LENGTH + 1 }, (_, exponent) => 10 ** exponent);

/**
 * A JSON number in bytes without sign or exponent: its value and its canonical text (zeros at the end of a fraction
 * dropped). Up to 15 digits the value is exact enough to compare; a longer fraction below one is kept as text, and
 * its value only tells that it lies between 0 and 1.
 */
export class PlainNumber {
  /** False for what the careful path must read. */
  isPlain = false;
  /** True for a fraction below one of more than 15 digits. */
  isLong = false;
  value = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private mantissa = 0;
  private scale = 0;
  private from = 0;
  private to = 0;
  private readonly texts = new DecimalTexts();

  get isWhole(): boolean {
    return this.scale === 0;
  }

  /** Whether JavaScript prints the value as the canonical text: up to 15 digits, and no exponent. */
  get isExactDouble(): boolean {
    return !this.isLong && (this.value === 0 || this.value >= SMALLEST_PLAIN);
  }

  /** Scans the number that starts at `from` and returns where it ends. */
  scan(bytes: Buffer, from: number): number {
    this.bytes = bytes;
    this.from = from;
    const point = this.scanDigits(from, 0);
    const hasPoint = bytes[point] === POINT;
    const end = hasPoint ? this.scanDigits(point + 1, this.mantissa) : point;
    this.isLong = end - from > MAX_DIGITS;
    this.isPlain =
      this.isWellFormed(point, end, hasPoint) && (!this.isLong || this.isShortEnough(point, end));
    this.trim(point, end);
    const value = this.mantissa / (POWERS_OF_TEN[this.scale] ?? 1);
    this.value = this.isLong ? Math.min(value, 1) : value;
    return end;
  }

  get text(): string {
    if (this.scale === 0) return this.texts.whole(this.mantissa);
    if (this.isLong) return this.bytes.toString('latin1', this.from, this.to);
    return this.texts.fraction(this.value, this.scale, this.bytes, [this.from, this.to]);
  }

  /** Scans digits behind those of a mantissa and returns where they end. */
  private scanDigits(from: number, mantissa: number): number {
    const { bytes } = this;
    let at = from;
    let value = mantissa;
    for (;;) {
      const digit = (bytes[at] ?? 0) - DIGIT_ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at += 1;
    }
    this.mantissa = value;
    return at;
  }

  /** Rules out a number without digits before or behind the point, 07, and exponents. */
  private isWellFormed(point: number, end: number, hasPoint: boolean): boolean {
    const { bytes, from } = this;
    const isWholeSound = point === from + 1 || (point > from && bytes[from] !== DIGIT_ZERO);
    const isFractionSound = !hasPoint || end > point + 1;
    return isWholeSound && isFractionSound && ((bytes[end] ?? 0) | 0x20) !== LETTER_E;
  }

  private isShortEnough(point: number, end: number): boolean {
    return this.bytes[this.from] === DIGIT_ZERO && point === this.from + 1 && end - this.from <= MAX_LENGTH;
  }

  /** Drops the zeros at the end of a fraction, and its point when nothing is left of it. */
  private trim(point: number, end: number): void {
    let to = end;
    while (to > point + 1 && this.bytes[to - 1] === DIGIT_ZERO) {
      to -= 1;
      this.mantissa /= 10;
    }
    this.to = to > point + 1 ? to : point;
    this.scale = to > point + 1 ? to - point - 1 : 0;
  }
}
