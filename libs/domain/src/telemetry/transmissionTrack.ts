import type { TimeSpan } from '../kernel/calendar.js';
import { type Instant, type TransmissionFact, overrules } from './facts.js';
import { RankedTable } from './rankedTable.js';

/** One transmission in force, without its origin. */
export interface Transmission extends TimeSpan {
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
  readonly flags: TransmissionFact['flags'];
}

const [TO, EXPECTED, RECEIVED, VALID] = [0, 1, 2, 3] as const;

/** The transmissions of one device in force, sorted by their beginning, one per beginning. */
export class TransmissionTrack {
  private readonly table = new RankedTable(4);
  private readonly flags = new Map<Instant, NonNullable<TransmissionFact['flags']>>();
  /** The longest transmission there is, in milliseconds: how far back one may still cover time. */
  private longest = 0;

  /** Places a transmission; returns the earliest instant whose values may change, or null when nothing is new. */
  add(fact: TransmissionFact): Instant | null {
    const { from, to, expected, received, valid, flags, origin } = fact;
    const index = this.table.indexOf(from);
    const before = index < 0 ? null : this.at(index);
    if (before !== null && !this.isInForce(fact, before, index)) return null;
    this.table.put(from, [to, expected, received, valid], origin);
    if (flags === null) this.flags.delete(from);
    else this.flags.set(from, flags);
    this.longest = Math.max(this.longest, to - from);
    if (before === null) return to;
    return contentOf(before) === contentOf(fact) ? null : Math.min(to, before.to);
  }

  /** Returns the first beginning there is, or null. */
  get firstFrom(): Instant | null {
    return this.table.count > 0 ? this.table.momentAt(0) : null;
  }

  /** Returns the end of the first transmission, or null. */
  get firstEnd(): Instant | null {
    return this.table.count > 0 ? this.table.valueAt(0, TO) : null;
  }

  /** Calls with every transmission that begins in the span, or that begins before it and covers part of it. */
  eachTouching(span: TimeSpan, visit: (transmission: Transmission) => void): void {
    for (
      let index = this.table.firstAfter(span.from - this.longest - 1);
      index < this.table.count;
      index += 1
    ) {
      if (this.table.momentAt(index) >= span.to) return;
      const transmission = this.at(index);
      if (transmission.to > span.from || transmission.from >= span.from) visit(transmission);
    }
  }

  /** Returns the transmission that ended last at or before an instant, or null. */
  newestEnded(instant: Instant): Transmission | null {
    let newest: Transmission | null = null;
    for (let index = this.table.firstAfter(instant) - 1; index >= 0; index -= 1) {
      if (newest !== null && this.table.momentAt(index) + this.longest <= newest.to) break;
      const transmission = this.at(index);
      if (transmission.to <= instant && transmission.to > (newest?.to ?? Number.NEGATIVE_INFINITY))
        newest = transmission;
    }
    return newest;
  }

  forgetBefore(instant: Instant): void {
    this.table.forgetBefore(instant - this.longest);
  }

  // One event that contradicts itself: the smaller content stays, whatever the order of its items.
  private isInForce(challenger: TransmissionFact, held: Transmission, index: number): boolean {
    const holder = this.table.precedenceAt(index);
    if (!overrules(challenger.origin, holder)) return false;
    return !overrules(holder, challenger.origin) || contentOf(challenger) < contentOf(held);
  }

  private at(index: number): Transmission {
    const from = this.table.momentAt(index);
    const { table } = this;
    return {
      from,
      to: table.valueAt(index, TO),
      expected: table.valueAt(index, EXPECTED),
      received: table.valueAt(index, RECEIVED),
      valid: table.valueAt(index, VALID),
      flags: this.flags.get(from) ?? null,
    };
  }
}

function contentOf({ to, expected, received, valid, flags }: Transmission): string {
  return JSON.stringify([to, expected, received, valid, flags]);
}
