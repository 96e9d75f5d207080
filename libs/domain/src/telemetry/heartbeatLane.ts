import type { Instant, Precedence } from './facts.js';
import { type Placement, RankedTable } from './rankedTable.js';
import { firstAfter } from './sortedInstants.js';

/** So many of the newest heartbeats are always kept one by one. */
const LEAST_SINGLE = 20;

/** Tells whether something between two instants, the first excluded, keeps heartbeats apart. */
export type Apartness = (after: Instant, upTo: Instant) => boolean;

/**
 * The heartbeats of one device. The newest are kept one by one; older ones are joined to stretches [first, last] whose
 * heartbeats are at most `joinGap` milliseconds apart, so that a device that stays up costs the same however long it does.
 * With a `joinGap` of 0 nothing is ever joined. What is said of stretches is exact for every question about times of at
 * least `joinGap`.
 */
export class HeartbeatLane {
  private readonly single = new RankedTable(0);
  private readonly firsts: Instant[] = [];
  private readonly lasts: Instant[] = [];
  private earliest: Instant | null = null;

  constructor(
    private readonly joinGap: number,
    private readonly areApart: Apartness,
  ) {}

  /** Time of the first heartbeat ever seen, even if it is forgotten; null when there is none. */
  get first(): Instant | null {
    return this.earliest;
  }

  /** Places a heartbeat; within a stretch it is nothing new. */
  put(at: Instant, precedence: Precedence): Placement {
    if (this.earliest === null || at < this.earliest) this.earliest = at;
    if (at <= this.joinedUntil()) return this.putJoined(at);
    const placed = this.single.put(at, [], precedence);
    if (this.joinGap > 0 && this.single.count > 2 * LEAST_SINGLE) this.joinOldest();
    return placed;
  }

  /** Returns what is known of a heartbeat at exactly this moment: nothing, who sent it, or that it lies in a stretch. */
  holderOf(at: Instant): Precedence | 'none' | 'joined' {
    if (at <= this.joinedUntil()) return this.stretchAt(at) >= 0 ? 'joined' : 'none';
    const index = this.single.indexOf(at);
    return index < 0 ? 'none' : this.single.precedenceAt(index);
  }

  /** Takes a heartbeat out that is kept singly. */
  remove(at: Instant): void {
    const index = this.single.indexOf(at);
    if (index < 0) return;
    this.single.remove(index);
    if (at === this.earliest)
      this.earliest = this.firsts[0] ?? (this.single.count > 0 ? this.single.momentAt(0) : null);
  }

  /** Returns the newest heartbeat at or before an instant; within a stretch it may be up to `joinGap` older than said. */
  newestAtOrBefore(instant: Instant): Instant | null {
    const single = this.single.newestAtOrBefore(instant);
    if (single !== null) return single;
    const last = this.lasts[firstAfter(this.firsts, this.firsts.length, instant) - 1];
    return last === undefined ? null : Math.min(last, instant);
  }

  /** Calls, in order, with every stretch or single heartbeat that is not over before `from`, until it returns false. */
  eachStretch(from: Instant, visit: (first: Instant, last: Instant) => boolean): void {
    for (
      let index = firstAfter(this.lasts, this.lasts.length, from - 1);
      index < this.firsts.length;
      index += 1
    ) {
      if (!visit(this.firsts[index] ?? 0, this.lasts[index] ?? 0)) return;
    }
    for (let index = this.single.firstAfter(from - 1); index < this.single.count; index += 1) {
      const at = this.single.momentAt(index);
      if (!visit(at, at)) return;
    }
  }

  /** Forgets heartbeats before the instant, but for the newest of them. */
  forgetBefore(instant: Instant): void {
    const isNewestSingle = this.single.newestAtOrBefore(instant - 1) !== null;
    const drop = firstAfter(this.lasts, this.lasts.length, instant - 1) - (isNewestSingle ? 0 : 1);
    if (drop > 0) {
      this.firsts.splice(0, drop);
      this.lasts.splice(0, drop);
    }
    this.single.forgetBefore(instant);
  }

  private joinedUntil(): Instant {
    return this.lasts.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  private stretchAt(at: Instant): number {
    const index = firstAfter(this.firsts, this.firsts.length, at) - 1;
    return index >= 0 && (this.lasts[index] ?? 0) >= at ? index : -1;
  }

  private joinOldest(): void {
    for (let index = 0; index < LEAST_SINGLE; index += 1) {
      const at = this.single.momentAt(index);
      if (this.canJoin(this.joinedUntil(), at)) {
        this.lasts[this.lasts.length - 1] = at;
      } else {
        this.firsts.push(at);
        this.lasts.push(at);
      }
    }
    this.single.dropFirst(LEAST_SINGLE);
  }

  // A late heartbeat among the joined ones: within a stretch it changes nothing, else it joins its neighbours or stands alone.
  private putJoined(at: Instant): Placement {
    if (this.stretchAt(at) >= 0) return 'unchanged';
    const next = firstAfter(this.firsts, this.firsts.length, at);
    const joinsLast = next > 0 && this.canJoin(this.lasts[next - 1] ?? 0, at);
    const joinsNext = this.canJoin(at, this.firsts[next] ?? Number.POSITIVE_INFINITY);
    if (joinsLast && joinsNext) {
      this.firsts.splice(next, 1);
      this.lasts.splice(next - 1, 1);
    } else if (joinsLast) {
      this.lasts[next - 1] = at;
    } else if (joinsNext) {
      this.firsts[next] = at;
    } else {
      this.firsts.splice(next, 0, at);
      this.lasts.splice(next, 0, at);
    }
    return 'added';
  }

  private canJoin(earlier: Instant, later: Instant): boolean {
    return later - earlier <= this.joinGap && !this.areApart(earlier, later);
  }
}
