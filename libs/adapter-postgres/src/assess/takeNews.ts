import type { AssessmentSession, Touch } from '@parkpulse/application';
import type { Fact } from '@parkpulse/domain';
import { type Transaction, statement } from '../driver/database.js';
import { type FreshFacts, kindAndGroup } from '../ingest/freshFacts.js';
import { mergedSpan } from '../ingest/touches.js';

interface TouchRow extends Touch {
  /** Null of a setting. */
  readonly commit: number | null;
}

const TAKE_TOUCHES = statement(
  'take-touches',
  `DELETE FROM park_touch WHERE park = $1
   RETURNING kind, "group", moment_from AS "from", moment_to AS "to", known_at AS "knownAt", commit`,
);

/**
 * Takes the touches of a park, merged to one per kind and group, and the facts behind them as far as this process holds
 * them still. They are gone when the transaction commits.
 */
export async function takeNews(
  transaction: Transaction,
  park: number,
  fresh: FreshFacts,
): Promise<Pick<AssessmentSession, 'touches' | 'newFacts'>> {
  const rows = await transaction.rows<TouchRow>(TAKE_TOUCHES, [park]);
  const commits = new Map<string, Set<number | null>>();
  for (const row of rows) {
    const name = nameOf(row);
    commits.set(name, (commits.get(name) ?? new Set()).add(row.commit));
  }
  const isHeld = (commit: number | null): commit is number => commit !== null && fresh.holds(commit);
  let facts: ReadonlyMap<string, readonly Fact[]> | null = null;
  return {
    touches: merge(rows),
    newFacts(touch) {
      const name = nameOf(touch);
      if (![...(commits.get(name) ?? [null])].every(isHeld)) return null;
      facts ??= fresh.of(park, new Set(rows.map(({ commit }) => commit).filter(isHeld)));
      return facts.get(name) ?? null;
    },
  };
}

function nameOf({ kind, group }: Pick<Touch, 'kind' | 'group'>): string {
  return kindAndGroup(kind, group);
}

function merge(rows: readonly TouchRow[]): readonly Touch[] {
  const merged = new Map<string, Touch>();
  for (const { commit: _commit, ...touch } of rows) {
    const held = merged.get(nameOf(touch));
    merged.set(nameOf(touch), held === undefined ? touch : { ...touch, ...mergedSpan(held, touch) });
  }
  return [...merged.values()].sort((a, b) => a.from - b.from);
}
