import { capabilityClausesUpTo, isClauseId, isMeasureKey, type ClauseId, type MeasureKey, type Tri } from '@parkpulse/domain';
import type { IndicatorDetail, MeasureValueAnswer, Quantity } from '../api/types.js';
import { compiled } from './engine.js';
import { EMPTY_DRAFT, type Draft, type Supposed } from './draft.js';

/** The park as it stands, as a draft to change: measures known now, and what is attested. */
export function toBaseDraft(values: readonly (MeasureValueAnswer | null)[], details: readonly (IndicatorDetail | null)[]): Draft {
  const measures = new Map<MeasureKey, Supposed>();
  for (const answer of values) {
    const supposed = answer === null ? null : suppose(answer);
    if (answer !== null && supposed !== null && isMeasureKey(answer.measure)) measures.set(answer.measure, supposed);
  }
  const clauses = new Map<ClauseId, Tri>();
  for (const clause of details.flatMap((detail) => detail?.clauses ?? [])) {
    if (isClauseId(clause.id) && clause.id.includes('.c') && clause.status !== 'unknown') clauses.set(clause.id, clause.status);
  }
  return { ...EMPTY_DRAFT, measures, clauses };
}

function suppose({ status, numerator, denominator, value }: MeasureValueAnswer): Supposed | null {
  if (status !== 'known') return null;
  const text = (quantity: Quantity): string => String(quantity);
  if (numerator !== null && denominator !== null) return { numerator: text(numerator), denominator: text(denominator) };
  return value === null ? null : { numerator: value, denominator: '1' };
}

/** Lays changes over a base: a changed measure replaces, "all up to a level" sets its clauses, single clauses win. */
export function overlay(base: Draft, changes: Draft): Draft {
  const clauses = new Map(base.clauses);
  for (const [id, level] of changes.upTo) {
    for (const clause of capabilityClausesUpTo(compiled, id, level)) clauses.set(clause, 'met');
  }
  for (const [clause, status] of changes.clauses) clauses.set(clause, status);
  return { measures: new Map([...base.measures, ...changes.measures]), upTo: changes.upTo, clauses };
}

/** How many things a draft supposes. */
export function sizeOf({ measures, upTo, clauses }: Draft): number {
  return measures.size + upTo.size + clauses.size;
}
