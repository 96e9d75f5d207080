import { type Decimal, multiplyDecimals } from '../kernel/decimal.js';
import { type MeasureValue, toMeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Instant } from './facts.js';
import { toFormedValue } from './formedValue.js';
import { closingUnit, judgedAt } from './judgedSpan.js';
import { type MeasureForm, boundOf } from './measureForms.js';
import type { Signal, SignalPoint, SignalTrigger } from './signal.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { formFromStreams } from './value.js';
import { closesWithin } from './walkPeriods.js';
import { toPlainValue } from './walkWindow.js';

/** Walks a measure that is read off the register: it changes with entries, or at closes when judged by periods. */
export function* walkRegister(segment: SignalSegment, context: SignalContext, stretch: FreshStretch): Generator<SignalStep> {
  const { definition, form } = segment;
  const { facts, zone } = context;
  const valueAt = (at: Instant): MeasureValue => {
    const result = formFromStreams(definition, facts, judgedAt(definition, at, zone), { zone });
    return toPlainValue(toFormedValue(result, boundOf(definition.measure)));
  };
  const entity = form.kind === 'register' && form.of === 'systems' ? 'system' : 'enterprise';
  const entries = closingUnit(definition) === null ? facts.register.changesIn(entity, stretch) : [];
  const instants = [...entries.map(({ at }) => at), ...closesWithin(segment, context, stretch)];
  yield { at: stretch.from, value: valueAt(stretch.from), trigger: stretch.trigger, decidedBy: null };
  for (const at of instantsWithin(instants, stretch.from, stretch.to - 1)) {
    yield { at, value: valueAt(at), trigger: 'registry', decidedBy: null };
  }
}

export type CountsForm = Extract<MeasureForm, { of: 'counts' }>;

/** Walks a share of I03: the exact quotient of two counts that have signals of their own (ruling I3a). */
export function* walkQuotient(
  { definition: { measure } }: SignalSegment,
  counts: { readonly numerator: Signal; readonly denominator: Signal },
  stretch: FreshStretch,
): Generator<SignalStep> {
  const [upper, lower] = [counts.numerator.points, counts.denominator.points];
  const instants = instantsWithin([...upper, ...lower].map(({ at }) => at), stretch.from, stretch.to - 1);
  for (const at of [stretch.from, ...instants]) {
    const [numerator, denominator] = [pointAt(upper, at), pointAt(lower, at)];
    const stepped = [numerator, denominator].filter((point) => point?.at === at);
    yield {
      at,
      value: quotientOf(measure, numerator?.value ?? null, denominator?.value ?? null),
      trigger: at === stretch.from ? stretch.trigger : strongest(stepped.map((point) => point?.trigger ?? 'data')),
      decidedBy: numerator?.decidedBy ?? null,
      times: { asOf: numerator?.asOf ?? null, freshUntil: numerator?.freshUntil ?? null },
    };
  }
}

function pointAt(points: readonly SignalPoint[], at: Instant): SignalPoint | null {
  return points.findLast((point) => point.at <= at) ?? null;
}

const STRENGTH: readonly SignalTrigger[] = ['rule', 'registry', 'staleness', 'data'];

function strongest(triggers: readonly SignalTrigger[]): SignalTrigger {
  return STRENGTH.find((trigger) => triggers.includes(trigger)) ?? 'data';
}

function quotientOf(measure: string, numerator: MeasureValue | null, denominator: MeasureValue | null): MeasureValue {
  if (numerator === null || denominator === null) return unknownValue('insufficient_data');
  if (numerator.kind === 'unknown') return numerator;
  if (denominator.kind === 'unknown') return denominator;
  const cross = (a: Decimal, b: Decimal): Decimal => multiplyDecimals(a, b);
  return toMeasureValue(
    boundOf(measure),
    cross(numerator.numerator, denominator.denominator),
    cross(numerator.denominator, denominator.numerator),
  );
}
