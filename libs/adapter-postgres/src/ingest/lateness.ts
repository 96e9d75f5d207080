import type { StorableEvent } from '@parkpulse/application';
import { type Instant, LATE_AFTER_MS } from '@parkpulse/domain';

/** How late the events of one source came in one batch; those sent as replay, and entries of the register, do not count. */
export interface Lateness {
  /** The newest arrival of an event that counts; null when none does. */
  arrivedAt: Instant | null;
  events: number;
  late: number;
  lateMs: number;
}

export const NOT_LATE: Readonly<Lateness> = { arrivedAt: null, events: 0, late: 0, lateMs: 0 };

/** Counts one event: a comparison and a few sums, whatever the number of its facts. */
export function countLateness(lateness: Lateness, event: StorableEvent): void {
  if (event.isReplay === true) return;
  const spokenOf = newestMomentOf(event);
  if (spokenOf === null) return;
  const lateMs = event.receivedAt - spokenOf;
  lateness.arrivedAt = Math.max(event.receivedAt, lateness.arrivedAt ?? 0);
  lateness.events += 1;
  if (lateMs <= LATE_AFTER_MS) return;
  lateness.late += 1;
  lateness.lateMs += lateMs;
}

// The time an event speaks of. A transmission covers a span and cannot come before its end; an entry of the register is
// dated by when it takes effect, which says nothing of any clock.
function newestMomentOf(event: StorableEvent): Instant | null {
  if (event.rows !== undefined) return event.time;
  const [first] = event.facts;
  if (first?.kind === 'registry') return null;
  return first?.kind === 'transmission' ? Math.max(event.time, first.to) : event.time;
}
