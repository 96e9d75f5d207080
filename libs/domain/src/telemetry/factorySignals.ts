import { deriveSignal } from './deriveSignal.js';
import type { Instant } from './facts.js';
import { FACTORY_MEASURES } from './measureForms.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { ParkFacts } from './parkFacts.js';
import type { Signal } from './signal.js';

/** The live ratios of one smart factory (I03): its digital equipment and its data upload. */
export interface FactorySignalPair {
  readonly enterprise: string;
  readonly equipment: Signal;
  readonly upload: Signal;
}

/** What the factories' signals are asked for; as for `deriveSignal`. */
export interface FactorySignalRequest {
  readonly versionsOf: (measure: string) => readonly MeasureDefinition[];
  readonly facts: ParkFacts;
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
}

/** Derives the signals of every factory that ever sent either ratio, by name; both must hold for the same one (ruling I3c). */
export function deriveFactorySignals({
  versionsOf,
  ...request
}: FactorySignalRequest): readonly FactorySignalPair[] {
  const [equipment = '', upload = ''] = FACTORY_MEASURES;
  return request.facts.factories().map((enterprise) => {
    const signalOf = (measure: string): Signal =>
      deriveSignal({ ...request, measure, versions: versionsOf(measure), enterprise, versionsOf });
    return { enterprise, equipment: signalOf(equipment), upload: signalOf(upload) };
  });
}
