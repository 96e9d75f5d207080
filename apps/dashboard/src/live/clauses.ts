import { clauseComparisons, type Clause, type Comparison, type Tri } from '@parkpulse/domain';
import type { ClauseState, Level } from '../api/types.js';
import { clauseOf, indicatorOf } from '../format/names.js';
import { kleeneAnd } from '@parkpulse/domain';

/** One level of an indicator with its clauses as they stand. */
export interface RungView {
  readonly level: Level;
  readonly status: Tri;
  readonly clauses: readonly { readonly clause: Clause; readonly state: ClauseState }[];
  readonly limitations: readonly { readonly zh: string; readonly en: string }[];
}

/** Lays the clauses of an indicator out level by level, in the order of the text. */
export function toRungs(indicator: string, states: readonly ClauseState[]): readonly RungView[] {
  const byId = new Map(states.map((state) => [state.id, state]));
  return (indicatorOf(indicator)?.criteria ?? []).map(({ level, measures, capabilities, limitations }) => {
    const clauses = [...measures, ...capabilities].flatMap((clause) => {
      const state = byId.get(clause.id);
      return state === undefined ? [] : [{ clause, state }];
    });
    return { level, status: kleeneAnd(clauses.map(({ state }) => state.status)), clauses, limitations };
  });
}

/** The comparisons of a measure clause; none for a capability clause. */
export function comparisonsOfClause(id: string): readonly Comparison[] {
  const clause = clauseOf(id);
  return clause?.kind === 'measure' ? clauseComparisons(clause) : [];
}

/** The measures that an indicator compares, in the order of its text, with every threshold and its level. */
export function measuresOfIndicator(
  id: string,
): readonly { readonly key: string; readonly gates: readonly Gate[] }[] {
  const gates = new Map<string, Gate[]>();
  for (const { level, measures } of indicatorOf(id)?.criteria ?? []) {
    for (const { measure, threshold, comparator } of measures.flatMap(clauseComparisons)) {
      const known = gates.get(measure) ?? [];
      if (!known.some((gate) => gate.threshold === threshold && gate.comparator === comparator))
        known.push({ level, threshold, comparator });
      gates.set(measure, known);
    }
  }
  return [...gates].map(([key, list]) => ({ key, gates: list }));
}

export interface Gate {
  readonly level: Level;
  readonly threshold: string;
  readonly comparator: Comparison['comparator'];
}
