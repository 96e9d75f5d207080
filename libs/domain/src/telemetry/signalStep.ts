import type { TimeSpan } from '../kernel/calendar.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import type { Instant, Origin } from './facts.js';
import type { ValueSource } from './streamSource.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { MeasureForm } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';
import type { SignalTrigger } from './signal.js';

/** A value that holds from an instant on, before it is known whether it differs from the one before. */
export interface SignalStep {
  readonly at: Instant;
  readonly value: MeasureValue;
  readonly trigger: SignalTrigger;
  readonly decidedBy: Origin | null;
  /** Times behind the value where the walker knows them; absent: those of the measure's streams. */
  readonly times?: StepTimes;
}

export interface StepTimes {
  readonly asOf: Instant | null;
  readonly freshUntil: Instant | null;
}

/** What a walker walks: one definition in force, one source, over [from, to). */
export interface SignalSegment extends TimeSpan {
  readonly definition: MeasureDefinition;
  readonly form: MeasureForm;
  readonly source: ValueSource;
  /** Why the segment begins: another rule, another register, or data. */
  readonly trigger: SignalTrigger;
}

/** What every walker needs besides its segment. */
export interface SignalContext {
  readonly facts: ParkFacts;
  readonly zone: string;
  /** The factory of a factory-scope measure, else null. */
  readonly enterprise: string | null;
  /** The own versions of another measure's definition, for shares formed from counts. */
  readonly versionsOf: (measure: string) => readonly MeasureDefinition[];
}

/** A stretch of a segment in which its streams are fresh. */
export interface FreshStretch extends TimeSpan {
  /** Why the value at the beginning of the stretch may differ. */
  readonly trigger: SignalTrigger;
}
