import { type PeriodUnit, type TimeSpan, lastClosedPeriod, previousPeriod } from '../kernel/calendar.js';
import type { Instant } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { formOf } from './measureForms.js';
import { MINUTE_MS } from './minuteLedger.js';

/**
 * What a value is judged over: the span [from, to) for rates over time, `moment` for rates of a moment, by what had
 * been filed and transmitted at `asKnownBy` (event time; infinite for all that is known).
 */
export interface Judged extends TimeSpan {
  readonly moment: Instant;
  readonly asKnownBy: Instant;
}

/** Narrows a value to one member, and says in which zone local periods run. */
export interface ValueScope {
  readonly zone: string;
  readonly device?: string | undefined;
  readonly enterprise?: string | undefined;
  /** The definition of another measure in force, for shares formed from counts; absent: the defaults. */
  readonly definitionOf?: ((measure: string, at: Instant) => MeasureDefinition) | undefined;
}

const DAY_SECONDS = 86_400;

/**
 * Returns what a period is judged over, measures of a moment just before its end: a closed one by all that is known, a
 * running one by what has come so far.
 */
export function judgedOver({ from, to, closed }: TimeSpan & { readonly closed: boolean }): Judged {
  return { from, to, moment: to - 1, asKnownBy: closed ? Number.POSITIVE_INFINITY : to };
}

/** Returns what the live value at an instant is judged over: its window, or the last closed periods of its judge. */
export function judgedAt(definition: MeasureDefinition, at: Instant, zone: string): Judged {
  const unit = closingUnit(definition);
  if (unit === null) {
    return { from: at - definition.windowSeconds * 1000, to: at, moment: at, asKnownBy: at };
  }
  let period = lastClosedPeriod(unit, at, zone);
  const { to } = period;
  for (let more = closingPeriods(definition); more > 1; more -= 1) period = previousPeriod(period, zone);
  return { from: period.from, to, moment: to - 1, asKnownBy: at };
}

/**
 * Returns the unit of the closed periods a definition judges by, or null for a window. Submissions are for whole days:
 * a window over them is that many closed days.
 */
export function closingUnit({ measure, judge }: MeasureDefinition): PeriodUnit | null {
  if (judge !== 'window') return judge;
  const { kind } = formOf(measure);
  return kind === 'coverage' || kind === 'upload' ? 'day' : null;
}

function closingPeriods({ judge, periods, windowSeconds }: MeasureDefinition): number {
  return judge === 'window' ? Math.max(1, Math.round(windowSeconds / DAY_SECONDS)) : periods;
}

/** Tells whether a definition judges a window of time that moves on with every minute. */
export function isRolling(definition: MeasureDefinition): boolean {
  const { kind } = formOf(definition.measure);
  const isOverTime = kind === 'online_time' || kind === 'online_slots' || kind === 'transmission';
  return isOverTime && closingUnit(definition) === null;
}

/** Returns the instant a rolling window is judged at in a signal: the whole minute at or before. */
export function wholeMinute(at: Instant): Instant {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}
