import { capabilityClausesUpTo, clauseComparisons, isClauseId, isMeasureKey, type ClauseId, type MeasureKey, type Tri } from '@parkpulse/domain';
import type { IndicatorDetail, MeasureValueAnswer, Quantity } from '../api/types.js';
import { standard } from '../format/names.js';
import { compiled } from './engine.js';
import { EMPTY_DRAFT, type Draft, type Supposed } from './draft.js';

/** Measures that no clause compares alone: a clause's trace tells only the one that decided it, so these are asked for. */
export const JOINED_MEASURES: readonly MeasureKey[] = [
  ...new Set(
    standard.indicators.flatMap(({ criteria }) =>
      criteria.flatMap(({ measures }) => measures.filter(({ condition }) => condition.kind !== 'comparison').flatMap(clauseComparisons).map(({ measure }) => measure)),
    ),
  ),
];

/** The park as it stands, as a draft to change: measures known now, and what is attested. */
export function toBaseDraft(details: readonly (IndicatorDetail | null)[], joined: readonly (MeasureValueAnswer | null)[]): Draft {
  const measures = new Map<MeasureKey, Supposed>();
  const clauses = new Map<ClauseId, Tri>();
  for (const clause of details.flatMap((detail) => detail?.clauses ?? [])) {
    if (!isClauseId(clause.id)) continue;
    if (clause.measure === null) {
      if (clause.status !== 'unknown') clauses.set(clause.id, clause.status);
      continue;
    }
    const supposed = clause.raw === 'unknown' ? null : suppose(clause);
    if (supposed !== null && isMeasureKey(clause.measure)) measures.set(clause.measure, supposed);
  }
  for (const answer of joined) {
    const supposed = answer?.status === 'known' ? suppose(answer) : null;
    if (answer !== null && supposed !== null && isMeasureKey(answer.measure)) measures.set(answer.measure, supposed);
  }
  return { ...EMPTY_DRAFT, measures, clauses };
}

interface Counted {
  readonly numerator: Quantity | null;
  readonly denominator: Quantity | null;
  readonly value: string | null;
}

function suppose({ numerator, denominator, value }: Counted): Supposed | null {
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
