import {
  capabilityClausesUpTo,
  clauseComparisons,
  isClauseId,
  isMeasureKey,
  type MeasureKey,
} from '@parkpulse/domain';
import type { IndicatorDetail, MeasureValueAnswer, Quantity } from '../api/types.js';
import { standard } from '../format/names.js';
import { compiled } from './engine.js';
import { EMPTY_DRAFT, type Draft, type Supposed } from './draft.js';

/** Measures that no clause compares alone: a clause's trace tells only the one that decided it, so these are asked for. */
export const JOINED_MEASURES: readonly MeasureKey[] = [
  ...new Set(
    standard.indicators.flatMap(({ criteria }) =>
      criteria.flatMap(({ measures }) =>
        measures
          .filter(({ condition }) => condition.kind !== 'comparison')
          .flatMap(clauseComparisons)
          .map(({ measure }) => measure),
      ),
    ),
  ),
];

/** The park as it stands, as a draft to change: measures known now, and what is attested. */
export function toBaseDraft(
  details: readonly (IndicatorDetail | null)[],
  joined: readonly (MeasureValueAnswer | null)[],
): Draft {
  const traces = details.flatMap((detail) => detail?.clauses ?? []);
  const compared = traces.flatMap((trace) =>
    trace.measure === null || trace.raw === 'unknown' ? [] : [{ ...trace, measure: trace.measure }],
  );
  const asked = joined.flatMap((answer) => (answer?.status === 'known' ? [answer] : []));
  const measures = [...compared, ...asked].flatMap((counted) => {
    const supposed = suppose(counted);
    return supposed !== null && isMeasureKey(counted.measure) ? [[counted.measure, supposed] as const] : [];
  });
  const clauses = traces.flatMap(({ id, measure, status }) =>
    measure === null && status !== 'unknown' && isClauseId(id) ? [[id, status] as const] : [],
  );
  return { ...EMPTY_DRAFT, measures: new Map(measures), clauses: new Map(clauses) };
}

interface Counted {
  readonly numerator: Quantity | null;
  readonly denominator: Quantity | null;
  readonly value: string | null;
}

function suppose({ numerator, denominator, value }: Counted): Supposed | null {
  const text = (quantity: Quantity): string => String(quantity);
  if (numerator !== null && denominator !== null)
    return { numerator: text(numerator), denominator: text(denominator) };
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

/** A kept set of changes: its name, and the part of a page's address that carries it. */
export interface Scenario {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}
