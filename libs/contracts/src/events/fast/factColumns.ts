import type { DeviceState, Fact, Instant, Origin } from '@parkpulse/domain';
import { DEVICE_STATES } from '../devices.js';

/** What rows are about, one number each: a measure (of a factory) or the state of a device. Numbers are never given twice. */
export class FactNames {
  readonly kinds: ('reading' | 'state')[] = [];
  /** The measure; empty for a device. */
  readonly groups: string[] = [];
  /** The factory or the device; empty for a measure of the park. */
  readonly subjects: string[] = [];
  private readonly numbers = new Map<string, number>();

  get count(): number {
    return this.groups.length;
  }

  /** Returns the number of a name, a new one when it is not known. */
  of(kind: 'reading' | 'state', group: string, subject: string): number {
    const name = `${kind}\n${group}\n${subject}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.groups.length;
      this.kinds.push(kind);
      this.groups.push(group);
      this.subjects.push(subject);
      this.numbers.set(name, number);
    }
    return number;
  }
}

const NO_MEMBERS: readonly string[] = [];

/**
 * Readings and states of many events, one row each, in typed columns: what a Fact says, without an object for each.
 * What few rows have (numbers a double does not hold, members named as missing) stands beside, by row.
 */
export class FactColumns {
  count = 0;
  name: Int32Array;
  at: Float64Array;
  numerator: Float64Array;
  /** NaN where there is none. */
  denominator: Float64Array;
  /** Bit 0: opaque. From bit 1 on, the place of a state in `DEVICE_STATES`. */
  traits: Uint8Array;
  readonly numeratorTexts = new Map<number, string>();
  readonly denominatorTexts = new Map<number, string>();
  readonly missing = new Map<number, readonly string[]>();

  constructor(
    readonly names: FactNames,
    expectedRows: number,
  ) {
    const rows = Math.max(16, expectedRows);
    this.name = new Int32Array(rows);
    this.at = new Float64Array(rows);
    this.numerator = new Float64Array(rows);
    this.denominator = new Float64Array(rows);
    this.traits = new Uint8Array(rows);
  }

  /** Adds a row and returns its number; its other columns are the caller's to fill. */
  add(name: number, at: Instant): number {
    const row = this.count;
    if (row === this.name.length) this.grow();
    this.count = row + 1;
    this.name[row] = name;
    this.at[row] = at;
    return row;
  }

  /** Drops the rows from one on. */
  cutTo(count: number): void {
    for (const beside of [this.numeratorTexts, this.denominatorTexts, this.missing])
      for (const row of beside.keys()) if (row >= count) beside.delete(row);
    this.count = count;
  }

  /** The fact that a row says. */
  factAt(row: number, origin: Origin): Fact {
    const { names } = this;
    const name = this.name[row] ?? 0;
    const [group, subject] = [names.groups[name] ?? '', names.subjects[name] ?? ''];
    const [at, traits] = [this.at[row] ?? 0, this.traits[row] ?? 0];
    if (names.kinds[name] === 'state') {
      return { kind: 'state', device: subject, at, state: DEVICE_STATES[traits >> 1] as DeviceState, origin };
    }
    return {
      kind: 'reading',
      measure: group,
      enterprise: subject === '' ? null : subject,
      at,
      numerator: this.numeratorTextAt(row),
      denominator: this.denominatorTextAt(row),
      opaque: (traits & 1) === 1,
      missing: this.missing.get(row) ?? NO_MEMBERS,
      origin,
    };
  }

  numeratorTextAt(row: number): string {
    return textOf(this.numerator[row] ?? 0, row, this.numeratorTexts);
  }

  /** Null where there is no denominator. */
  denominatorTextAt(row: number): string | null {
    const value = this.denominator[row] ?? 0;
    return Number.isNaN(value) ? null : textOf(value, row, this.denominatorTexts);
  }

  private grow(): void {
    const rows = this.name.length * 2;
    this.name = copied(this.name, new Int32Array(rows));
    this.at = copied(this.at, new Float64Array(rows));
    this.numerator = copied(this.numerator, new Float64Array(rows));
    this.denominator = copied(this.denominator, new Float64Array(rows));
    this.traits = copied(this.traits, new Uint8Array(rows));
  }
}

/** An accepted event whose facts are the rows [from, to) of the columns it was decoded into. */
export interface ColumnEvent {
  readonly park: string;
  readonly source: string;
  readonly id: string;
  readonly time: Instant;
  readonly sequence: number;
  /** Old data sent on purpose. */
  readonly replay: boolean;
  readonly from: number;
  readonly to: number;
}

const SMALL_TEXTS = Array.from({ length: 10_000 }, (_, value) => String(value));

function textOf(value: number, row: number, texts: ReadonlyMap<number, string>): string {
  return (texts.size === 0 ? undefined : texts.get(row)) ?? SMALL_TEXTS[value] ?? String(value);
}

function copied<Column extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  to: Column,
): Column {
  to.set(from);
  return to;
}
