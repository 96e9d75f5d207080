import { fromInstant } from '../driver/columnTypes.js';
import { CopyRows } from '../driver/copy.js';
import { type Transaction, statement } from '../driver/database.js';
import { digestHex, digestOfUuid } from './eventDigest.js';
import type { DigestedEvent, PreparedCommit, PreparedEvent } from './preparedEvents.js';

/**
 * How events are written: `copy` is fast and fails with SQLSTATE 23505 when any of them is there already; `insert` passes
 * over those.
 */
export type EventWriting = 'copy' | 'insert';

const COPY = `COPY event (key, digest, content, source, id, topic, partition, "offset", sequence, time, known_at)
  FROM STDIN (FORMAT binary)`;
const INSERT = statement(
  'add-events',
  `INSERT INTO event (key, digest, content, source, id, topic, partition, "offset", sequence, time, known_at)
   OVERRIDING SYSTEM VALUE
   SELECT key, digest, content, source, id, $1, $2, "offset", sequence, time, known_at
   FROM unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::bigint[], $9::bigint[], $10::timestamptz[],
     $11::timestamptz[]) AS e (key, digest, content, source, id, "offset", sequence, time, known_at)
   ORDER BY digest
   ON CONFLICT (digest) DO NOTHING
   RETURNING key`,
);
const CONTENTS = statement(
  'event-contents',
  'SELECT digest, content FROM event WHERE digest = ANY($1::uuid[])',
);

/** Adds events that are all new; in the order of the digest, as `insertEvents` does. */
export function copyEvents(
  transaction: Transaction,
  { events, topic }: PreparedCommit,
  partition: number,
): Promise<void> {
  return transaction.copy(COPY, copyRows(events, topic, partition));
}

/**
 * Adds the events that are new and returns their numbers. Written in the order of the digest, so that two writers with the
 * same events wait for each other instead of deadlocking.
 */
export async function insertEvents(
  transaction: Transaction,
  { events, topic }: PreparedCommit,
  partition: number,
): Promise<ReadonlySet<number>> {
  const rows = await transaction.rows<{ key: number }>(INSERT, [
    topic,
    partition,
    events.map(({ key }) => key),
    events.map(({ digest }) => digestHex(digest)),
    events.map(({ content }) => digestHex(content)),
    events.map(({ source }) => source),
    events.map(({ event }) => event.id),
    events.map(({ event }) => event.offset),
    events.map(({ event }) => event.sequence),
    events.map(({ event }) => fromInstant(event.time)),
    events.map(({ event }) => fromInstant(event.receivedAt)),
  ]);
  return new Set(rows.map(({ key }) => key));
}

/** Of events that are there already, those that say something else than what is there. */
export async function withOtherContent(
  transaction: Transaction,
  events: readonly DigestedEvent[],
): Promise<readonly DigestedEvent[]> {
  if (events.length === 0) return [];
  const digests = events.map(({ digest }) => digestHex(digest));
  const rows = await transaction.rows<{ digest: string; content: string }>(CONTENTS, [digests]);
  const contents = new Map(rows.map(({ digest, content }) => [digestOfUuid(digest), digestOfUuid(content)]));
  return events.filter(({ digest, content }) => contents.get(digest) !== content);
}

function copyRows(events: readonly PreparedEvent[], topic: number, partition: number): CopyRows {
  const rows = new CopyRows(200 * events.length);
  for (const index of byDigest(events)) {
    const { key, digest, content, source, event } = events[index] as PreparedEvent;
    rows.row(11);
    rows.int8(key);
    rows.latin1(digest);
    rows.latin1(content);
    rows.int4(source);
    rows.text(event.id);
    rows.int4(topic);
    rows.int4(partition);
    rows.int8(event.offset);
    rows.int8(event.sequence);
    rows.instant(event.time);
    rows.instant(event.receivedAt);
  }
  return rows;
}

/** Above the events of any batch. */
const MOST_EVENTS = 2 ** 20;

/** Places of events in order of the first four bytes of their digests: nearly always the order of the whole, and far sooner told. */
function byDigest(events: readonly PreparedEvent[]): Uint32Array {
  const keys = Float64Array.from(events, ({ digest }, index) => headOf(digest) * MOST_EVENTS + index);
  return Uint32Array.from(keys.sort(), (key) => key % MOST_EVENTS);
}

function headOf(digest: string): number {
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => digest.charCodeAt(at)) as [number, number, number, number];
  return ((a * 256 + b) * 256 + c) * 256 + d;
}
