import type { FactSpan, IngestCommit, NewDeadLetter, StorableEvent } from '@parkpulse/application';
import type { Dictionary } from '../dictionary/dictionary.js';
import { unknownParkLetter } from './deadLetters.js';
import { contentDigest, contentDigestOfRows, eventDigest } from './eventDigest.js';
import type { NameKeys } from './nameKeys.js';

/** An event with the names of itself and of what it says, each 16 bytes as characters of latin1. */
export interface DigestedEvent {
  readonly event: StorableEvent;
  readonly digest: string;
  readonly content: string;
}

/** An event whose words have numbers, ready for its row. */
export interface PreparedEvent extends DigestedEvent {
  /** Its number, if it turns out to be new. */
  readonly key: number;
  readonly park: number;
  readonly source: number;
  /** The series of each of its facts; of an event read as rows, the series of each name of its columns. */
  readonly series: Int32Array;
}

/** A commit taken apart before its transaction begins: what can be known without locks. */
export interface PreparedCommit {
  readonly events: readonly PreparedEvent[];
  readonly topic: number;
  readonly missing: ReadonlyMap<string, number>;
  readonly deadLetters: readonly NewDeadLetter[];
  readonly duplicates: number;
  /** Events whose id came earlier in the batch with other content: conflicts, unless what is stored already says the same. */
  readonly contested: readonly DigestedEvent[];
  readonly unknownParks: number;
}

/** Where numbers for words come from. */
export interface Words {
  readonly dictionary: Dictionary;
  readonly names: NameKeys;
}

/** Looks up parks, words and series and sorts out what this batch itself repeats. */
export async function prepareCommit(words: Words, commit: IngestCommit): Promise<PreparedCommit> {
  const { dictionary } = words;
  const parks = await dictionary.parks.of(new Set(commit.events.map(({ park }) => park)));
  const deadLetters = [...commit.deadLetters];
  const known = commit.events.filter((event) => {
    if (parks.has(event.park)) return true;
    deadLetters.push(unknownParkLetter(event, commit.stream));
    return false;
  });
  const { first, duplicates, contested } = withoutRepeats(known);
  const terms = await dictionary.terms.keysOf(wordsOf(first, commit.stream.topic));
  const parkOf = ({ event }: DigestedEvent): number => parks.get(event.park) ?? 0;
  const series = await seriesOf(words, first, parkOf);
  const keys = await dictionary.events.take(first.length);
  const events = first.map((each, index): PreparedEvent => ({
    event: each.event,
    digest: each.digest,
    content: each.content,
    key: keys[index] ?? 0,
    park: parkOf(each),
    source: terms.get(each.event.source) ?? 0,
    series: series[index] ?? new Int32Array(),
  }));
  return {
    events,
    topic: terms.get(commit.stream.topic) ?? 0,
    missing: terms,
    deadLetters,
    duplicates,
    contested,
    unknownParks: commit.events.length - known.length,
  };
}

async function seriesOf(
  { dictionary, names }: Words,
  events: readonly DigestedEvent[],
  parkOf: (event: DigestedEvent) => number,
): Promise<readonly Int32Array[]> {
  const spans: { readonly park: number; readonly rows: FactSpan }[] = [];
  const others: DigestedEvent[] = [];
  for (const each of events) {
    if (each.event.rows === undefined) others.push(each);
    else spans.push({ park: parkOf(each), rows: each.event.rows });
  }
  const ofRows = await names.of(spans);
  if (others.length === 0) return ofRows;
  const facts = others.map((each) => ({ park: parkOf(each), facts: each.event.facts }));
  const ofFacts = await dictionary.series.keysOf(facts);
  let [rows, plain] = [0, 0];
  return events.map(
    ({ event }) => (event.rows === undefined ? ofFacts[plain++] : ofRows[rows++]) as Int32Array,
  );
}

interface Sorted {
  readonly first: readonly DigestedEvent[];
  readonly duplicates: number;
  readonly contested: readonly DigestedEvent[];
}

function withoutRepeats(events: readonly StorableEvent[]): Sorted {
  const first = new Map<string, DigestedEvent>();
  const contested: DigestedEvent[] = [];
  let duplicates = 0;
  for (const event of events) {
    const content = event.rows === undefined ? contentDigest(event) : contentDigestOfRows(event, event.rows);
    const digested = { event, digest: eventDigest(event), content };
    const earlier = first.get(digested.digest);
    if (earlier === undefined) first.set(digested.digest, digested);
    else if (earlier.content === content) duplicates += 1;
    else contested.push(digested);
  }
  return { first: [...first.values()], duplicates, contested };
}

function wordsOf(events: readonly DigestedEvent[], topic: string): Set<string> {
  const words = new Set([topic]);
  for (const { event } of events) {
    words.add(event.source);
    if (event.rows === undefined) addMembers(words, event);
  }
  for (const columns of new Set(events.map(({ event }) => event.rows?.columns)))
    for (const missing of columns?.missing.values() ?? []) for (const member of missing) words.add(member);
  return words;
}

function addMembers(words: Set<string>, { facts }: StorableEvent): void {
  for (const fact of facts) if (fact.kind === 'reading') for (const member of fact.missing) words.add(member);
}
