import type { Instant } from '@parkpulse/domain';
import { holdsLineBreak, holdsRefusedCharacter } from '../json/characters.js';
import { ExactNumber, numberText } from '../json/exactNumber.js';
import { type JsonObject, type JsonValue, toPointer } from '../json/jsonReader.js';
import { parseInstant } from '../time/rfc3339.js';
import {
  type Fault,
  type FaultLog,
  choiceFault,
  futureFault,
  idFault,
  missingFault,
  notFiniteFault,
  rangeFault,
  textFault,
  timeFault,
  tooOldFault,
  typeFault,
} from './faults.js';

export const MAX_ID_LENGTH = 256;
export const MAX_NAME_LENGTH = 256;
/** Above this a count needs more digits than a double holds, and nothing in a park is counted so high. */
export const MAX_COUNT = 1e15;

/** The span that times must lie in, for `FieldReader.time`. */
export interface TimeBounds {
  readonly earliest: Instant;
  readonly latest: Instant;
}

const EARLIEST: Instant = Date.UTC(2000, 0, 1);
const LEAD_MILLISECONDS = 5 * 60_000;

/** The times an observation may have: from 2000-01-01 to 5 minutes ahead, however late (CONTRACT section 2). */
export function boundsAt(now: Instant): TimeBounds {
  return { earliest: EARLIEST, latest: now + LEAD_MILLISECONDS };
}

/** What all readers of one event share. */
export interface ReadingState {
  readonly log: FaultLog;
  readonly bounds: TimeBounds;
  leapSecond: boolean;
  unknownFields: number;
}

/** A decimal as sent: for comparing (a double or exact digits) and as canonical text. */
export interface DecimalField {
  readonly value: number | ExactNumber;
  readonly text: string;
}

const NO_DECIMAL: DecimalField = { value: 0, text: '0' };

/** Tells whether a text can name something: one line, no refused characters, no outer spaces, bounded. */
export function isValidId(text: string, maxLength = MAX_ID_LENGTH): boolean {
  return (
    text.length > 0 &&
    text.length <= maxLength &&
    text.trim() === text &&
    !holdsLineBreak(text) &&
    !holdsRefusedCharacter(text)
  );
}

/**
 * Reads typed members of one JSON object. A fault is reported to the shared log and a placeholder returned, so
 * that a reader is a plain list of fields; whoever starts it looks at the log before using what it built.
 * A member that is null counts as absent.
 */
export class FieldReader {
  private readonly seen = new Set<string>();

  constructor(
    private readonly object: JsonObject,
    readonly pointer: string,
    private readonly state: ReadingState,
  ) {}

  report(fault: Fault): void {
    this.state.log.report(fault);
  }

  pointerTo(name: string): string {
    return this.pointer + toPointer([name]);
  }

  has(name: string): boolean {
    return this.peek(name) !== null;
  }

  /** Returns the member as it is; null when absent. */
  peek(name: string): JsonValue {
    this.seen.add(name);
    return Object.hasOwn(this.object, name) ? (this.object[name] ?? null) : null;
  }

  /** Tells whether the member is there at all, null included. */
  isGiven(name: string): boolean {
    return Object.hasOwn(this.object, name);
  }

  /** Returns a required member, reporting it when absent. */
  private required(name: string): JsonValue {
    const value = this.peek(name);
    if (value === null) this.report(missingFault(this.pointerTo(name)));
    return value;
  }

  id(name: string): string {
    const value = this.required(name);
    if (typeof value === 'string' && isValidId(value)) return value;
    this.report(idFault(this.pointerTo(name), MAX_ID_LENGTH));
    return '';
  }

  optionalId(name: string): string | null {
    return this.has(name) ? this.id(name) : null;
  }

  name(name: string): string {
    const value = this.required(name);
    if (typeof value !== 'string') this.report(typeFault(this.pointerTo(name), '文本', 'text'));
    else if (value.length > MAX_NAME_LENGTH || holdsLineBreak(value)) {
      this.report(textFault(this.pointerTo(name), MAX_NAME_LENGTH));
    } else return value;
    return '';
  }

  optionalName(name: string): string | null {
    return this.has(name) ? this.name(name) : null;
  }

  oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const value = this.required(name);
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    if (typeof value === 'string') this.report(choiceFault(this.pointerTo(name), choices));
    else this.report(typeFault(this.pointerTo(name), '文本', 'text'));
    return choices[0];
  }

  optionalBoolean(name: string): boolean {
    const value = this.peek(name);
    if (value === null || typeof value === 'boolean') return value ?? false;
    this.report(typeFault(this.pointerTo(name), '布尔值', 'true or false'));
    return false;
  }

  time(name: string, bounds: TimeBounds = this.state.bounds): Instant {
    const pointer = this.pointerTo(name);
    const value = this.peek(name);
    if (typeof value !== 'string') {
      this.report(timeFault(timeTypeCode(value), pointer));
      return 0;
    }
    const reading = parseInstant(value);
    if (reading.kind === 'refused') {
      this.report(timeFault(reading.code, pointer));
      return 0;
    }
    if (reading.at < bounds.earliest) this.report(tooOldFault(pointer, bounds.earliest));
    if (reading.at > bounds.latest) this.report(futureFault(pointer, bounds.latest));
    if (reading.isLeapSecond) this.state.leapSecond = true;
    return reading.at;
  }

  optionalTime(name: string, otherwise: Instant): Instant {
    return this.has(name) ? this.time(name) : otherwise;
  }

  decimal(name: string): DecimalField {
    const pointer = this.pointerTo(name);
    const value = this.required(name);
    if (value === null) return NO_DECIMAL;
    if (typeof value !== 'number' && !(value instanceof ExactNumber)) {
      this.report(typeFault(pointer, 'JSON 数值', 'a JSON number'));
      return NO_DECIMAL;
    }
    if (value instanceof ExactNumber && !value.isFinite) {
      this.report(notFiniteFault(pointer));
      return NO_DECIMAL;
    }
    const text = numberText(value);
    if (text !== null) return { value, text };
    this.report(rangeFault(pointer, name, 'at most 1000 digits'));
    return NO_DECIMAL;
  }

  /** Reads a whole number from `least` up. */
  count(name: string, least = 0, most = MAX_COUNT): number {
    const { value } = this.decimal(name);
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.report(rangeFault(this.pointerTo(name), name, `${least}..${most}`));
    return least;
  }

  optionalCount(name: string, otherwise: number, least = 0): number {
    return this.has(name) ? this.count(name, least) : otherwise;
  }

  /** Returns a reader for a required member object. */
  inner(name: string): FieldReader {
    return this.open(this.required(name), this.pointerTo(name));
  }

  /** Reads a required list of `least` to 1000 objects (the JSON reader has refused longer ones). */
  list<Item>(name: string, least: number, read: (item: FieldReader) => Item): Item[] {
    const pointer = this.pointerTo(name);
    const value = this.required(name);
    if (!Array.isArray(value)) {
      this.report(typeFault(pointer, '数组', 'a list'));
      return [];
    }
    if (value.length < least) this.report(missingFault(`${pointer}/0`));
    return (value as readonly JsonValue[]).map((item, index) => {
      const reader = this.open(item, `${pointer}/${index}`);
      const result = read(reader);
      reader.countUnknown();
      return result;
    });
  }

  /** Notes the members that nobody asked for: schema drift is accepted, and counted. */
  countUnknown(): void {
    for (const name in this.object) if (!this.seen.has(name)) this.state.unknownFields += 1;
  }

  private open(value: JsonValue, pointer: string): FieldReader {
    if (isObject(value)) return new FieldReader(value, pointer, this.state);
    this.report(value === null ? missingFault(pointer) : typeFault(pointer, '对象', 'an object'));
    return new FieldReader({}, pointer, this.state);
  }
}

/** Tells whether a JSON value is an object (not an array, not a number kept as text). */
export function isObject(value: JsonValue): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function timeTypeCode(value: JsonValue): 'TS_MISSING' | 'TS_UNIT' | 'TS_INVALID' {
  if (value === null) return 'TS_MISSING';
  return typeof value === 'number' || value instanceof ExactNumber ? 'TS_UNIT' : 'TS_INVALID';
}
