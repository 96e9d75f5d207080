import { addDecimals, decimal, decimalText } from '../../libs/domain/src/kernel/decimal.js';
import type { MeasureUnit } from '../../libs/domain/src/kernel/measureValue.js';
import { comparisonsOf } from '../../libs/domain/src/standard/clauses.js';
import { PRIMARY_IDS, SECONDARY_IDS } from '../../libs/domain/src/standard/ids.js';
import { MEASURE_KEYS } from '../../libs/domain/src/standard/measureKeys.js';
import type { IndicatorId } from '../../libs/domain/src/standard/ids.js';
import type {
  Derivation,
  Indicator,
  Standard,
  StandardMeasure,
} from '../../libs/domain/src/standard/types.js';
import { comparisonMutants, conditionMutants, type Mutated } from './conditionMutants.js';

/** A standard with one thing wrong, and the indicators whose cases should notice (none: only scores can). */
export interface Mutant {
  readonly group: 'clause' | 'measure' | 'score';
  readonly change: string;
  readonly standard: Standard;
  readonly indicators: readonly IndicatorId[];
}

/** Yields every mutant of a standard. */
export function* standardMutants(standard: Standard): Generator<Mutant> {
  for (const [index, indicator] of standard.indicators.entries()) {
    for (const { change, value } of indicatorMutants(indicator)) {
      const indicators = standard.indicators.with(index, value);
      yield {
        group: 'clause',
        change: `${indicator.id} ${change}`,
        standard: { ...standard, indicators },
        indicators: [indicator.id],
      };
    }
    yield* weightMutants(standard, index, indicator);
  }
  yield* measureMutants(standard);
  yield* hierarchyMutants(standard);
}

function* indicatorMutants(indicator: Indicator): Generator<Mutated<Indicator>> {
  for (const [at, criterion] of indicator.criteria.entries()) {
    const { level, measures, capabilities } = criterion;
    const withCriterion = (changed: Partial<typeof criterion>): Indicator => ({
      ...indicator,
      criteria: indicator.criteria.with(at, { ...criterion, ...changed }),
    });
    for (const [index, clause] of measures.entries()) {
      yield {
        change: `${level} loses ${clause.id}`,
        value: withCriterion({ measures: measures.toSpliced(index, 1) }),
      };
      for (const { change, value } of conditionMutants(clause.condition)) {
        const changed = measures.with(index, { ...clause, condition: value });
        yield { change: `${level} ${change}`, value: withCriterion({ measures: changed }) };
      }
    }
    for (const [index, { id }] of capabilities.entries()) {
      yield {
        change: `${level} loses ${id}`,
        value: withCriterion({ capabilities: capabilities.toSpliced(index, 1) }),
      };
    }
  }
}

function* weightMutants(standard: Standard, index: number, indicator: Indicator): Generator<Mutant> {
  const replace = (change: string, changed: Partial<Indicator>): Mutant => ({
    group: 'score',
    change: `${indicator.id} ${change}`,
    standard: { ...standard, indicators: standard.indicators.with(index, { ...indicator, ...changed }) },
    indicators: [],
  });
  for (const step of ['0.01', '-0.01']) {
    const weight = decimalText(addDecimals(decimal(indicator.weight), decimal(step)));
    yield replace(`weight ${indicator.weight} -> ${weight}`, { weight });
  }
  for (const secondary of SECONDARY_IDS) {
    if (secondary !== indicator.secondary) yield replace(`belongs to ${secondary}`, { secondary });
  }
  for (const [other, sibling] of standard.indicators.entries()) {
    if (other <= index || sibling.secondary !== indicator.secondary || sibling.weight === indicator.weight)
      continue;
    const indicators = standard.indicators
      .with(index, { ...indicator, weight: sibling.weight })
      .with(other, { ...sibling, weight: indicator.weight });
    const change = `${indicator.id} and ${sibling.id} exchange weights`;
    yield { group: 'score', change, standard: { ...standard, indicators }, indicators: [] };
  }
}

