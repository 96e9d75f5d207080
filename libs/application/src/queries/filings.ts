import type { Fact, SubmissionKind } from '@parkpulse/domain';
import type { ReadModel } from '../ports.js';

/** Parks and kinds whose filings are kept between questions; the one asked for longest ago is let go first. */
const MOST_KEPT = 8;

interface Kept {
  /** The state of the park they were read in; any other means they may be outdated. */
  readonly state: string;
  readonly facts: readonly Fact[];
}

const kept = new WeakMap<ReadModel, Map<string, Kept>>();

/** Lets a copy of a read model use what is kept for the original. */
export function shareFilings(original: ReadModel, copy: ReadModel): void {
  const cache = kept.get(original) ?? new Map<string, Kept>();
  kept.set(original, cache);
  kept.set(copy, cache);
}

/**
 * All filings of some kinds of a park. A filing speaks for its period whenever it was filed, so all are wanted for any
 * question; they are kept while nothing new has been stored, for a page asks many questions in a row.
 */
export async function filingsOf(
  read: ReadModel,
  park: string,
  submissions: readonly SubmissionKind[],
): Promise<readonly Fact[]> {
  const { revision, assessedTo, touched } = await read.status(park);
  const state = `${revision}/${assessedTo}`;
  const cache = kept.get(read) ?? new Map<string, Kept>();
  kept.set(read, cache);
  const key = `${park}/${submissions.join()}`;
  const held = cache.get(key);
  // A touched park has facts that no assessment has taken in yet: its state says nothing about them.
  if (touched === 0 && held?.state === state) return held.facts;
  const whenever = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const facts = await read.facts(park, { kinds: ['submission'], submissions, ...whenever });
  cache.delete(key);
  if (touched === 0) cache.set(key, { state, facts });
  const oldest = cache.keys().next().value;
  if (cache.size > MOST_KEPT && oldest !== undefined) cache.delete(oldest);
  return facts;
}
