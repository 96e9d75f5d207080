import { type Instant, type Precedence, overrules } from './facts.js';
import { firstAfter } from './sortedInstants.js';

/** What became of a record: nothing new, one more moment, or another content for a known moment. */
export type Placement = 'unchanged' | 'added' | 'replaced';

const FIRST_CAPACITY = 8;

/**
 * Records of one series in columns of numbers, sorted by their moment, one per moment: a record for a known moment
 * is in force when it overrules the one held. Adding in order costs O(1) amortised, adding late a move of the tail.
 */
export class RankedTable {
  private moments = new Float64Array(0);
  private knownAts = new Float64Array(0);
  private offsets = new Float64Array(0);
  private readonly columns: Float64Array<ArrayBuffer>[];
  /** Sequences that are not 0, by moment. */
  private readonly sequences = new Map<Instant, number>();
  private length = 0;

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Float64Array(0));
  }

  get count(): number {
    return this.length;
  }

  /** Returns the index of the first moment after the instant; `count` when there is none. */
  firstAfter(instant: Instant): number {
    return firstAfter(this.moments, this.length, instant);
  }

  /** Returns the index of a moment, or -1. */
  indexOf(moment: Instant): number {
    const index = this.firstAfter(moment) - 1;
    return index >= 0 && this.moments[index] === moment ? index : -1;
  }

  momentAt(index: number): Instant {
    return this.moments[index] ?? Number.NaN;
  }

  valueAt(index: number, column: number): number {
    return this.columns[column]?.[index] ?? Number.NaN;
  }

  /** Returns the newest moment at or before the instant, or null. */
  newestAtOrBefore(instant: Instant): Instant | null {
    const index = this.firstAfter(instant) - 1;
    return index >= 0 ? this.momentAt(index) : null;
  }

  precedenceAt(index: number): Precedence {
    return {
      sequence: this.sequences.get(this.momentAt(index)) ?? 0,
      knownAt: this.knownAts[index] ?? 0,
      offset: this.offsets[index] ?? 0,
    };
  }

  /** Places a record; of two for one moment the overruling one stays. */
  put(moment: Instant, values: readonly number[], precedence: Precedence): Placement {
    const index = this.firstAfter(moment);
    if (index > 0 && this.moments[index - 1] === moment) return this.replace(index - 1, values, precedence);
    this.open(index);
    this.moments[index] = moment;
    this.write(index, values, precedence);
    return 'added';
  }

  /** Takes the record at an index out. */
  remove(index: number): void {
    this.sequences.delete(this.momentAt(index));
    for (const column of this.allColumns()) column.copyWithin(index, index + 1, this.length);
    this.length -= 1;
  }

  /** Drops records with a moment before the instant, but keeps the newest of them. */
  forgetBefore(instant: Instant): void {
    this.dropFirst(this.firstAfter(instant - 1) - 1);
  }

  /** Drops so many of the oldest records. */
  dropFirst(drop: number): void {
    if (drop <= 0) return;
    for (let index = 0; index < drop; index += 1) this.sequences.delete(this.momentAt(index));
    for (const column of this.allColumns()) column.copyWithin(0, drop, this.length);
    this.length -= drop;
    if (this.length * 4 < this.moments.length) this.resize(Math.max(FIRST_CAPACITY, this.length));
  }

  private replace(index: number, values: readonly number[], precedence: Precedence): Placement {
    const holder = this.precedenceAt(index);
    if (!overrules(precedence, holder)) return 'unchanged';
    const difference = values.findIndex((value, column) => this.valueAt(index, column) !== value);
    const isSame = difference < 0;
    // One event that contradicts itself: the smaller content stays, whatever the order of its items.
    const isTie = overrules(holder, precedence);
    if (isTie && !isSame && (values[difference] ?? 0) > this.valueAt(index, difference)) return 'unchanged';
    this.write(index, values, precedence);
    return isSame ? 'unchanged' : 'replaced';
  }

  private write(index: number, values: readonly number[], { sequence, knownAt, offset }: Precedence): void {
    this.knownAts[index] = knownAt;
    this.offsets[index] = offset;
    for (let column = 0; column < values.length; column += 1) {
      const cells = this.columns[column];
      if (cells !== undefined) cells[index] = values[column] ?? 0;
    }
    if (sequence !== 0) this.sequences.set(this.momentAt(index), sequence);
    else if (this.sequences.size > 0) this.sequences.delete(this.momentAt(index));
  }

  private open(index: number): void {
    if (this.length === this.moments.length) {
      this.resize(Math.max(FIRST_CAPACITY, Math.ceil(this.length * 1.5)));
    }
    if (index < this.length) {
      for (const column of this.allColumns()) column.copyWithin(index + 1, index, this.length);
    }
    this.length += 1;
  }

  private allColumns(): readonly Float64Array<ArrayBuffer>[] {
    return [this.moments, this.knownAts, this.offsets, ...this.columns];
  }

  private resize(capacity: number): void {
    const grown = (cells: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(capacity);
      next.set(cells.subarray(0, this.length));
      return next;
    };
    this.moments = grown(this.moments);
    this.knownAts = grown(this.knownAts);
    this.offsets = grown(this.offsets);
    this.columns.forEach((cells, column) => (this.columns[column] = grown(cells)));
  }
}
