import type { IngestCommit, NewDeadLetter, StorableEvent } from '@parkpulse/application';
import type { Dictionary } from '../dictionary/dictionary.js';
import { conflictLetter, unknownParkLetter } from './deadLetters.js';
import { contentDigest, eventDigest } from './eventDigest.js';

/** An event whose words have numbers, ready for its row. */
export interface PreparedEvent {
  /** Its number, if it turns out to be new. */
  readonly key: number;
  readonly event: StorableEvent;
  readonly park: number;
  readonly source: number;
  readonly digest: string;
  readonly content: string;
  /** The series of each of its facts. */
  readonly series: Int32Array;
}

/** A commit taken apart before its transaction begins: what can be known without locks. */
export interface PreparedCommit {
  readonly events: readonly PreparedEvent[];
  readonly topic: number;
  readonly missing: ReadonlyMap<string, number>;
  readonly deadLetters: readonly NewDeadLetter[];
  readonly duplicates: number;
  readonly conflicts: number;
  readonly unknownParks: number;
}

/** Looks up parks, words and series and sorts out what this batch itself repeats. */
export async function prepareCommit(dictionary: Dictionary, commit: IngestCommit): Promise<PreparedCommit> {
  const parks = await dictionary.parks.of(commit.events.map(({ park }) => park));
  const deadLetters = [...commit.deadLetters];
  const known = commit.events.filter((event) => {
    if (parks.has(event.park)) return true;
    deadLetters.push(unknownParkLetter(event, commit.stream));
    return false;
  });
  const { first, duplicates, conflicting } = withoutRepeats(known);
  deadLetters.push(...conflicting.map((event) => conflictLetter(event, commit.stream)));
  const terms = await dictionary.terms.keysOf(wordsOf(first, commit.stream.topic));
  const placed = first.map((each) => ({ ...each, park: parks.get(each.event.park) ?? 0 }));
  const series = await dictionary.series.keysOf(
    placed.map(({ park, event }) => ({ park, facts: event.facts })),
  );
  const keys = await dictionary.events.take(first.length);
  const events = placed.map((each, index): PreparedEvent => ({
    ...each,
    key: keys[index] ?? 0,
    source: terms.get(each.event.source) ?? 0,
    series: series[index] ?? new Int32Array(),
  }));
  return {
    events,
    topic: terms.get(commit.stream.topic) ?? 0,
    missing: terms,
    deadLetters,
    duplicates,
    conflicts: conflicting.length,
    unknownParks: commit.events.length - known.length,
  };
}

interface DigestedEvent {
  readonly event: StorableEvent;
  readonly digest: string;
  readonly content: string;
}

interface Sorted {
  readonly first: readonly DigestedEvent[];
  readonly duplicates: number;
  readonly conflicting: readonly StorableEvent[];
}

function withoutRepeats(events: readonly StorableEvent[]): Sorted {
  const first = new Map<string, DigestedEvent>();
  const conflicting: StorableEvent[] = [];
  let duplicates = 0;
  for (const event of events) {
    const [digest, content] = [eventDigest(event), contentDigest(event)];
    const earlier = first.get(digest);
    if (earlier === undefined) first.set(digest, { event, digest, content });
    else if (earlier.content === content) duplicates += 1;
    else conflicting.push(event);
  }
  return { first: [...first.values()], duplicates, conflicting };
}

function wordsOf(events: readonly DigestedEvent[], topic: string): Set<string> {
  const words = new Set([topic]);
  for (const { event } of events) {
    words.add(event.source);
    for (const fact of event.facts)
      if (fact.kind === 'reading') for (const member of fact.missing) words.add(member);
  }
  return words;
}
