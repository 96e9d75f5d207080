import { dayNumber } from '../../time/rfc3339.js';
import { type InternTable, hashStep } from './internTable.js';

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const DIGIT_ZERO = 0x30;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const MAX_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const SMALL_TEXTS = Array.from({ length: 10_000 }, (_, value) => String(value));
const DAY = 86_400_000;
const MINUTE = 60_000;

/** What the scanner answers where the careful path must decide. */
export const GIVE_UP = -1;

/**
 * Scans the plain, well-formed part of JSON straight from bytes: ASCII strings without escapes, numbers of at most 15
 * digits without sign or exponent, times to the second or finer. At anything else it gives up and the careful path
 * reads the event instead, so it never has to explain a fault.
 */
export class ByteScanner {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private lastWord = 0;
  private numberFrom = 0;
  private numberScale = 0;
  private dateKey = 0;
  private dateDays = 0;
  private readonly decimalKeys = new Float64Array(1 << 12);
  private readonly decimalScales = new Uint8Array(1 << 12);
  private readonly decimalTexts: string[] = new Array<string>(1 << 12).fill('0');

  constructor(private readonly table: InternTable) {}

  start(bytes: Uint8Array): void {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
    this.lastWord = 0;
  }

  get position(): number {
    return this.at;
  }

  moveTo(position: number): void {
    this.at = position;
  }

