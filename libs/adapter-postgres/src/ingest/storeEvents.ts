import type { NewDeadLetter, StreamId } from '@parkpulse/application';
import type { Transaction } from '../driver/database.js';
import { type EventWriting, addEvents, withOtherContent } from './addEvents.js';
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
  const added = await addEvents(transaction, commit, stream.partition, writing);
  const isNew = ({ key }: PreparedEvent): boolean => added === 'all' || added.has(key);
  const fresh = commit.events.filter(isNew);
  const known = commit.events.filter((event) => !isNew(event));
  const { repeated, conflicting } = await sortRepeats(transaction, known, commit.contested);
  const touches = await writeFacts(transaction, fresh, commit.missing);
  await copyTouches(transaction, touches.all(), fresh[0]?.key ?? 0);
  await mergeFeeds(transaction, fresh, (park) => touches.firstMoment(park));
  return {
    fresh,
    duplicates: repeated,
    conflicts: conflicting.map(({ event }) => conflictLetter(event, stream)),
    parks: [...new Set(fresh.map(({ event }) => event.park))],
  };
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

async function writeFacts(
  transaction: Transaction,
  events: readonly PreparedEvent[],
  missing: ReadonlyMap<string, number>,
): Promise<TouchCollector> {
  const writers = { rows: new FactRows(), touches: new TouchCollector(), missing };
  const isRows = ({ event }: PreparedEvent): boolean => event.rows !== undefined;
  for (const event of events) if (!isRows(event)) addFacts(writers, event);
  writeRows(writers, events.filter(isRows));
  for (const table of Object.values(writers.rows.tables)) {
    if (table.count > 0) await transaction.copy(table.copy, table.rows.end());
    table.rows.release();
  }
  return writers.touches;
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
