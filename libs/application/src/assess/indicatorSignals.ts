import {
  type CompiledIndicator,
  type Instant,
  type MeasureKey,
  type Signal,
  completeSignals,
  deriveFactorySignals,
  deriveSignal,
  measureKind,
} from '@parkpulse/domain';
import type { IndicatorInputs } from './deriveIndicator.js';

export interface LoggedSignal extends Signal {
  readonly from: Instant;
  /** Formed from streams or the register: readings are their own log. */
  readonly isLogged: boolean;
}

/** The live values behind one indicator over a span, the derived ones of indicator 3 included. */
export function signalsOf(
  compiled: CompiledIndicator,
  { rules, memory, span }: Pick<IndicatorInputs, 'rules' | 'memory' | 'span'>,
): { readonly byMeasure: ReadonlyMap<MeasureKey, Signal['points']>; readonly logged: readonly LoggedSignal[] } {
  const request = { facts: memory.facts, definitions: memory.definitions, from: span.from, to: span.to };
  const logged = (rules.inputs.get(compiled.indicator.id) ?? []).map((measure) => ({
    ...deriveSignal(measure, request),
    from: span.from,
    isLogged: measureKind(measure) !== 'reading',
  }));
  const signals = new Map(logged.map(({ measure, points }) => [measure as MeasureKey, points]));
  const needsDerivation = rules.standard.derivations.some(({ key }) => signals.has(key));
  if (!needsDerivation) return { byMeasure: signals, logged };
  return { byMeasure: completeSignals(rules.standard, { signals, factories: deriveFactorySignals(request) }), logged };
}
