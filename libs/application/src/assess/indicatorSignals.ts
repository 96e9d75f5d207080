import {
  type CompiledIndicator,
  type Instant,
  type MeasureKey,
  type Signal,
  type Span,
  completeSignals,
  deriveFactorySignals,
  deriveSignal,
  measureKindOf,
} from '@parkpulse/domain';
import { versionsOf } from './dwellOf.js';
import type { ParkMemory } from './parkMemory.js';
import type { AssessmentRules } from './rules.js';

export interface SignalInputs {
  readonly rules: AssessmentRules;
  readonly memory: ParkMemory;
  readonly zone: string;
  readonly span: Span;
}

export interface LoggedSignal extends Signal {
  readonly from: Instant;
  /** Formed from streams or the register: readings are their own log. */
  readonly isLogged: boolean;
}

/** The live values behind one indicator over a span, the derived ones of indicator 3 included. */
export function signalsOf(
  compiled: CompiledIndicator,
  { rules, memory, zone, span }: SignalInputs,
): {
  readonly byMeasure: ReadonlyMap<MeasureKey, Signal['points']>;
  readonly logged: readonly LoggedSignal[];
} {
  const request = {
    facts: memory.facts,
    versionsOf: (measure: string) => versionsOf(memory.definitions, measure),
    zone,
    // A moment earlier, so that a change at the very start is seen as one, with what it changed from.
    from: span.from - 1,
    to: span.to,
  };
  const logged = (rules.inputs.get(compiled.indicator.id) ?? []).map((measure) => ({
    ...deriveSignal({ ...request, measure, versions: request.versionsOf(measure) }),
    from: span.from,
    isLogged: measureKindOf(measure) !== 'reading',
  }));
  const signals = new Map(logged.map(({ measure, points }) => [measure as MeasureKey, points]));
  const needsDerivation = rules.standard.derivations.some(({ key }) => signals.has(key));
  if (!needsDerivation) return { byMeasure: signals, logged };
  const factories = [...deriveFactorySignals(request).values()].map(({ equipment, upload }) => ({
    equipment: equipment.points,
    upload: upload.points,
  }));
  return { byMeasure: completeSignals(rules.standard, { signals, factories }), logged };
}
