import { type Instant, type Precedence, overrules } from './facts.js';

/** What became of a record: nothing new, one more moment, or another content for a known moment. */
export type Placement = 'unchanged' | 'added' | 'replaced';

const FIRST_CAPACITY = 8;
/** Cells of every row before its values: the moment, and what decides between two records for it. */
const [MOMENT, KNOWN_AT, OFFSET, VALUES] = [0, 1, 2, 3] as const;

/**
 * Records of one series as rows of numbers, sorted by their moment, one per moment: a record for a known moment is in force
 * when it overrules the one held. Adding in order costs O(1) amortised, adding late a move of the tail.
 */
export class RankedTable {
  private cells = new Float64Array(0);
  private readonly stride: number;
  /** Sequences that are not 0, by moment; null while there are none. */
  private sequences: Map<Instant, number> | null = null;
  private length = 0;

  constructor(width: number) {
    this.stride = VALUES + width;
  }

  get count(): number {
    return this.length;
  }

  /** Returns the index of the first moment after the instant; `count` when there is none. */
  firstAfter(instant: Instant): number {
    if (this.length === 0 || this.momentAt(this.length - 1) <= instant) return this.length;
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.momentAt(middle) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the index of a moment, or -1. */
  indexOf(moment: Instant): number {
    const index = this.firstAfter(moment) - 1;
    return index >= 0 && this.momentAt(index) === moment ? index : -1;
  }

  momentAt(index: number): Instant {
    return this.cells[index * this.stride + MOMENT] ?? Number.NaN;
  }

  valueAt(index: number, column: number): number {
    return this.cells[index * this.stride + VALUES + column] ?? Number.NaN;
  }

  /** Returns the newest moment at or before the instant, or null. */
  newestAtOrBefore(instant: Instant): Instant | null {
    const index = this.firstAfter(instant) - 1;
    return index >= 0 ? this.momentAt(index) : null;
  }

  precedenceAt(index: number): Precedence {
    return {
      sequence: this.sequences?.get(this.momentAt(index)) ?? 0,
      knownAt: this.cells[index * this.stride + KNOWN_AT] ?? 0,
      offset: this.cells[index * this.stride + OFFSET] ?? 0,
    };
  }

  /** Places a record; of two for one moment the overruling one stays. */
  put(moment: Instant, values: readonly number[], precedence: Precedence): Placement {
    const index = this.firstAfter(moment);
    if (index > 0 && this.momentAt(index - 1) === moment) return this.replace(index - 1, values, precedence);
    this.open(index);
    this.cells[index * this.stride + MOMENT] = moment;
    this.write(index, values, precedence);
    return 'added';
  }

  /** Takes the record at an index out. */
  remove(index: number): void {
    this.sequences?.delete(this.momentAt(index));
    this.cells.copyWithin(index * this.stride, (index + 1) * this.stride, this.length * this.stride);
    this.length -= 1;
  }

  /** Drops records with a moment before the instant, but keeps the newest of them. */
  forgetBefore(instant: Instant): void {
    this.dropFirst(this.firstAfter(instant - 1) - 1);
  }

  /** Drops so many of the oldest records. */
  dropFirst(drop: number): void {
    if (drop <= 0) return;
    for (let index = 0; this.sequences !== null && index < drop; index += 1)
      this.sequences.delete(this.momentAt(index));
    this.cells.copyWithin(0, drop * this.stride, this.length * this.stride);
    this.length -= drop;
    if (this.length * this.stride * 4 < this.cells.length) this.resize(Math.max(FIRST_CAPACITY, this.length));
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
    const row = index * this.stride;
    this.cells[row + KNOWN_AT] = knownAt;
    this.cells[row + OFFSET] = offset;
    for (let column = 0; column < values.length; column += 1)
      this.cells[row + VALUES + column] = values[column] ?? 0;
    if (sequence !== 0) (this.sequences ??= new Map()).set(this.momentAt(index), sequence);
    else this.sequences?.delete(this.momentAt(index));
  }

  private open(index: number): void {
    if ((this.length + 1) * this.stride > this.cells.length) {
      this.resize(Math.max(FIRST_CAPACITY, Math.ceil(this.length * 1.5)));
    }
    if (index < this.length) {
      this.cells.copyWithin((index + 1) * this.stride, index * this.stride, this.length * this.stride);
    }
    this.length += 1;
  }

  private resize(rows: number): void {
    const next = new Float64Array(rows * this.stride);
    next.set(this.cells.subarray(0, this.length * this.stride));
    this.cells = next;
  }
}
