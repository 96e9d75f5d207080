import { fromInstant } from '../driver/columnTypes.js';
import { CopyRows } from '../driver/copy.js';
import { type Transaction, statement } from '../driver/database.js';
import type { PreparedCommit, PreparedEvent } from './preparedEvents.js';

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

/**
 * Adds the events that are new and returns their numbers. Written in the order of the digest, so that two writers with the
 * same events wait for each other instead of deadlocking.
 */
export async function addEvents(
  transaction: Transaction,
  { events, topic }: PreparedCommit,
  partition: number,
  writing: EventWriting,
): Promise<ReadonlySet<number>> {
  if (writing === 'copy') {
    await transaction.copy(COPY, copyRows(events, topic, partition));
    return new Set(events.map(({ key }) => key));
  }
  const rows = await transaction.rows<{ key: number }>(INSERT, [
    topic,
    partition,
    events.map(({ key }) => key),
    events.map(({ digest }) => digest),
    events.map(({ content }) => content),
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
  events: readonly PreparedEvent[],
): Promise<readonly PreparedEvent[]> {
  if (events.length === 0) return [];
  const digests = events.map(({ digest }) => digest);
  const rows = await transaction.rows<{ digest: string; content: string }>(CONTENTS, [digests]);
  const contents = new Map(
    rows.map(({ digest, content }) => [digest.replaceAll('-', ''), content.replaceAll('-', '')]),
  );
  return events.filter(({ digest, content }) => contents.get(digest) !== content);
}

function copyRows(events: readonly PreparedEvent[], topic: number, partition: number): Buffer {
  const rows = new CopyRows(200 * events.length);
  const ordered = [...events].sort((a, b) => (a.digest < b.digest ? -1 : 1));
  for (const { key, digest, content, source, event } of ordered) {
    rows.row(11);
    rows.int8(key);
    rows.bytes(Buffer.from(digest, 'hex'));
    rows.bytes(Buffer.from(content, 'hex'));
    rows.int4(source);
    rows.text(event.id);
    rows.int4(topic);
    rows.int4(partition);
    rows.int8(event.offset);
    rows.int8(event.sequence);
    rows.instant(event.time);
    rows.instant(event.receivedAt);
  }
  return rows.end();
}
