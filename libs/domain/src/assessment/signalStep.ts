import type { MeasureValue } from '../kernel/measureValue.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { SignalPoint } from '../telemetry/signal.js';

/** The measures at one instant: their values, and which of them changed there from what. */
export interface SignalStep {
  readonly at: Instant;
  readonly valueOf: (measure: MeasureKey) => MeasureValue;
  readonly changed: readonly SignalChange[];
}

export interface SignalChange {
  readonly measure: MeasureKey;
  readonly from: SignalPoint | null;
  readonly to: SignalPoint;
}
