import { type Decimal, compareDecimals, fromInteger } from '../kernel/decimal.js';
import { type MeasureValue, type UnknownReason, knownValue, unknownValue } from '../kernel/measureValue.js';
import { type Tri, kleeneAnd } from '../kernel/tri.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { CompiledComparison } from './compileStandard.js';
import { compare } from './evaluateCondition.js';

/** The two factory-scope ratios of one smart factory (I03). */
export interface FactoryRatios {
  readonly equipment: MeasureValue;
  readonly upload: MeasureValue;
}

/** Bounds on how many factories qualify: `proven` do, at most `possible` can (infinite when the total is not known). */
export interface QualifiedCount {
  readonly proven: number;
  readonly possible: number;
}

/**
 * Counts qualified factories by ruling I3c: both ratios must hold for the same factory. Factories with an unknown
 * ratio, and those of `totalFactories` that are not listed, may still qualify; with `totalFactories` null any
 * number of unlisted ones may.
 */
export function countQualifiedFactories(
  factories: readonly FactoryRatios[],
  totalFactories: number | null,
  requirements: readonly CompiledComparison[],
): QualifiedCount {
  const statuses = factories.map((factory) => factoryStatus(factory, requirements));
  const proven = statuses.filter((status) => status === 'met').length;
  if (totalFactories === null) return { proven, possible: Number.POSITIVE_INFINITY };
  const undecided = statuses.filter((status) => status === 'unknown').length;
  const unlisted = Math.max(0, totalFactories - factories.length);
  return { proven, possible: proven + undecided + unlisted };
}

/** Judges "at least n factories qualify": met if the proven suffice, unmet if all possible ones would not, else unknown. */
export function atLeastQualified({ proven, possible }: QualifiedCount, asked: number): Tri {
  if (proven >= asked) return 'met';
  return possible < asked ? 'unmet' : 'unknown';
}

/**
 * Turns the bounds into a value of the count that decides each "at least n" of `asked` exactly as the bounds do:
 * the proven count where they decide all of them, else unknown with the given reason.
 */
export function toQualifiedCountValue(
  count: QualifiedCount,
  asked: readonly Decimal[],
  reason: UnknownReason = 'insufficient_data',
): MeasureValue {
  const proven = fromInteger(count.proven);
  const isOpen = asked.some(
    (wanted) => compareDecimals(proven, wanted) < 0 && !isOutOfReach(wanted, count.possible),
  );
  return isOpen ? unknownValue(reason) : knownValue(proven);
}

function isOutOfReach(wanted: Decimal, possible: number): boolean {
  return Number.isFinite(possible) && compareDecimals(fromInteger(possible), wanted) < 0;
}

function factoryStatus(factory: FactoryRatios, requirements: readonly CompiledComparison[]): Tri {
  return kleeneAnd(
    requirements.map((requirement) => compare(requirement, ratioOf(factory, requirement.measure)).status),
  );
}

function ratioOf(factory: FactoryRatios, measure: MeasureKey): MeasureValue {
  if (measure === 'sf_digital_equipment_ratio') return factory.equipment;
  return measure === 'sf_data_upload_ratio' ? factory.upload : unknownValue('calc_error');
}
