import { type DeviceState, type Instant, type Precedence, type StateFact, overrules } from './facts.js';
import { type Placement, RankedTable } from './rankedTable.js';

/** How long a state `online` keeps its device online, in milliseconds, by the instant it was sent. */
export interface OnlineReach {
  readonly of: (at: Instant) => number;
  /** The longest reach there is: how far back an online state can matter. */
  readonly longest: number;
}

/** Makes a reach that never changes, in milliseconds. */
export function constantReach(milliseconds: number): OnlineReach {
  return { of: () => milliseconds, longest: milliseconds };
}

const CODES: Readonly<Record<Exclude<DeviceState, 'online'>, number>> = { offline: 1, fault: 2, maintenance: 3 };

/** The states of one device in force, sorted by time: heartbeats apart from the rare states that end being online. */
export class DeviceTrack {
  private readonly online = new RankedTable(0);
  private others: RankedTable | null = null;
  private earliestOnline: Instant | null = null;

  /** Places a state; of two for one moment the overruling one is in force. */
  add(fact: StateFact): Placement {
    const { at, state, origin } = fact;
    if (state === 'online') {
      if (this.others !== null && this.others.indexOf(at) >= 0) return this.settle(this.online, this.others, fact);
      return this.putOnline(at, origin);
    }
    const own = this.otherStates();
    return this.online.indexOf(at) >= 0 ? this.settle(own, this.online, fact) : own.put(at, [CODES[state]], origin);
  }

  /** Time of the first online state ever seen, even if its record is forgotten; null when there is none. */
  get firstOnline(): Instant | null {
    return this.earliestOnline;
  }

  /** Time of the first state of any kind that is held, or null. */
  get firstState(): Instant | null {
    const other = this.others !== null && this.others.count > 0 ? this.others.momentAt(0) : null;
    if (this.earliestOnline === null || other === null) return this.earliestOnline ?? other;
    return Math.min(this.earliestOnline, other);
  }

  onlineAtOrBefore(instant: Instant): Instant | null {
    return this.online.newestAtOrBefore(instant);
  }

  /** Returns the time of the newest state of any kind at or before the instant, or null. */
  stateAtOrBefore(instant: Instant): Instant | null {
    const online = this.online.newestAtOrBefore(instant);
    const other = this.others?.newestAtOrBefore(instant) ?? null;
    if (online === null || other === null) return online ?? other;
    return Math.max(online, other);
  }

  /** Tells whether an online state was sent in [from, to). */
  hasOnlineIn(from: Instant, to: Instant): boolean {
    const newest = this.online.newestAtOrBefore(to - 1);
    return newest !== null && newest >= from;
  }

  /** Tells whether the device is online at an instant: by an online state within reach, not ended by another state. */
  isOnlineAt(instant: Instant, reach: OnlineReach): boolean {
    let isOnline = false;
    this.eachRun({ from: instant, to: instant + 1 }, reach, () => (isOnline = true));
    return isOnline;
  }

  /** Calls with every online state time in (from, to]. */
  eachOnline(from: Instant, to: Instant, visit: (at: Instant) => void): void {
    for (let index = this.online.firstAfter(from); index < this.online.count; index += 1) {
      const at = this.online.momentAt(index);
      if (at > to) return;
      visit(at);
    }
  }

  /** Calls with every time of another state than online. */
  eachOther(visit: (at: Instant) => void): void {
    for (let index = 0; index < (this.others?.count ?? 0); index += 1) visit(this.others?.momentAt(index) ?? 0);
  }

  /**
   * Calls with every stretch [from, to) of the span in which the device was online: each online state reaches as
   * far as `reach` says, ended earlier by another state.
   */
  eachRun(
    span: { readonly from: Instant; readonly to: Instant },
    reach: OnlineReach,
    visit: (from: Instant, to: Instant, last: Instant) => void,
  ): void {
    const { online, others } = this;
    let index = online.firstAfter(span.from - reach.longest);
    let other = others?.firstAfter(online.momentAt(index)) ?? 0;
    let [start, end, last] = [Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN];
    const emit = (): void => {
      const [from, to] = [Math.max(start, span.from), Math.min(end, span.to)];
      if (from < to) visit(from, to, last);
    };
    for (; index < online.count; index += 1) {
      const at = online.momentAt(index);
      if (at >= span.to) break;
      while (others !== null && other < others.count && others.momentAt(other) <= at) other += 1;
      const ended = others !== null && other < others.count ? others.momentAt(other) : Number.POSITIVE_INFINITY;
      if (at > end) {
        emit();
        start = at;
      }
      end = Math.max(end, Math.min(at + reach.of(at), ended));
      last = at;
    }
    emit();
  }

  /** Forgets states before the instant, but for the newest of each sort. */
  forgetBefore(instant: Instant): void {
    this.online.forgetBefore(instant);
    this.others?.forgetBefore(instant);
  }

  private otherStates(): RankedTable {
    this.others ??= new RankedTable(1);
    return this.others;
  }

  // One device, one moment, two sorts of state: the overruling one stays; of equals the one that is not online.
  private settle(own: RankedTable, rival: RankedTable, { at, state, origin }: StateFact): Placement {
    const held = rival.indexOf(at);
    const holder = rival.precedenceAt(held);
    const isTie = overrules(origin, holder) && overrules(holder, origin);
    if (!overrules(origin, holder) || (isTie && state === 'online')) return 'unchanged';
    rival.remove(held);
    if (state === 'online') return this.putOnline(at, origin) === 'added' ? 'replaced' : 'unchanged';
    own.put(at, [CODES[state]], origin);
    if (at === this.earliestOnline) this.earliestOnline = this.online.count > 0 ? this.online.momentAt(0) : null;
    return 'replaced';
  }

  private putOnline(at: Instant, origin: Precedence): Placement {
    if (this.earliestOnline === null || at < this.earliestOnline) this.earliestOnline = at;
    return this.online.put(at, [], origin);
  }
}
