import type { MeasureValue } from '../kernel/measureValue.js';
import type { Instant } from './facts.js';
import { toFormedValue } from './formedValue.js';
import { closingUnit, judgedAt } from './judgedSpan.js';
import { boundOf } from './measureForms.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { formFromStreams } from './value.js';
import { closesWithin } from './walkPeriods.js';
import { toPlainValue } from './walkWindow.js';

/** Walks a measure that is read off the register: it changes with entries, or at closes when judged by periods. */
export function* walkRegister(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
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
