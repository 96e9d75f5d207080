import { type Instant, type ReadingFact, overrules } from './facts.js';
import { firstAfter } from './sortedInstants.js';

/** The readings in force of one measure (of one factory where it is factory-scope), sorted by time. */
export class ReadingSeries {
  private readonly times: Instant[] = [];
  private readonly facts: ReadingFact[] = [];

  /** Places a reading; tells whether anything is new. */
  add(fact: ReadingFact): boolean {
    const index = firstAfter(this.times, this.times.length, fact.at);
    const held = this.facts[index - 1];
    if (held === undefined || held.at !== fact.at) {
      this.times.splice(index, 0, fact.at);
      this.facts.splice(index, 0, fact);
      return true;
    }
    if (!isInForce(fact, held)) return false;
    this.facts[index - 1] = fact;
    return true;
  }

  get count(): number {
    return this.times.length;
  }

  at(index: number): ReadingFact | null {
    return this.facts[index] ?? null;
  }

  /** Returns the index of the newest reading at or before an instant, or -1. */
  indexAt(instant: Instant): number {
    return firstAfter(this.times, this.times.length, instant) - 1;
  }

  /** Lists the readings in [from, to). */
  between(from: Instant, to: Instant): readonly ReadingFact[] {
    return this.facts.slice(this.indexAt(from - 1) + 1, this.indexAt(to - 1) + 1);
  }

  /** Returns the median of the last 10 intervals up to a reading, in milliseconds; null with fewer than two readings. */
  medianInterval(index: number): number | null {
    const count = Math.min(10, index);
    if (count <= 0) return null;
    for (let nth = 0; nth < count; nth += 1) {
      const later = index - nth;
      insertSorted(nth, (this.times[later] ?? 0) - (this.times[later - 1] ?? 0));
    }
    const middle = count >> 1;
    const upper = intervals[middle] ?? 0;
    return count % 2 === 1 ? upper : (upper + (intervals[middle - 1] ?? 0)) / 2;
  }

  /** Forgets readings before the instant, but for the last 11 of them, which freshness still needs. */
  forgetBefore(instant: Instant): void {
    const drop = this.indexAt(instant - 1) - 11;
    if (drop <= 0) return;
    this.times.splice(0, drop);
    this.facts.splice(0, drop);
  }
}

/** Asked for each reading: one list serves all. */
const intervals = new Float64Array(10);

/** Puts a value into the first `count` intervals, which are in order. */
function insertSorted(count: number, value: number): void {
  let at = count;
  for (; at > 0 && (intervals[at - 1] ?? 0) > value; at -= 1) intervals[at] = intervals[at - 1] ?? 0;
  intervals[at] = value;
}

function isInForce(challenger: ReadingFact, holder: ReadingFact): boolean {
  if (!overrules(challenger.origin, holder.origin)) return false;
  const isTie = overrules(holder.origin, challenger.origin);
  // One event that contradicts itself: the smaller content stays, whatever the order of its items.
  return !isTie || (!isSameContent(challenger, holder) && contentOf(challenger) < contentOf(holder));
}

// Nearly always it is the same reading once more.
function isSameContent(a: ReadingFact, b: ReadingFact): boolean {
  const hasMembers = a.missing.length + b.missing.length > 0;
  return !hasMembers && a.numerator === b.numerator && a.denominator === b.denominator;
}

function contentOf({ numerator, denominator, missing }: ReadingFact): string {
  return JSON.stringify([numerator, denominator, missing]);
}
