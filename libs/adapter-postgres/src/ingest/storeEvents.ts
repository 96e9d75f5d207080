import type { NewDeadLetter, StreamId } from '@parkpulse/application';
import type { Transaction } from '../driver/database.js';
import { type EventWriting, copyEvents, insertEvents, withOtherContent } from './addEvents.js';
import { conflictLetter } from './deadLetters.js';
import { FactRows } from './factRows.js';
import { mergeFeeds } from './feeds.js';
import type { DigestedEvent, PreparedCommit, PreparedEvent } from './preparedEvents.js';
import { TouchCollector, copyTouches } from './touches.js';
import { type RowWriters, writeRows } from './writeRows.js';

export interface StoredEvents {
  readonly fresh: readonly PreparedEvent[];
  readonly duplicates: number;
  readonly conflicts: readonly NewDeadLetter[];
  readonly parks: readonly string[];
}

/** Writes the events that are new, with their facts, touches and feeds, and tells the others apart. */
export async function storeEvents(
  transaction: Transaction,
  commit: PreparedCommit,
  stream: StreamId,
  writing: EventWriting,
): Promise<StoredEvents> {
  if (commit.events.length === 0) return { fresh: [], duplicates: 0, conflicts: [], parks: [] };
  const { fresh, known } = await writeEvents(transaction, commit, stream.partition, writing);
  const { repeated, conflicting } = await sortRepeats(transaction, known, commit.contested);
  return {
    fresh,
    duplicates: repeated,
    conflicts: conflicting.map(({ event }) => conflictLetter(event, stream)),
    parks: [...new Set(fresh.map(({ event }) => event.park))],
  };
}

/** Writes the events that are new with all they say, and tells them from those that are there already. */
async function writeEvents(
  transaction: Transaction,
  commit: PreparedCommit,
  partition: number,
  writing: EventWriting,
): Promise<{ readonly fresh: readonly PreparedEvent[]; readonly known: readonly PreparedEvent[] }> {
  const { events, missing } = commit;
  if (writing === 'copy') {
    // What they say is encoded and sent while the database takes in the events.
    await Promise.all([
      copyEvents(transaction, commit, partition),
      writeSayings(transaction, events, missing),
    ]);
    return { fresh: events, known: [] };
  }
  const added = await insertEvents(transaction, commit, partition);
  const fresh = events.filter(({ key }) => added.has(key));
  await writeSayings(transaction, fresh, missing);
  return { fresh, known: events.filter(({ key }) => !added.has(key)) };
}

/** Writes the facts of new events, the touches they leave and what they tell of their feeds, in one journey. */
async function writeSayings(
  transaction: Transaction,
  events: readonly PreparedEvent[],
  missing: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows, touches } = factsOf(events, missing);
  await Promise.all([
    ...Object.values(rows.tables).map((table) => copyFacts(transaction, table)),
    copyTouches(transaction, touches.all(), events[0]?.key ?? 0),
    mergeFeeds(transaction, events, (park) => touches.firstMoment(park)),
  ]);
}

async function copyFacts(
  transaction: Transaction,
  { copy, count, rows }: FactRows['tables'][keyof FactRows['tables']],
): Promise<void> {
  if (count > 0) await transaction.copy(copy, rows);
  else rows.release();
}

/** Tells resends from conflicts: what was stored before this batch decides, else what came first in it. */
async function sortRepeats(
  transaction: Transaction,
  known: readonly DigestedEvent[],
  contested: readonly DigestedEvent[],
): Promise<{ readonly repeated: number; readonly conflicting: readonly DigestedEvent[] }> {
  const stored = new Set(known.map(({ digest }) => digest));
  const asked = [...known, ...contested.filter(({ digest }) => stored.has(digest))];
  const differing = await withOtherContent(transaction, asked);
  const conflicting = [...differing, ...contested.filter(({ digest }) => !stored.has(digest))];
  return { repeated: asked.length - differing.length, conflicting };
}

function factsOf(events: readonly PreparedEvent[], missing: ReadonlyMap<string, number>): RowWriters {
  const writers = { rows: new FactRows(), touches: new TouchCollector(), missing };
  const isRows = ({ event }: PreparedEvent): boolean => event.rows !== undefined;
  for (const event of events) if (!isRows(event)) addFacts(writers, event);
  writeRows(writers, events.filter(isRows));
  return writers;
}

function addFacts({ rows, touches, missing }: RowWriters, { key, event, park, series }: PreparedEvent): void {
  let item = -1;
  for (const fact of event.facts) {
    item += 1;
    const place = { event: key, series: series[item] ?? 0, item };
    touches.addFact(place.series, park, fact, event.receivedAt);
    switch (fact.kind) {
      case 'reading':
        rows.reading(
          fact,
          place,
          fact.missing.map((member) => missing.get(member) ?? 0),
        );
        break;
      case 'state':
        rows.state(fact, place);
        break;
      case 'transmission':
        rows.transmission(fact, place);
        break;
      case 'submission':
        rows.submission(fact, place);
        break;
      case 'registry':
        rows.registry(fact, place);
        break;
    }
  }
}
