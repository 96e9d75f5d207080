import { dayNumber } from '../../time/rfc3339.js';
import { type InternTable, hashStep } from './internTable.js';
import { PlainNumber } from './plainNumber.js';

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
const PLUS = 0x2b;
const DAY = 86_400_000;
const MINUTE = 60_000;

/** What the scanner answers where the careful path must decide. */
export const GIVE_UP = -1;

/**
 * Scans the plain, well-formed part of JSON straight from bytes: ASCII strings without escapes, numbers of at most 15
 * digits (or below one) without sign or exponent, times to the second or finer. At anything else it gives up and the careful path
 * reads the event instead, so it never has to explain a fault.
 */
export class ByteScanner {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private lastWord = 0;
  private dateKey = 0;
  private dateDays = 0;
  private readonly plain = new PlainNumber();

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

  /** Takes a number; `numberText` then gives its canonical text. */
  number(): number {
    const value = this.fraction();
    return this.plain.isLong ? GIVE_UP : value;
  }

  /** Takes a number that may also be a fraction below one with more digits than a double holds. */
  fraction(): number {
    this.next();
    this.at = this.plain.scan(this.bytes, this.at - 1);
    return this.plain.isPlain ? this.plain.value : GIVE_UP;
  }

  get numberText(): string {
    return this.plain.text;
  }

  /** Whether the double of the number just scanned prints as its text. */
  get isExactDouble(): boolean {
    return this.plain.isExactDouble;
  }

  get isWholeNumber(): boolean {
    return this.plain.isWhole;
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
    const days = this.date(at);
    const clock = this.clock(at + 11);
    if (days < 0 || clock < 0 || bytes[at + 10] !== LETTER_T) return GIVE_UP;
    this.at = at + 19;
    const milliseconds = this.milliseconds();
    const offset = this.offset();
    if (milliseconds < 0 || Number.isNaN(offset) || bytes[this.at] !== QUOTE) return GIVE_UP;
    this.at += 1;
    return days * DAY + clock - offset * MINUTE + milliseconds;
  }

  /** Reads `2026-11-24` as days since 1970. */
  private date(at: number): number {
    const { bytes } = this;
    if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return GIVE_UP;
    return this.days(this.pair(at) * 100 + this.pair(at + 2), this.pair(at + 5), this.pair(at + 8));
  }

  /** Reads `08:00:00` as milliseconds; a pair that is no number is NaN and passes no comparison. */
  private clock(at: number): number {
    const { bytes } = this;
    const hour = this.pair(at);
    const minute = this.pair(at + 3);
    const second = this.pair(at + 6);
    if (bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return GIVE_UP;
    return hour <= 23 && minute <= 59 && second <= 59
      ? (hour * 60 + minute) * MINUTE + second * 1000
      : GIVE_UP;
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

  private milliseconds(): number {
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
    if ((sign !== PLUS && sign !== MINUS) || bytes[at + 3] !== COLON || !(hours <= 23) || !(minutes <= 59))
      return Number.NaN;
    this.at = at + 6;
    return (hours * 60 + minutes) * (sign === MINUS ? -1 : 1);
  }

  /** Moves behind the value that comes next without judging it; false where its end is not found. */
  skipValue(): boolean {
    const { bytes } = this;
    let depth = 0;
    for (let at = this.at; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        at = bytes.indexOf(QUOTE, at + 1);
        if (at < 0) return false;
        continue;
      }
      // Brackets and braces differ in one bit alike: [ { open, ] } close.
      const bracket = byte | 0x20;
      if (bracket === OPEN_BRACE) depth += 1;
      else if (bracket === CLOSE_BRACE) depth -= 1;
      if (bracket !== CLOSE_BRACE || depth > 0) continue;
      this.at = at + 1;
      return true;
    }
    return false;
  }
}
