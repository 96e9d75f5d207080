import type { SendOutcome, Settlement } from './ports.js';

const SECOND = 1000;
const HOUR_MS = 3_600_000;
/** The longest pause while an outage is young: delivery goes on within a minute of its end. */
const LONGEST_PAUSE_MS = 45 * SECOND;
/** The longest pause once it has lasted. */
const LONGEST_PAUSE_OLD_MS = 300 * SECOND;
const JITTER = 0.2;

export interface Failing {
  /** Tries that failed in a row before this one. */
  readonly failures: number;
  /** For how long the channel has been failing. */
  readonly failingMs: number;
}

/**
 * How long a channel is left alone after another failure: one second doubling to 45 seconds, and to five minutes once
 * the outage is an hour old; a fifth more or less, so that channels do not knock in step.
 * @param chance a number in [0, 1)
 */
export function pauseAfter({ failures, failingMs }: Failing, chance: number): number {
  const longest = failingMs < HOUR_MS ? LONGEST_PAUSE_MS : LONGEST_PAUSE_OLD_MS;
  const pause = Math.min(longest, SECOND * 2 ** Math.min(failures, 12));
  return Math.round(Math.min(longest, pause * (1 + JITTER * (2 * chance - 1))));
}

/** What becomes of a message after a try: a receiver's own wait is obeyed, what it will never take has failed. */
export function settlementOf(outcome: SendOutcome, failing: Failing, chance: number): Settlement {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'rejected':
      return { kind: 'failed' };
    case 'retry':
    case 'unknown':
      return { kind: 'retry', afterMs: Math.max(outcome.retryAfterMs ?? 0, pauseAfter(failing, chance)) };
  }
}
