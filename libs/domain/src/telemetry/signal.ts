import type { MeasureValue } from '../kernel/measureValue.js';
import type { Instant, Origin } from './facts.js';

/** What made a measure's live value change at an instant. */
export type SignalTrigger = 'data' | 'staleness' | 'registry' | 'rule';

/**
 * One step of a measure's live value: `value` holds from `at` until the next point. A stale value is
 * `unknown` with reason `stale`; numerator and denominator last known stay readable in `lastKnown`.
 */
export interface SignalPoint {
  readonly at: Instant;
  readonly value: MeasureValue;
  readonly trigger: SignalTrigger;
  /** Event time of the newest fact behind the value; null when there is none. */
  readonly asOf: Instant | null;
  /** The value turns stale after this instant; null when it never does. */
  readonly freshUntil: Instant | null;
  /** The fact that decided the value where a single one did. */
  readonly decidedBy: Origin | null;
  /** The last known value under a stale one, for display; null otherwise. */
  readonly lastKnown: MeasureValue | null;
}

/** A measure's live value over a span: the points at or after `from`, preceded by the one in force at `from`. */
export interface Signal {
  readonly measure: string;
  readonly points: readonly SignalPoint[];
  /** The next instant after `to` at which the value can change without new facts (staleness, a period's close, a grid minute); null when none. */
  readonly nextDue: Instant | null;
}