  /** Takes the next byte that is no white space; 0 at the end. */
  next(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at] ?? 0;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      at += 1;
      byte = bytes[at] ?? 0;
    }
    this.at = at + 1;
    return byte;
  }

  /** Tells whether nothing but white space is left. */
  isAtEnd(): boolean {
    this.next();
    return this.at > this.bytes.length;
  }

  /** Takes a string by its quote, interned; gives up at escapes and at bytes that are not printable ASCII. */
  word(): number {
    if (this.next() !== QUOTE) return GIVE_UP;
    const { bytes, at: from, table } = this;
    const guess = table.follower(this.lastWord);
    const end = table.match(guess, bytes, from);
    if (end >= 0 && bytes[end] === QUOTE) {
      this.at = end + 1;
      this.lastWord = guess;
      return guess;
    }
    return this.newWord(from);
  }

  private newWord(from: number): number {
    const { bytes, table } = this;
    let at = from;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return GIVE_UP;
      hash = hashStep(hash, byte);
      at += 1;
    }
    this.at = at + 1;
    const word = table.intern(bytes, from, at, hash);
    if (word >= 0) table.setFollower(this.lastWord, word);
    this.lastWord = word < 0 ? 0 : word;
    return word;
  }

  /** Takes a string that is not worth keeping; null where it gives up. */
  plainText(): string | null {
    if (this.next() !== QUOTE) return null;
    const { bytes, at: from } = this;
    let at = from;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return null;
      at += 1;
    }
    this.at = at + 1;
    return bytes.toString('latin1', from, at);
  }

  /** Takes a number; `numberText` then writes it. */
  number(): number {
    let byte = this.next();
    const { bytes } = this;
    const from = this.at - 1;
    let at = from;
    let mantissa = 0;
    let point = -1;
    for (;;) {
      const digit = byte - DIGIT_ZERO;
      if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
      else if (byte === POINT && point < 0 && at > from) point = at;
      else break;
      at += 1;
      byte = bytes[at] ?? 0;
    }
    this.at = at;
    this.numberFrom = from;
    this.numberScale = point < 0 ? 0 : at - point - 1;
    return this.isPlainNumber(from, at, point) ? mantissa / (POWERS_OF_TEN[this.numberScale] ?? 1) : GIVE_UP;
  }

  /** Rules out what the careful path must judge or bring into canonical form: no digits, 07, 1., 0.50, 1e3, long ones. */
  private isPlainNumber(from: number, to: number, point: number): boolean {
    const { bytes } = this;
    const digits = to - from - (point < 0 ? 0 : 1);
    const after = (bytes[to] ?? 0) | 0x20;
    if (digits === 0 || digits > MAX_DIGITS || after === 0x65) return false;
    const hasLeadingZero = bytes[from] === DIGIT_ZERO && digits > 1 && point !== from + 1;
    return !hasLeadingZero && (point < 0 || (to > point + 1 && bytes[to - 1] !== DIGIT_ZERO));
  }

  /** Writes the number just taken, from a cache where it can. */
  numberText(value: number): string {
    if (this.numberScale === 0) return value < SMALL_TEXTS.length ? (SMALL_TEXTS[value] ?? '') : String(value);
    const slot = (Math.imul((value * 1e9) | 0, 0x9e3779b1) >>> 20) & 0xfff;
    if (this.decimalKeys[slot] === value && this.decimalScales[slot] === this.numberScale) return this.decimalTexts[slot] ?? '';
    const text = this.bytes.toString('latin1', this.numberFrom, this.at);
    this.decimalKeys[slot] = value;
    this.decimalScales[slot] = this.numberScale;
    this.decimalTexts[slot] = text;
    return text;
  }

  get isWholeNumber(): boolean {
    return this.numberScale === 0;
  }

  /** Takes a literal such as `true` whose first byte comes next. */
  takeLiteral(literal: string): boolean {
    this.next();
    const from = this.at - 1;
    for (let index = 0; index < literal.length; index += 1) {
      if (this.bytes[from + index] !== literal.charCodeAt(index)) return false;
    }
    this.at = from + literal.length;
    return true;
  }

  /** Takes an RFC 3339 time in quotes; gives up at every form that is not the usual one, and at leap seconds. */
  time(): number {
    if (this.next() !== QUOTE) return GIVE_UP;
    const { bytes, at } = this;
    const year = this.pair(at) * 100 + this.pair(at + 2);
    const month = this.pair(at + 5);
    const day = this.pair(at + 8);
    const hour = this.pair(at + 11);
    const minute = this.pair(at + 14);
    const second = this.pair(at + 17);
    const isMarked =
      bytes[at + 4] === MINUS && bytes[at + 7] === MINUS && bytes[at + 10] === LETTER_T && bytes[at + 13] === COLON && bytes[at + 16] === COLON;
    // A byte that is no digit makes its pair negative or too large.
    if (!isMarked || !(hour <= 23) || !(minute <= 59) || !(second <= 59)) return GIVE_UP;
    const days = this.days(year, month, day);
    if (days < 0) return GIVE_UP;
    this.at = at + 19;
    const milliseconds = this.fraction();
    const offset = this.offset();
    if (milliseconds < 0 || Number.isNaN(offset) || bytes[this.at] !== QUOTE) return GIVE_UP;
    this.at += 1;
    return days * DAY + (hour * 60 + minute - offset) * MINUTE + second * 1000 + milliseconds;
  }

  /** Reads two digits; NaN where there are none. */
  private pair(at: number): number {
    const tens = (this.bytes[at] ?? 0) - DIGIT_ZERO;
    const ones = (this.bytes[at + 1] ?? 0) - DIGIT_ZERO;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
  }

  private days(year: number, month: number, day: number): number {
    const key = (year * 100 + month) * 100 + day;
    if (key === this.dateKey) return this.dateDays;
    const days = dayNumber(year, month, day) ?? GIVE_UP;
    if (!(days >= 0)) return GIVE_UP;
    this.dateKey = key;
    this.dateDays = days;
    return days;
  }

  private fraction(): number {
    const { bytes } = this;
    if (bytes[this.at] !== POINT) return 0;
    let at = this.at + 1;
    let milliseconds = 0;
    let weight = 100;
    for (; ; at += 1) {
      const digit = (bytes[at] ?? 0) - DIGIT_ZERO;
      if (digit < 0 || digit > 9) break;
      milliseconds += digit * weight;
      weight = weight === 1 ? 0 : weight / 10;
    }
    const digits = at - this.at - 1;
    this.at = at;
    return digits >= 1 && digits <= 9 ? Math.trunc(milliseconds) : GIVE_UP;
  }

  /** Reads `Z` or an offset in minutes; NaN for anything else. */
  private offset(): number {
    const { bytes, at } = this;
    const sign = bytes[at];
    if (sign === LETTER_Z) {
      this.at = at + 1;
      return 0;
    }
    const minutes = this.pair(at + 4);
    const hours = this.pair(at + 1);
    if ((sign !== 0x2b && sign !== MINUS) || bytes[at + 3] !== COLON || !(hours <= 23) || !(minutes <= 59)) return Number.NaN;
    this.at = at + 6;
    return (hours * 60 + minutes) * (sign === MINUS ? -1 : 1);
  }

  /** Moves behind the value that comes next without judging it; false where its end is not found. */
  skipValue(): boolean {
    const { bytes } = this;
    let depth = 0;
    for (let at = this.at; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === BACKSLASH) return false;
      if (byte === QUOTE) {
        at = bytes.indexOf(QUOTE, at + 1);
        if (at < 0) return false;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) {
          this.at = at + 1;
          return true;
        }
      }
    }
    return false;
  }
}