function* hierarchyMutants(standard: Standard): Generator<Mutant> {
  for (const [index, secondary] of standard.secondaries.entries()) {
    const replace = (change: string, changed: Partial<typeof secondary>): Mutant => ({
      group: 'score',
      change: `${secondary.id} ${change}`,
      standard: { ...standard, secondaries: standard.secondaries.with(index, { ...secondary, ...changed }) },
      indicators: [],
    });
    yield replace('one point more', { points: secondary.points + 1 });
    yield replace('one point less', { points: secondary.points - 1 });
    for (const primary of PRIMARY_IDS) {
      if (primary !== secondary.primary) yield replace(`belongs to ${primary}`, { primary });
    }
  }
}

function* measureMutants(standard: Standard): Generator<Mutant> {
  const used = usedMeasures(standard);
  for (const [index, measure] of standard.measures.entries()) {
    if (!used.has(measure.key)) continue;
    for (const { change, value } of changedMeasures(measure)) {
      yield {
        group: 'measure',
        change: `${measure.key} ${change}`,
        standard: { ...standard, measures: standard.measures.with(index, value) },
        indicators: measure.indicators,
      };
    }
  }
}

function usedMeasures({ indicators, measures }: Standard): ReadonlySet<string> {
  const clauses = indicators.flatMap(({ criteria }) => criteria.flatMap((criterion) => criterion.measures));
  const sources = measures.flatMap(({ derivation }) => sourcesOf(derivation));
  return new Set([
    ...clauses.flatMap(({ condition }) => comparisonsOf(condition)).map((one) => one.measure),
    ...sources,
  ]);
}

function sourcesOf(derivation: Derivation | null): readonly string[] {
  if (derivation === null) return [];
  return derivation.kind === 'quotient'
    ? [derivation.numerator, derivation.denominator]
    : derivation.all.map(({ measure }) => measure);
}

function* changedMeasures(measure: StandardMeasure): Generator<Mutated<StandardMeasure>> {
  if (measure.unit === 'ratio') {
    yield { change: 'cap flipped', value: { ...measure, cappedAtOne: !measure.cappedAtOne } };
  }
  for (const unit of otherUnits(measure)) yield { change: `unit ${unit}`, value: { ...measure, unit } };
  const { derivation } = measure;
  if (derivation === null) return;
  yield { change: 'is not derived', value: { ...measure, derivation: null } };
  for (const { change, value } of derivationMutants(derivation)) {
    yield { change, value: { ...measure, derivation: value } };
  }
}

// Counts and levels are both non-negative whole numbers, so exchanging the two changes no inference; nor does
// exchanging an uncapped ratio with days.
function otherUnits({ unit, cappedAtOne }: StandardMeasure): readonly MeasureUnit[] {
  if (unit === 'ratio') return cappedAtOne ? ['days', 'count'] : ['count'];
  return unit === 'days' ? ['ratio', 'count'] : ['ratio', 'days'];
}

function* derivationMutants(derivation: Derivation): Generator<Mutated<Derivation>> {
  if (derivation.kind === 'quotient') {
    const { numerator, denominator } = derivation;
    yield {
      change: 'quotient inverted',
      value: { ...derivation, numerator: denominator, denominator: numerator },
    };
    for (const key of MEASURE_KEYS) {
      if (key !== numerator) yield { change: `numerator ${key}`, value: { ...derivation, numerator: key } };
      if (key !== denominator)
        yield { change: `denominator ${key}`, value: { ...derivation, denominator: key } };
    }
    return;
  }
  const [first, ...others] = derivation.all;
  for (const { change, value } of comparisonMutants(first)) {
    yield { change, value: { ...derivation, all: [value, ...others] } };
  }
  for (const [index, other] of others.entries()) {
    for (const { change, value } of comparisonMutants(other)) {
      yield { change, value: { ...derivation, all: [first, ...others.with(index, value)] } };
    }
  }
}
