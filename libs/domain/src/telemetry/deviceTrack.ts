import { type DeviceState, type Instant, type Precedence, type StateFact, overrules } from './facts.js';
import { HeartbeatLane } from './heartbeatLane.js';
import { type Placement, RankedTable } from './rankedTable.js';
import { firstAfter, insertInstant } from './sortedInstants.js';

/** How long a state `online` keeps its device online, in milliseconds, by the instant it was sent. */
export interface OnlineReach {
  readonly of: (at: Instant) => number;
  /** The longest reach there is: how far back an online state can matter. */
  readonly longest: number;
  /** Whether every state reaches as far: then only the newest one before an instant matters for it. */
  readonly isConstant: boolean;
}

/** Makes a reach that never changes, in milliseconds. */
export function constantReach(milliseconds: number): OnlineReach {
  return { of: () => milliseconds, longest: milliseconds, isConstant: true };
}

/** A stretch of time whose bounds may be infinite. */
interface Bounds {
  readonly from: Instant;
  readonly to: Instant;
}

/** What became of a state: as of any record, or `lost`: it cannot be placed among heartbeats that are no longer kept singly. */
export type StatePlacement = Placement | 'lost';

const CODES: Readonly<Record<Exclude<DeviceState, 'online'>, number>> = {
  offline: 1,
  fault: 2,
  maintenance: 3,
};

/**
 * The states of one device in force, sorted by time: heartbeats apart from the rare states that end being online. Long
 * rows of heartbeats are kept as stretches where `joinGap` (milliseconds) allows it; questions about shorter times than that
 * must not be asked then.
 */
export class DeviceTrack {
  private readonly online: HeartbeatLane;
  private others: RankedTable | null = null;
  /** Where the register changed the device: heartbeats before and after may reach differently far. */
  private readonly seams: Instant[] = [];

  constructor(joinGap = 0) {
    this.online = new HeartbeatLane(joinGap, (after, upTo) => this.hasSeamOrEnding(after, upTo));
  }

  /** Places a state; of two for one moment the overruling one is in force. */
  add(fact: StateFact): StatePlacement {
    const { at, state, origin } = fact;
    if (state === 'online') {
      const held = this.others?.indexOf(at) ?? -1;
      return held < 0 ? this.online.put(at, origin) : this.replaceEnding(held, fact);
    }
    const holder = this.online.holderOf(at);
    if (holder === 'joined') return 'lost';
    return holder === 'none'
      ? this.otherStates().put(at, [CODES[state]], origin)
      : this.replaceOnline(holder, fact);
  }

  /** Notes an instant at which the register says something else of the device. */
  addSeam(at: Instant): void {
    if (Number.isFinite(at)) insertInstant(this.seams, at);
  }

  /** Time of the first online state ever seen, even if its record is forgotten; null when there is none. */
  get firstOnline(): Instant | null {
    return this.online.first;
  }

  /** Time of the first state of any kind, or null. */
  get firstState(): Instant | null {
    const other = this.others !== null && this.others.count > 0 ? this.others.momentAt(0) : null;
    if (this.online.first === null || other === null) return this.online.first ?? other;
    return Math.min(this.online.first, other);
  }

  /** Returns the newest online state at or before an instant; within joined heartbeats to within `joinGap`. */
  onlineAtOrBefore(instant: Instant): Instant | null {
    return this.online.newestAtOrBefore(instant);
  }

  /** Tells whether the device is online at an instant: by an online state within reach, not ended by another state. */
  isOnlineAt(instant: Instant, reach: OnlineReach): boolean {
    let isOnline = false;
    this.eachRun({ from: instant, to: instant + 1 }, reach, () => (isOnline = true));
    return isOnline;
  }

  /** Calls with every row of online states [first, last] that touches the span, in order. */
  eachOnline({ from, to }: Bounds, visit: (first: Instant, last: Instant) => void): void {
    this.online.eachStretch(from, (first, last) => {
      if (first >= to) return false;
      visit(first, last);
      return true;
    });
  }

  /** Calls with every time of another state than online. */
  eachOther(visit: (at: Instant) => void): void {
    for (let index = 0; index < (this.others?.count ?? 0); index += 1)
      visit(this.others?.momentAt(index) ?? 0);
  }

  /** Calls with every stretch [from, to) of the span in which the device had been online within the last so many milliseconds. */
  eachSeen(span: Bounds, within: number, visit: (from: Instant, to: Instant) => void): void {
    this.walkRuns(span, constantReach(within), () => Number.POSITIVE_INFINITY, visit);
  }

  /**
   * Calls with every stretch [from, to) of the span in which the device was online: each online state reaches as
   * far as `reach` says, ended earlier by another state. `last` is the newest online state of the stretch.
   */
  eachRun(
    span: Bounds,
    reach: OnlineReach,
    visit: (from: Instant, to: Instant, last: Instant) => void,
  ): void {
    this.walkRuns(span, reach, (at) => this.endingAfter(at), visit);
  }

  /** Forgets states before the instant, but for the newest of each sort. */
  forgetBefore(instant: Instant): void {
    this.online.forgetBefore(instant);
    this.others?.forgetBefore(instant);
  }

  private walkRuns(
    span: Bounds,
    reach: OnlineReach,
    endingAfter: (at: Instant) => Instant,
    visit: (from: Instant, to: Instant, last: Instant) => void,
  ): void {
    let [start, end, newest] = [Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN];
    const emit = (): void => {
      const [from, to] = [Math.max(start, span.from), Math.min(end, span.to)];
      if (from < to) visit(from, to, newest);
    };
    const earliest = span.from - reach.longest + 1;
    const begin = reach.isConstant
      ? Math.max(earliest, this.online.newestAtOrBefore(span.from) ?? earliest)
      : earliest;
    this.online.eachStretch(begin, (first, last) => {
      if (first >= span.to) return false;
      if (first > end) {
        emit();
        start = first;
      }
      end = Math.max(end, Math.min(last + reach.of(last), endingAfter(last)));
      newest = last;
      return true;
    });
    emit();
  }

  private endingAfter(at: Instant): Instant {
    const index = this.others?.firstAfter(at) ?? 0;
    return this.others !== null && index < this.others.count
      ? this.others.momentAt(index)
      : Number.POSITIVE_INFINITY;
  }

  private hasSeamOrEnding(after: Instant, upTo: Instant): boolean {
    if (this.endingAfter(after) <= upTo) return true;
    return (this.seams[firstAfter(this.seams, this.seams.length, after)] ?? Number.POSITIVE_INFINITY) <= upTo;
  }

  private otherStates(): RankedTable {
    this.others ??= new RankedTable(1);
    return this.others;
  }

  // One device, one moment, two sorts of state: the overruling one stays; of equals the one that is not online.
  private replaceEnding(held: number, { at, origin }: StateFact): StatePlacement {
    const holder = this.others?.precedenceAt(held);
    if (holder === undefined || !overrules(origin, holder) || overrules(holder, origin)) return 'unchanged';
    this.others?.remove(held);
    return this.online.put(at, origin) === 'unchanged' ? 'unchanged' : 'replaced';
  }

  private replaceOnline(holder: Precedence, { at, state, origin }: StateFact): StatePlacement {
    if (!overrules(origin, holder) || state === 'online') return 'unchanged';
    this.online.remove(at);
    this.otherStates().put(at, [CODES[state]], origin);
    return 'replaced';
  }
}
