import type { Level } from '../kernel/level.js';
import type { Tri } from '../kernel/tri.js';
import { clausesUpTo } from '../standard/clauses.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { CompiledStandard } from './compileStandard.js';
import type { CapabilityStatuses } from './inferStandard.js';

/**
 * Spreads attestations over clauses as `POST /standard/infer` takes them: an indicator with a level attests every
 * capability clause up to that level, and a clause named by itself overrides.
 */
export function attestedCapabilities(
  standard: CompiledStandard,
  upTo: ReadonlyMap<IndicatorId, Level>,
  overrides: ReadonlyMap<ClauseId, Tri>,
): CapabilityStatuses {
  const statuses = new Map<ClauseId, Tri>();
  for (const [id, level] of upTo) {
    for (const clause of capabilityClausesUpTo(standard, id, level)) statuses.set(clause, 'met');
  }
  for (const [clause, status] of overrides) statuses.set(clause, status);
  return statuses;
}

/** Lists an indicator's capability clauses from S2 up to a level: what an attestation `{indicator, upTo}` covers. */
export function capabilityClausesUpTo(
  standard: CompiledStandard,
  id: IndicatorId,
  level: Level,
): readonly ClauseId[] {
  const compiled = standard.byId.get(id);
  if (compiled === undefined) return [];
  return clausesUpTo(compiled.indicator, level)
    .filter((clause) => clause.kind === 'capability')
    .map((clause) => clause.id);
}
