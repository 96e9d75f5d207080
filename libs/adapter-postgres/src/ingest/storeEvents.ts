import type { NewDeadLetter, StreamId } from '@parkpulse/application';
import { fromInstant } from '../driver/columnTypes.js';
import { type Transaction, statement } from '../driver/database.js';
import { conflictLetter } from './deadLetters.js';
import { FactRows } from './factRows.js';
import { mergeFeeds } from './feeds.js';
import type { PreparedCommit, PreparedEvent } from './preparedEvents.js';
import { TouchCollector, addTouches } from './touches.js';

// Numbered in the order they arrived in, written in the order of the digest: two writers with the same events wait for
// each other instead of deadlocking.
const ADD_EVENTS = statement(
  'add-events',
  `WITH arrived AS MATERIALIZED (
     SELECT nextval('event_key_seq') AS key, e.*
     FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::bigint[], $8::bigint[], $9::timestamptz[], $10::timestamptz[])
       AS e (digest, content, source, id, "offset", sequence, time, known_at)
   )
   INSERT INTO event (key, digest, content, source, id, topic, partition, "offset", sequence, time, known_at)
   OVERRIDING SYSTEM VALUE
   SELECT key, digest, content, source, id, $1, $2, "offset", sequence, time, known_at FROM arrived ORDER BY digest
   ON CONFLICT (digest) DO NOTHING
   RETURNING digest, key`,
);
const CONTENTS = statement(
  'event-contents',
  'SELECT digest, content FROM event WHERE digest = ANY($1::uuid[])',
);

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
): Promise<StoredEvents> {
  if (commit.events.length === 0) return { stored: 0, duplicates: 0, conflicts: [], parks: [] };
  const keys = await addEvents(transaction, commit, stream.partition);
  const fresh = commit.events.filter(({ digest }) => keys.has(digest));
  const known = commit.events.filter(({ digest }) => !keys.has(digest));
  const conflicting = await withOtherContent(transaction, known);
  const touches = await writeFacts(transaction, commit, keys);
  await addTouches(transaction, touches.all());
  await mergeFeeds(transaction, fresh, (park) => touches.firstMoment(park));
  return {
    stored: fresh.length,
    duplicates: known.length - conflicting.length,
    conflicts: conflicting.map(({ event }) => conflictLetter(event, stream)),
    parks: [...new Set(fresh.map(({ event }) => event.park))],
  };
}

async function addEvents(
  transaction: Transaction,
  { events, topic }: PreparedCommit,
  partition: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.rows<{ digest: string; key: number }>(ADD_EVENTS, [
    topic,
    partition,
    events.map(({ digest }) => digest),
    events.map(({ content }) => content),
    events.map(({ source }) => source),
    events.map(({ event }) => event.id),
    events.map(({ event }) => event.offset),
    events.map(({ event }) => event.sequence),
    events.map(({ event }) => fromInstant(event.time)),
    events.map(({ event }) => fromInstant(event.receivedAt)),
  ]);
  return new Map(rows.map(({ digest, key }) => [digest.replaceAll('-', ''), key]));
}

async function withOtherContent(
  transaction: Transaction,
  events: readonly PreparedEvent[],
): Promise<readonly PreparedEvent[]> {
  if (events.length === 0) return [];
  const rows = await transaction.rows<{ digest: string; content: string }>(CONTENTS, [
    events.map(({ digest }) => digest),
  ]);
  const contents = new Map(
    rows.map((row) => [row.digest.replaceAll('-', ''), row.content.replaceAll('-', '')]),
  );
  return events.filter(({ digest, content }) => contents.get(digest) !== content);
}

async function writeFacts(
  transaction: Transaction,
  { events, missing }: PreparedCommit,
  keys: ReadonlyMap<string, number>,
): Promise<TouchCollector> {
  const rows = new FactRows();
  const touches = new TouchCollector();
  for (const prepared of events) {
    const key = keys.get(prepared.digest);
    if (key !== undefined) addFacts({ rows, touches, missing }, prepared, key);
  }
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

function addFacts(
  { rows, touches, missing }: Writers,
  { event, park, series }: PreparedEvent,
  key: number,
): void {
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
