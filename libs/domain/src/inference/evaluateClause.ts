import type { UnknownReason } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import type { ClauseId } from '../standard/ids.js';
import type { CapabilityClause } from '../standard/types.js';
import type { CompiledMeasureClause } from './compileStandard.js';
import {
  type ComparisonTrace,
  type MeasureLookup,
  evaluateCondition,
  unknownReasonOf,
} from './evaluateCondition.js';

/** What attestations in force say of a capability clause; a clause without one is unknown. */
export type CapabilityLookup = (clause: ClauseId) => Tri;

/** A judged clause: its status, why it is unknown if it is, and the comparisons that decided it (none for a capability). */
export interface ClauseTrace {
  readonly id: ClauseId;
  readonly kind: 'measure' | 'capability';
  readonly status: Tri;
  readonly reason: UnknownReason | null;
  readonly comparisons: readonly ComparisonTrace[];
}

/** Judges a measure clause against the measures (CONTRACT 3): met, unmet, or unknown with the first missing value's reason. */
export function evaluateMeasureClause(
  { clause, condition }: CompiledMeasureClause,
  lookup: MeasureLookup,
): ClauseTrace {
  const result = evaluateCondition(condition, lookup);
  return {
    id: clause.id,
    kind: 'measure',
    status: result.status,
    reason: unknownReasonOf(result),
    comparisons: result.comparisons,
  };
}

/** Judges a capability clause: a verified attestation in force decides it, without one it is unknown (ruling A13). */
export function evaluateCapabilityClause(clause: CapabilityClause, lookup: CapabilityLookup): ClauseTrace {
  const status = lookup(clause.id);
  return {
    id: clause.id,
    kind: 'capability',
    status,
    reason: status === 'unknown' ? 'insufficient_data' : null,
    comparisons: [],
  };
}
