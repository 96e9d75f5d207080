import type { Comparator } from '../kernel/comparator.js';
import { type Decimal, decimal } from '../kernel/decimal.js';
import { clausesUpTo, comparisonsOf } from '../standard/clauses.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type {
  CapabilityClause,
  Clause,
  Comparison,
  Condition,
  Indicator,
  LevelCriterion,
  MeasureClause,
  Standard,
  StandardMeasure,
} from '../standard/types.js';

/** A comparison whose threshold has been read once, so that evaluating it costs one multiplication. */
export interface CompiledComparison {
  readonly kind: 'comparison';
  readonly measure: MeasureKey;
  readonly comparator: Comparator;
  readonly threshold: Decimal;
  readonly thresholdText: string;
}

export type CompiledCondition =
  | CompiledComparison
  | { readonly kind: 'anyOf'; readonly conditions: readonly CompiledCondition[] }
  | { readonly kind: 'allOf'; readonly conditions: readonly CompiledCondition[] }
  | {
      readonly kind: 'branch';
      readonly on: CompiledComparison;
      readonly then: CompiledCondition;
      readonly otherwise: CompiledCondition;
    };

export interface CompiledMeasureClause {
  readonly clause: MeasureClause;
  readonly condition: CompiledCondition;
}

export interface CompiledCriterion {
  readonly criterion: LevelCriterion;
  readonly measures: readonly CompiledMeasureClause[];
  readonly capabilities: readonly CapabilityClause[];
}

export interface CompiledIndicator {
  readonly indicator: Indicator;
  readonly criteria: readonly CompiledCriterion[];
}

/** A derivation with its thresholds read. */
export type CompiledDerivation =
  | {
      readonly kind: 'quotient';
      readonly key: MeasureKey;
      readonly numerator: MeasureKey;
      readonly denominator: MeasureKey;
    }
  | {
      readonly kind: 'qualifiedFactories';
      readonly key: MeasureKey;
      readonly all: readonly CompiledComparison[];
      /** How many qualified factories clauses ask for; the derived count need only be exact against these. */
      readonly asked: readonly Decimal[];
    };

/** A standard prepared for inference; make it once and share it. */
export interface CompiledStandard {
  readonly standard: Standard;
  readonly indicators: readonly CompiledIndicator[];
  readonly byId: ReadonlyMap<IndicatorId, CompiledIndicator>;
  readonly measures: ReadonlyMap<MeasureKey, StandardMeasure>;
  readonly derivations: readonly CompiledDerivation[];
  readonly clauses: ReadonlyMap<ClauseId, Clause>;
}

/** Prepares a standard for inference. The standard must be free of the faults `validateStandard` finds. */
export function compileStandard(standard: Standard): CompiledStandard {
  const indicators = standard.indicators.map(compileIndicator);
  return {
    standard,
    indicators,
    byId: new Map(indicators.map((compiled) => [compiled.indicator.id, compiled])),
    measures: new Map(standard.measures.map((measure) => [measure.key, measure])),
    derivations: standard.measures.flatMap((measure) => compileDerivation(measure, standard)),
    clauses: new Map(
      standard.indicators.flatMap((one) => clausesUpTo(one)).map((clause) => [clause.id, clause]),
    ),
  };
}

/** Prepares one indicator; enough to infer it alone. */
export function compileIndicator(indicator: Indicator): CompiledIndicator {
  const criteria = indicator.criteria.map((criterion) => ({
    criterion,
    measures: criterion.measures.map((clause) => ({ clause, condition: compileCondition(clause.condition) })),
    capabilities: criterion.capabilities,
  }));
  return { indicator, criteria };
}

function compileCondition(condition: Condition): CompiledCondition {
  switch (condition.kind) {
    case 'comparison':
      return compileComparison(condition);
    case 'anyOf':
    case 'allOf':
      return { kind: condition.kind, conditions: condition.conditions.map(compileCondition) };
    case 'branch':
      return {
        kind: 'branch',
        on: compileComparison(condition.on),
        then: compileCondition(condition.then),
        otherwise: compileCondition(condition.otherwise),
      };
  }
}

function compileComparison({ kind, measure, comparator, threshold }: Comparison): CompiledComparison {
  return { kind, measure, comparator, threshold: decimal(threshold), thresholdText: threshold };
}

function compileDerivation(measure: StandardMeasure, standard: Standard): readonly CompiledDerivation[] {
  const { key, derivation } = measure;
  if (derivation === null) return [];
  switch (derivation.kind) {
    case 'quotient':
      return [{ ...derivation, key }];
    case 'qualifiedFactories':
      return [
        {
          kind: derivation.kind,
          key,
          all: derivation.all.map(compileComparison),
          asked: thresholdsOn(key, standard),
        },
      ];
  }
}

function thresholdsOn(key: MeasureKey, standard: Standard): readonly Decimal[] {
  return standard.indicators
    .flatMap(({ criteria }) => criteria.flatMap(({ measures }) => measures))
    .flatMap(({ condition }) => comparisonsOf(condition))
    .filter(({ measure }) => measure === key)
    .map(({ threshold }) => decimal(threshold));
}
