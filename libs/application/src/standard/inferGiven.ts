import type { GivenMeasure, InferAnswer, InferRequest } from '@parkpulse/contracts';
import {
  type MeasureBound,
  type MeasureKey,
  type MeasureValue,
  ONE,
  type Points,
  type Score,
  type SeriesScores,
  attestedCapabilities,
  decimal,
  inferStandard,
  pointsText,
  scoreInference,
  toMeasureValue,
  unknownValue,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';

/**
 * Infers the 46 indicators and the score of what is given, without storing anything (CONTRACT 4). A value that is stale,
 * out of range or 0/0 is unknown, not an error (ruling A11).
 */
export function inferGiven(rules: AssessmentRules, { measures, upTo, overrides }: InferRequest): InferAnswer {
  const { standard, plan } = rules;
  const values = new Map<MeasureKey, MeasureValue>();
  for (const [key, given] of measures) values.set(key, toValue(standard.measures.get(key), given));
  const inferred = inferStandard(standard, values, attestedCapabilities(standard, upTo, overrides));
  const scores = scoreInference(plan, inferred);
  return {
    indicators: inferred.map(({ id, assured, candidate, ceiling, clauses }) => ({
      id,
      assured,
      candidate,
      ceiling,
      clauses: clauses.map((clause) => ({ id: clause.id, status: clause.status })),
    })),
    score: { assured: zOf(scores.assured), candidate: zOf(scores.candidate), ceiling: zOf(scores.ceiling) },
    primary: standard.standard.primaries.map(({ id }) => ({
      id,
      ...triple(scores, ({ primary }) => primary.get(id)),
    })),
    secondary: standard.standard.secondaries.map(({ id }) => ({
      id,
      ...triple(scores, ({ secondary }) => secondary.get(id)),
    })),
  };
}

function toValue(
  bound: MeasureBound | undefined,
  { numerator, denominator, stale }: GivenMeasure,
): MeasureValue {
  if (stale) return unknownValue('stale');
  if (bound === undefined) return unknownValue('calc_error');
  return toMeasureValue(bound, decimal(numerator), denominator === null ? ONE : decimal(denominator));
}

function zOf({ z, grade }: Score): InferAnswer['score']['assured'] {
  return { z: pointsText(z), grade };
}

function triple(scores: SeriesScores, pick: (score: Score) => Points | undefined) {
  const text = (score: Score): string => pointsText(pick(score) ?? 0);
  return { assured: text(scores.assured), candidate: text(scores.candidate), ceiling: text(scores.ceiling) };
}
