import {
  type ClauseId,
  type CompiledIndicator,
  type CompiledStandard,
  type IndicatorId,
  type MeasureKey,
  type ScoringPlan,
  clauseComparisons,
  planScoring,
} from '@parkpulse/domain';

/** The standard prepared for assessing parks; make it once and share it. */
export interface AssessmentRules {
  readonly standard: CompiledStandard;
  readonly plan: ScoringPlan;
  /** Per indicator the measures its clauses compare and those such a measure is derived from. */
  readonly inputs: ReadonlyMap<IndicatorId, readonly MeasureKey[]>;
  /** Per measure clause the measures it compares; none for a capability clause. */
  readonly clauseMeasures: ReadonlyMap<ClauseId, readonly MeasureKey[]>;
}

export function assessmentRules(standard: CompiledStandard): AssessmentRules {
  const { indicators } = standard;
  return {
    standard,
    plan: planScoring(standard.standard),
    inputs: new Map(indicators.map((compiled) => [compiled.indicator.id, inputMeasures(standard, compiled)])),
    clauseMeasures: new Map(indicators.flatMap(measuresOfClauses)),
  };
}

function measuresOfClauses({
  criteria,
}: CompiledIndicator): readonly (readonly [ClauseId, readonly MeasureKey[]])[] {
  return criteria.flatMap(({ measures }) =>
    measures.map(
      ({ clause }) =>
        [clause.id, [...new Set(clauseComparisons(clause).map(({ measure }) => measure))]] as const,
    ),
  );
}

function inputMeasures(standard: CompiledStandard, compiled: CompiledIndicator): readonly MeasureKey[] {
  const keys = new Set(measuresOfClauses(compiled).flatMap(([, measures]) => measures));
  for (const derivation of standard.derivations) {
    if (!keys.has(derivation.key)) continue;
    if (derivation.kind === 'quotient') keys.add(derivation.numerator).add(derivation.denominator);
    else for (const { measure } of derivation.all) keys.add(measure);
  }
  return [...keys];
}
