import type { EventCode } from '../codes.js';
import { holdsRefusedCharacter, withoutRefusedCharacters } from './characters.js';
import { type ExactNumber, toNumber } from './exactNumber.js';

export type JsonValue = null | boolean | number | string | ExactNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Most items of one array and most members of one object. */
  readonly maxItems: number;
}

/** Why a text was refused, and where: a JSON pointer when it could be read that far, and a character position. */
export interface JsonFault {
  readonly code: Extract<
    EventCode,
    'BAD_JSON' | 'DUPLICATE_KEY' | 'PROTO_KEY' | 'TOO_DEEP' | 'TOO_MANY' | 'BAD_STRING'
  >;
  readonly pointer: string;
  readonly position: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const PROTO_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/**
 * Reads one JSON text strictly and within limits, keeping every digit. After `read`, `fault` says why the
 * text was refused, or is null and the value holds.
 */
export class JsonReader {
  fault: JsonFault | null = null;
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  read(): JsonValue {
    const value = this.readValue();
    this.skipSpace();
    if (this.fault === null && this.at < this.text.length) this.refuse('BAD_JSON');
    return value;
  }

  private readValue(): JsonValue {
    this.skipSpace();
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.readString();
      case OPEN_BRACE:
        return this.readObject();
      case OPEN_BRACKET:
        return this.readArray();
      default:
        return this.readScalar();
    }
  }

  private readScalar(): JsonValue {
    if (this.takeWord('true')) return true;
    if (this.takeWord('false')) return false;
    if (this.takeWord('null')) return null;
    NUMBER.lastIndex = this.at;
    const token = NUMBER.exec(this.text)?.[0];
    if (token === undefined) return this.refuse('BAD_JSON');
    this.at += token.length;
    return toNumber(token);
  }

  private readArray(): JsonArray {
    const items: JsonValue[] = [];
    if (!this.enter()) return items;
    const depth = this.path.length;
    if (this.leaveIf(CLOSE_BRACKET)) return items;
    for (;;) {
      this.path[depth] = items.length;
      if (items.length === this.limits.maxItems) this.refuse('TOO_MANY');
      else items.push(this.readValue());
      if (this.fault !== null) return items;
      this.path.length = depth;
      if (this.leaveIf(CLOSE_BRACKET)) return items;
      if (!this.take(COMMA)) return items;
    }
  }

  private readObject(): JsonObject {
    const members: Record<string, JsonValue> = {};
    if (!this.enter()) return members;
    const depth = this.path.length;
    if (this.leaveIf(CLOSE_BRACE)) return members;
    for (let count = 1; ; count += 1) {
      if (count > this.limits.maxItems) this.refuse('TOO_MANY');
      else this.readMember(members, depth);
      if (this.fault !== null) return members;
      this.path.length = depth;
      if (this.leaveIf(CLOSE_BRACE)) return members;
      if (!this.take(COMMA)) return members;
    }
  }

  private readMember(members: Record<string, JsonValue>, depth: number): void {
    const key = this.readKey(depth);
    if (this.fault !== null) return;
    if (PROTO_KEYS.has(key)) this.refuse('PROTO_KEY');
    else if (Object.hasOwn(members, key)) this.refuse('DUPLICATE_KEY');
    else members[key] = this.readValue();
  }

  /** Reads a key and its colon; on success the path names the key. */
  private readKey(depth: number): string {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== QUOTE) {
      this.refuse('BAD_JSON');
      return '';
    }
    const key = this.readString();
    if (this.fault === null) {
      this.path[depth] = key;
      this.take(COLON);
    }
    return key;
  }

  private readString(): string {
    const { text } = this;
    const start = this.at + 1;
    let isPlain = true;
    for (let at = start; ; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        this.at = at + 1;
        return isPlain ? text.slice(start, at) : this.unescape(start, at);
      }
      if (unit === BACKSLASH) {
        ESCAPE.lastIndex = at;
        const escape = ESCAPE.exec(text)?.[0];
        if (escape === undefined) return this.refuseAt(at);
        at += escape.length - 1;
        isPlain = false;
      } else if (!(unit >= 0x20)) {
        // Also where the text ends, since NaN is not >= 0x20.
        return this.refuseAt(at);
      } else if (unit >= 0x7f) {
        isPlain = false;
      }
    }
  }

  /** Turns the escapes of a scanned string into characters and checks the characters. */
  private unescape(start: number, end: number): string {
    const raw = this.text.slice(start, end);
    const value = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
    if (holdsRefusedCharacter(value)) this.refuse('BAD_STRING');
    return value;
  }

  private enter(): boolean {
    if (this.path.length >= this.limits.maxDepth) {
      this.refuse('TOO_DEEP');
      return false;
    }
    this.at += 1;
    return true;
  }

  private leaveIf(closing: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== closing) return false;
    this.at += 1;
    return true;
  }

  private take(expected: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== expected) {
      this.refuse('BAD_JSON');
      return false;
    }
    this.at += 1;
    return true;
  }

  private takeWord(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  private refuseAt(position: number): string {
    this.at = position;
    this.refuse('BAD_JSON');
    return '';
  }

  private refuse(code: JsonFault['code']): null {
    this.fault ??= { code, pointer: toPointer(this.path), position: Math.min(this.at, this.text.length) };
    return null;
  }
}

const MAX_POINTER_LENGTH = 200;

/** Writes a path as a JSON pointer (RFC 6901), cut and cleaned so that it can be stored and shown. */
export function toPointer(path: readonly PropertyKey[]): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return withoutRefusedCharacters(pointer.slice(0, MAX_POINTER_LENGTH));
}
