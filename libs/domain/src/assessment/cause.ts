import type { CompiledCondition } from '../inference/compileStandard.js';
import { evaluateCondition } from '../inference/evaluateCondition.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { SignalPoint } from '../telemetry/signal.js';
import type { Cause } from './rows.js';
import type { SignalChange, SignalStep } from './signalStep.js';

/** A change of a clause's raw status with the step of its measures that made it. */
export interface StatusChange {
  readonly condition: CompiledCondition;
  readonly from: Tri;
  readonly to: Tri;
  readonly confirmed: Tri;
  readonly step: SignalStep;
}

/** Strongest first: of several things that changed at one instant, the deepest is named. */
const STRENGTH: readonly Cause[] = [
  'rule',
  'registry',
  'attestation',
  'restatement',
  'denominator',
  'value',
  'staleness',
];

/**
 * Names why a status changed: the rule, the register, lost (or regained) freshness, the denominator alone, or the
 * value. The denominator is named when the new numerator over the old denominator would have left the status as it was.
 */
export function causeOfChange(change: StatusChange): Cause {
  return strongestCause(change.step.changed.map((measure) => causeOfMeasure(change, measure))) ?? 'value';
}

/** Picks the strongest of several causes; null for none. */
export function strongestCause(causes: readonly Cause[]): Cause | null {
  return STRENGTH.find((cause) => causes.includes(cause)) ?? null;
}

function causeOfMeasure(change: StatusChange, measure: SignalChange): Cause {
  switch (measure.to.trigger) {
    case 'rule':
      return 'rule';
    case 'registry':
      return 'registry';
    case 'staleness':
      return 'staleness';
    case 'data':
      return causeOfData(change, measure);
  }
}

function causeOfData(change: StatusChange, measure: SignalChange): Cause {
  if (isStale(measure.from) && change.to === change.confirmed) return 'staleness';
  const counterfactual = withOldDenominator(measure);
  if (counterfactual === null) return 'value';
  const valueOf = (key: MeasureKey): MeasureValue =>
    key === measure.measure ? counterfactual : change.step.valueOf(key);
  return evaluateCondition(change.condition, valueOf).status === change.from ? 'denominator' : 'value';
}

function isStale(point: SignalPoint | null): boolean {
  return point?.value.kind === 'unknown' && point.value.reason === 'stale';
}

function withOldDenominator({ from, to }: SignalChange): MeasureValue | null {
  const old = from?.value.kind === 'known' ? from.value : from?.lastKnown;
  if (old?.kind !== 'known' || to.value.kind !== 'known') return null;
  return { ...to.value, denominator: old.denominator };
}
