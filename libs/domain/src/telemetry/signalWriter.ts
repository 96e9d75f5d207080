import { compareDecimals } from '../kernel/decimal.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import type { SignalPoint } from './signal.js';
import type { SignalStep, StepTimes } from './signalStep.js';

/** Collects the steps of a signal and keeps only those at which the value really changes. */
export class SignalWriter {
  private readonly written: SignalPoint[] = [];
  private lastKnown: MeasureValue | null = null;

  get points(): readonly SignalPoint[] {
    return this.written;
  }

  /** Whether no value has been known so far. */
  get hasNoKnown(): boolean {
    return this.lastKnown === null;
  }

  /** Notes what was known before the first step, to be shown under a stale value. */
  rememberKnown(value: MeasureValue | null): void {
    if (value?.kind === 'known') this.lastKnown = value;
  }

  /** Adds a step; `timesOf` is asked only when it makes a point. */
  write(step: SignalStep, timesOf: () => StepTimes): void {
    const { at, value, trigger, decidedBy } = step;
    if (value.kind === 'known') this.lastKnown = value;
    const last = this.written.at(-1);
    if (last !== undefined && isSameValue(last.value, value)) return;
    const isStale = value.kind === 'unknown' && value.reason === 'stale';
    const { asOf, freshUntil } = step.times ?? timesOf();
    this.written.push({
      at,
      value,
      trigger,
      asOf,
      freshUntil,
      decidedBy,
      lastKnown: isStale ? this.lastKnown : null,
    });
  }
}

/** Tells whether two values have the same numerator and denominator, or are unknown for the same reason. */
export function isSameValue(a: MeasureValue, b: MeasureValue): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') {
    return a.kind === 'unknown' && b.kind === 'unknown' && a.reason === b.reason;
  }
  return (
    compareDecimals(a.numerator, b.numerator) === 0 && compareDecimals(a.denominator, b.denominator) === 0
  );
}
