import type { NewDeadLetter, StreamId } from '@parkpulse/application';
import type { Transaction } from '../driver/database.js';
import { type EventWriting, addEvents, withOtherContent } from './addEvents.js';
import { conflictLetter } from './deadLetters.js';
import { FactRows } from './factRows.js';
import { mergeFeeds } from './feeds.js';
import type { PreparedCommit, PreparedEvent } from './preparedEvents.js';
import { TouchCollector, addTouches } from './touches.js';

export interface StoredEvents {
  readonly stored: number;
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
  if (commit.events.length === 0) return { stored: 0, duplicates: 0, conflicts: [], parks: [] };
  const added = await addEvents(transaction, commit, stream.partition, writing);
  const fresh = commit.events.filter(({ key }) => added.has(key));
  const known = commit.events.filter(({ key }) => !added.has(key));
  const conflicting = await withOtherContent(transaction, known);
  const touches = await writeFacts(transaction, fresh, commit.missing);
  await addTouches(transaction, touches.all());
  await mergeFeeds(transaction, fresh, (park) => touches.firstMoment(park));
  return {
    stored: fresh.length,
    duplicates: known.length - conflicting.length,
    conflicts: conflicting.map(({ event }) => conflictLetter(event, stream)),
    parks: [...new Set(fresh.map(({ event }) => event.park))],
  };
}

async function writeFacts(
  transaction: Transaction,
  events: readonly PreparedEvent[],
  missing: ReadonlyMap<string, number>,
): Promise<TouchCollector> {
  const rows = new FactRows();
  const touches = new TouchCollector();
  for (const event of events) addFacts({ rows, touches, missing }, event);
  for (const table of Object.values(rows.tables)) {
    if (table.count > 0) await transaction.copy(table.copy, table.rows.end());
  }
  return touches;
}

interface Writers {
  readonly rows: FactRows;
  readonly touches: TouchCollector;
  readonly missing: ReadonlyMap<string, number>;
}

function addFacts({ rows, touches, missing }: Writers, { key, event, park, series }: PreparedEvent): void {
  let item = -1;
  for (const fact of event.facts) {
    item += 1;
    const place = { event: key, series: series[item] ?? 0, item };
    touches.add(place.series, park, fact, event.receivedAt);
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
