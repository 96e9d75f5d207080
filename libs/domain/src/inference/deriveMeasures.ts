import { multiplyDecimals } from '../kernel/decimal.js';
import {
  type MeasureValue,
  type UnknownReason,
  toMeasureValue,
  unknownValue,
} from '../kernel/measureValue.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { CompiledDerivation, CompiledStandard } from './compileStandard.js';
import type { MeasureLookup } from './evaluateCondition.js';
import { type FactoryRatios, countQualifiedFactories, toQualifiedCountValue } from './qualifiedFactories.js';

export type MeasureValues = ReadonlyMap<MeasureKey, MeasureValue>;

/**
 * Completes the given measures by the only two derivations there are: the shares of I03 as exact quotients of their
 * counts (ruling I3a), and what one unnamed factory's ratios prove of the qualified-factory counts. A measure that is
 * given, even as unknown, is never replaced; nothing else follows from one measure to another (ruling A11).
 */
export function deriveMeasures(standard: CompiledStandard, given: MeasureValues): MeasureLookup {
  const derived = new Map<MeasureKey, MeasureValue>();
  for (const derivation of standard.derivations) {
    if (!given.has(derivation.key)) derived.set(derivation.key, derive(standard, derivation, given));
  }
  return (measure) => given.get(measure) ?? derived.get(measure) ?? MISSING;
}

const MISSING: MeasureValue = unknownValue('insufficient_data');

/** Forms an exact quotient of two known values; unknown with the first missing one's reason, or by the measure's bounds. */
export function deriveQuotient(
  standard: CompiledStandard,
  key: MeasureKey,
  numerator: MeasureValue,
  denominator: MeasureValue,
): MeasureValue {
  if (numerator.kind === 'unknown') return numerator;
  if (denominator.kind === 'unknown') return denominator;
  const measure = standard.measures.get(key);
  if (measure === undefined) return unknownValue('calc_error');
  return toMeasureValue(
    measure,
    multiplyDecimals(numerator.numerator, denominator.denominator),
    multiplyDecimals(numerator.denominator, denominator.numerator),
  );
}

function derive(
  standard: CompiledStandard,
  derivation: CompiledDerivation,
  given: MeasureValues,
): MeasureValue {
  const valueOf = (key: MeasureKey): MeasureValue => given.get(key) ?? MISSING;
  switch (derivation.kind) {
    case 'quotient':
      return deriveQuotient(
        standard,
        derivation.key,
        valueOf(derivation.numerator),
        valueOf(derivation.denominator),
      );
    case 'qualifiedFactories':
      return deriveFromOneFactory(derivation, valueOf);
  }
}

/**
 * Forms the qualified-factory counts from the rates of every smart factory that reported and the number of smart
 * factories (null when not known), by ruling I3c. Each value decides the clauses on it exactly as the bounds do.
 */
export function deriveQualifiedCounts(
  standard: CompiledStandard,
  factories: readonly FactoryRatios[],
  totalFactories: number | null,
): MeasureValues {
  const counts = new Map<MeasureKey, MeasureValue>();
  for (const derivation of standard.derivations) {
    if (derivation.kind !== 'qualifiedFactories') continue;
    const count = countQualifiedFactories(factories, totalFactories, derivation.all);
    const reason = firstReason(factories.flatMap(({ equipment, upload }) => [equipment, upload]));
    counts.set(derivation.key, toQualifiedCountValue(count, derivation.asked, reason));
  }
  return counts;
}

// One unnamed factory may prove "at least 1" and never refutes: how many others there are is not said (ruling I3c).
function deriveFromOneFactory(
  { all, asked }: Extract<CompiledDerivation, { kind: 'qualifiedFactories' }>,
  valueOf: MeasureLookup,
): MeasureValue {
  const factory = {
    equipment: valueOf('sf_digital_equipment_ratio'),
    upload: valueOf('sf_data_upload_ratio'),
  };
  const reason = firstReason(all.map(({ measure }) => valueOf(measure)));
  return toQualifiedCountValue(countQualifiedFactories([factory], null, all), asked, reason);
}

function firstReason(values: readonly MeasureValue[]): UnknownReason {
  for (const value of values) {
    if (value.kind === 'unknown') return value.reason;
  }
  return 'insufficient_data';
}
