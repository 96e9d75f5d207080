import type { Instant } from './facts.js';
import { firstAfter } from './sortedInstants.js';

/** Events at most this far apart (milliseconds) are kept as one stretch: no freshness limit is that short. */
const JOIN_MS = 1000;

/**
 * When a feed spoke: its event times, joined to stretches [first, last] whose events are at most one second apart.
 * It finds silences exactly and costs nothing while a feed is dense.
 */
export class EventTrail {
  private readonly firsts: Instant[] = [];
  private readonly lasts: Instant[] = [];

  /** Notes an event; in order O(1), late O(log n) and a move of the tail. */
  add(at: Instant): void {
    const index = firstAfter(this.firsts, this.firsts.length, at) - 1;
    const last = index < 0 ? Number.NEGATIVE_INFINITY : (this.lasts[index] ?? 0);
    if (at <= last) return;
    const next = this.firsts[index + 1];
    const joinsNext = next !== undefined && next - at <= JOIN_MS;
    if (at - last <= JOIN_MS) {
      if (!joinsNext) this.lasts[index] = at;
      else this.join(index);
    } else if (joinsNext) {
      this.firsts[index + 1] = at;
    } else {
      this.insert(index + 1, at);
    }
  }

  get isEmpty(): boolean {
    return this.firsts.length === 0;
  }

  /** Returns the first event, or null. */
  get first(): Instant | null {
    return this.firsts[0] ?? null;
  }

  /**
   * Returns the end of the newest stretch that began at or before the instant: the newest event itself, or, when that
   * end lies after the instant, a sign that the newest event is less than a second old. Null before the first event.
   */
  newestEnd(at: Instant): Instant | null {
    const index = firstAfter(this.firsts, this.firsts.length, at) - 1;
    return this.lasts[index] ?? null;
  }

  /** Returns the start of the first stretch that begins after the instant, or null. */
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
