import { type MeasureValue, unknownValue } from '../kernel/measureValue.js';
import { definitionAt } from './definitions.js';
import type { Instant } from './facts.js';
import { closingUnit } from './judgedSpan.js';
import type { MeasureForm } from './measureForms.js';
import type { Signal, SignalPoint, SignalTrigger } from './signal.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { valueAt } from './value.js';
import { closesWithin } from './walkPeriods.js';
import { toPlainValue } from './walkWindow.js';

export type CountsForm = Extract<MeasureForm, { of: 'counts' }>;

/** The signals of the two counts a share of I03 is formed from. */
export interface CountSignals {
  readonly numerator: Signal;
  readonly denominator: Signal;
}

/**
 * Walks a share of I03, the exact quotient of two counts with signals of their own (ruling I3a): it changes with them or,
 * when judged by periods, at closes and when a count grows stale.
 */
export function* walkQuotient(
  segment: SignalSegment,
  context: SignalContext,
  counts: CountSignals,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const { definition } = segment;
  const points = [...counts.numerator.points, ...counts.denominator.points];
  const isMomentary = closingUnit(definition) === null;
  const pending = [...(isMomentary ? points.map(({ at }) => at) : closesWithin(segment, context, stretch))];
  const instants = instantsWithin(pending, stretch.from, stretch.to - 1);
  for (const [index, from] of [stretch.from, ...instants].entries()) {
    const trigger = index === 0 ? stretch.trigger : triggerAt(points, from);
    const { step, freshUntil } = quotientStep(segment, context, from, trigger);
    yield step;
    const next = instants[index] ?? stretch.to;
    if (freshUntil !== null && freshUntil > from && freshUntil < next) {
      yield quotientStep(segment, context, freshUntil, 'staleness').step;
    }
  }
}

function quotientStep(
  { definition }: SignalSegment,
  { facts, zone, versionsOf }: SignalContext,
  at: Instant,
  trigger: SignalTrigger,
): { readonly step: SignalStep; readonly freshUntil: Instant | null } {
  const definitionOf: NonNullable<Parameters<typeof valueAt>[3]['definitionOf']> = (measure, moment) =>
    definitionAt(measure, versionsOf(measure), moment);
  const formed = valueAt(definition, facts, at, { zone, definitionOf });
  const { asOf, freshUntil, decidedBy } = formed;
  const value: MeasureValue = formed.kind === 'unknown' ? unknownValue(formed.reason) : toPlainValue(formed);
  return { step: { at, value, trigger, decidedBy, times: { asOf, freshUntil } }, freshUntil };
}

const STRENGTH: readonly SignalTrigger[] = ['rule', 'registry', 'staleness', 'data'];

function triggerAt(points: readonly SignalPoint[], at: Instant): SignalTrigger {
  const stepped = points.filter((point) => point.at === at).map(({ trigger }) => trigger);
  return STRENGTH.find((trigger) => stepped.includes(trigger)) ?? 'data';
}
