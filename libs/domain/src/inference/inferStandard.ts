import type { Tri } from '../kernel/tri.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { CompiledIndicator, CompiledStandard } from './compileStandard.js';
import { type MeasureValues, deriveMeasures } from './deriveMeasures.js';
import {
  type CapabilityLookup,
  type ClauseTrace,
  evaluateCapabilityClause,
  evaluateMeasureClause,
} from './evaluateClause.js';
import type { MeasureLookup } from './evaluateCondition.js';
import { type InferredLevels, inferLevel } from './inferLevel.js';

/** One indicator's three levels with the status of each of its clauses, S2 to S5, measure clauses of a level first. */
export interface IndicatorInference extends InferredLevels {
  readonly id: IndicatorId;
  readonly clauses: readonly ClauseTrace[];
}

/** Statuses of capability clauses by attestations in force; a clause that is absent is unknown. */
export type CapabilityStatuses = ReadonlyMap<ClauseId, Tri>;

/**
 * Infers all 46 indicators from measures and attestations (CONTRACT 3; HG/T 6313-2024, Appendix A), in Appendix A's
 * order. Pure: equal inputs give equal results, and the order of the maps does not matter.
 */
export function inferStandard(
  standard: CompiledStandard,
  measures: MeasureValues,
  capabilities: CapabilityStatuses,
): readonly IndicatorInference[] {
  const measureOf = deriveMeasures(standard, measures);
  const capabilityOf: CapabilityLookup = (clause) => capabilities.get(clause) ?? 'unknown';
  return standard.indicators.map((indicator) => inferIndicator(indicator, measureOf, capabilityOf));
}

/** Infers one indicator from measures and attestations. */
export function inferIndicator(
  compiled: CompiledIndicator,
  measureOf: MeasureLookup,
  capabilityOf: CapabilityLookup,
): IndicatorInference {
  const clauses: ClauseTrace[] = [];
  const criteria = compiled.criteria.map(({ criterion, measures, capabilities }) => {
    const measured = measures.map((clause) => evaluateMeasureClause(clause, measureOf));
    const attested = capabilities.map((clause) => evaluateCapabilityClause(clause, capabilityOf));
    clauses.push(...measured, ...attested);
    return { level: criterion.level, measures: measured.map(statusOf), capabilities: attested.map(statusOf) };
  });
  return { id: compiled.indicator.id, ...inferLevel(criteria), clauses };
}

/**
 * Infers one indicator's levels from clause statuses that were settled elsewhere, such as those confirmed by dwell
 * (CONTRACT 3, "raw and stable").
 */
export function inferFromStatuses(
  compiled: CompiledIndicator,
  statusOfClause: (clause: ClauseId) => Tri,
): InferredLevels {
  return inferLevel(
    compiled.criteria.map(({ criterion }) => ({
      level: criterion.level,
      measures: criterion.measures.map(({ id }) => statusOfClause(id)),
      capabilities: criterion.capabilities.map(({ id }) => statusOfClause(id)),
    })),
  );
}

function statusOf({ status }: ClauseTrace): Tri {
  return status;
}
