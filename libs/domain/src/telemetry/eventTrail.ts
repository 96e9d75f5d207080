import type { Instant } from './facts.js';
import { firstAfter } from './sortedInstants.js';

const SECOND_MS = 1000;

/**
 * When a feed spoke, to the second: stretches of consecutive seconds with an event, from the first event of each to its
 * last. It finds silences, says how old the newest event is, and costs nothing while a feed is dense. An event counts as
 * of the end of its second, so that what is said of a past instant never depends on what came within the same second after.
 */
export class EventTrail {
  private readonly firsts: Instant[] = [];
  private readonly lasts: Instant[] = [];

  /** Notes an event, in order O(1), late O(log n) and a move of the tail; tells whether it was outside all stretches. */
  add(at: Instant): boolean {
    const index = firstAfter(this.firsts, this.firsts.length, at) - 1;
    const last = this.lasts[index] ?? Number.NEGATIVE_INFINITY;
    if (at <= last) return false;
    const next = this.firsts[index + 1];
    const joinsNext = next !== undefined && secondOf(next) - secondOf(at) <= SECOND_MS;
    const joinsLast = secondOf(at) - secondOf(last) <= SECOND_MS;
    if (joinsLast && joinsNext) this.join(index);
    else if (joinsLast) this.lasts[index] = at;
    else if (joinsNext) this.firsts[index + 1] = at;
    else this.insert(index + 1, at);
    return true;
  }

  get isEmpty(): boolean {
    return this.firsts.length === 0;
  }

  /** Returns the time of the newest event at or before an instant, to the second; null before the first event. */
  newestAt(at: Instant): Instant | null {
    const index = firstAfter(this.firsts, this.firsts.length, at) - 1;
    const [first, last] = [this.firsts[index], this.lasts[index]];
    if (first === undefined || last === undefined) return null;
    return Math.max(first, Math.min(secondOf(last), Math.floor(at / SECOND_MS) * SECOND_MS));
  }

  /** Returns the end of the stretch that had begun at the instant, which may lie after it; null before the first event. */
  stretchEnd(at: Instant): Instant | null {
    const last = this.lasts[firstAfter(this.firsts, this.firsts.length, at) - 1];
    return last === undefined ? null : secondOf(last);
  }

  /** Returns an instant after the given one at or before which the next event comes; null when none is known. */
  nextBy(at: Instant): Instant | null {
    const last = this.lasts[firstAfter(this.firsts, this.firsts.length, at) - 1] ?? at;
    return last > at ? at + 1 : this.nextStart(at);
  }

  /** Returns the first event of the first stretch that begins after the instant, or null. */
  nextStart(at: Instant): Instant | null {
    return this.firsts[firstAfter(this.firsts, this.firsts.length, at)] ?? null;
  }

  /** Drops stretches that ended before the instant, but keeps the newest of them. */
  forgetBefore(at: Instant): void {
    const drop = firstAfter(this.lasts, this.lasts.length, at - 1) - 1;
    if (drop <= 0) return;
    this.firsts.splice(0, drop);
    this.lasts.splice(0, drop);
  }

  private join(index: number): void {
    this.firsts.splice(index + 1, 1);
    this.lasts.splice(index, 1);
  }

  private insert(index: number, at: Instant): void {
    if (index === this.firsts.length) {
      this.firsts.push(at);
      this.lasts.push(at);
    } else {
      this.firsts.splice(index, 0, at);
      this.lasts.splice(index, 0, at);
    }
  }
}

/** Returns the end of the second an event falls into; an event on a whole second ends its own. */
function secondOf(at: Instant): Instant {
  return Math.ceil(at / SECOND_MS) * SECOND_MS;
}
