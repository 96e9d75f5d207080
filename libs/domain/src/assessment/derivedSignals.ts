import type { CompiledStandard } from '../inference/compileStandard.js';
import { deriveQuotient } from '../inference/deriveMeasures.js';
import {
  type FactoryRatios,
  countQualifiedFactories,
  toQualifiedCountValue,
} from '../inference/qualifiedFactories.js';
import { type MeasureValue, type UnknownReason, unknownValue } from '../kernel/measureValue.js';
import { compareDecimals, fromInteger } from '../kernel/decimal.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { SignalPoint, SignalTrigger } from '../telemetry/signal.js';
import { pointAt } from './clauseTimeline.js';

type Points = readonly SignalPoint[];

/** The live values of one smart factory's two ratios. */
export interface FactorySignals {
  readonly equipment: Points;
  readonly upload: Points;
}

/** What the derived measures of indicator 3 are formed from. */
export interface DerivationInputs {
  readonly signals: ReadonlyMap<MeasureKey, Points>;
  readonly factories: readonly FactorySignals[];
}

/**
 * Completes the signals by the derivations of the standard (rulings I3a, I3c): a share as the exact quotient of its two
 * counts, a count of qualified factories from the factories' own ratios. A measure that has readings of its own is left
 * as it is.
 */
export function completeSignals(
  standard: CompiledStandard,
  inputs: DerivationInputs,
): ReadonlyMap<MeasureKey, Points> {
  const signals = new Map(inputs.signals);
  for (const derivation of standard.derivations) {
    if (isGiven(inputs.signals.get(derivation.key))) continue;
    signals.set(
      derivation.key,
      derivation.kind === 'quotient'
        ? quotientSignal(standard, derivation, inputs)
        : qualifiedSignal(derivation, inputs),
    );
  }
  return signals;
}

function isGiven(points: Points | undefined): boolean {
  return points?.some(({ asOf }) => asOf !== null) ?? false;
}

type Derivation<Kind> = Extract<CompiledStandard['derivations'][number], { kind: Kind }>;

function quotientSignal(
  standard: CompiledStandard,
  derivation: Derivation<'quotient'>,
  { signals }: DerivationInputs,
): Points {
  const parts = [signals.get(derivation.numerator) ?? [], signals.get(derivation.denominator) ?? []];
  return combineSignals(parts, ([numerator, denominator]) =>
    deriveQuotient(standard, derivation.key, valueOf(numerator), valueOf(denominator)),
  );
}

function qualifiedSignal(
  derivation: Derivation<'qualifiedFactories'>,
  { signals, factories }: DerivationInputs,
): Points {
  const count = signals.get('smart_factory_count') ?? [];
  const parts = [count, ...factories.flatMap(({ equipment, upload }) => [equipment, upload])];
  return combineSignals(parts, ([total, ...ratios]) => {
    const listed = listFactories(ratios);
    const bounds = countQualifiedFactories(
      listed,
      totalFactories(valueOf(total), listed.length),
      derivation.all,
    );
    return toQualifiedCountValue(bounds, derivation.asked, reasonOf(listed));
  });
}

// Pairs equipment and upload of each factory; one that has never sent either is not listed.
function listFactories(ratios: readonly (SignalPoint | null)[]): readonly FactoryRatios[] {
  const factories: FactoryRatios[] = [];
  for (let index = 0; index < ratios.length; index += 2) {
    const [equipment, upload] = [ratios[index] ?? null, ratios[index + 1] ?? null];
    if (equipment?.asOf != null || upload?.asOf != null) {
      factories.push({ equipment: valueOf(equipment), upload: valueOf(upload) });
    }
  }
  return factories;
}

// The recognised factories, where their count is known, may be more than those that report; nobody reporting says nothing.
function totalFactories(count: MeasureValue, listed: number): number | null {
  if (count.kind === 'known') {
    const isMore = compareDecimals(count.numerator, fromInteger(listed)) > 0;
    return isMore ? Number(count.numerator.coefficient) / 10 ** count.numerator.scale : listed;
  }
  return listed > 0 ? listed : null;
}

function reasonOf(factories: readonly FactoryRatios[]): UnknownReason {
  for (const value of factories.flatMap(({ equipment, upload }) => [equipment, upload])) {
    if (value.kind === 'unknown') return value.reason;
  }
  return 'insufficient_data';
}

/** Combines step functions into one that steps wherever any of them does. */
function combineSignals(
  parts: readonly Points[],
  combine: (points: readonly (SignalPoint | null)[]) => MeasureValue,
): Points {
  const instants = [...new Set(parts.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const combined: SignalPoint[] = [];
  for (const at of instants) {
    const current = parts.map((points) => pointAt(points, at));
    const known = current.filter((point): point is SignalPoint => point !== null);
    combined.push(combinedPoint(at, known, combine(current)));
  }
  return combined;
}

function combinedPoint(at: Instant, parts: readonly SignalPoint[], value: MeasureValue): SignalPoint {
  const stepped = parts.filter((point) => point.at === at);
  const newest = stepped.find(({ decidedBy }) => decidedBy !== null);
  const asOfs = parts.flatMap(({ asOf }) => (asOf === null ? [] : [asOf]));
  const freshUntils = parts.flatMap(({ freshUntil }) => (freshUntil === null ? [] : [freshUntil]));
  return {
    at,
    value,
    trigger: strongestTrigger(stepped),
    asOf: asOfs.length === 0 ? null : Math.max(...asOfs),
    freshUntil: freshUntils.length === 0 ? null : Math.min(...freshUntils),
    decidedBy: newest?.decidedBy ?? null,
    lastKnown: null,
  };
}

const TRIGGERS: readonly SignalTrigger[] = ['rule', 'registry', 'data', 'staleness'];

function strongestTrigger(points: readonly SignalPoint[]): SignalTrigger {
  return TRIGGERS.find((trigger) => points.some((point) => point.trigger === trigger)) ?? 'data';
}

function valueOf(point: SignalPoint | null | undefined): MeasureValue {
  return point?.value ?? unknownValue('insufficient_data');
}
