import type { Instant, Origin } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';
import type { Terms } from '../dictionary/terms.js';

const EVENTS = statement(
  'origins',
  `SELECT key, source, id, topic, partition, "offset", sequence, known_at AS "knownAt" FROM event WHERE key = ANY($1::bigint[])`,
);

interface EventRow {
  readonly key: number;
  readonly source: number;
  readonly id: string;
  readonly topic: number;
  readonly partition: number;
  readonly offset: number;
  readonly sequence: number;
  readonly knownAt: Instant;
}

/** Loads the origins of events; facts of one event share one. Of events that became known after `knownAt` there is none. */
export async function loadOrigins(
  sql: Sql,
  terms: Terms,
  events: Iterable<number>,
  knownAt: Instant = Infinity,
): Promise<ReadonlyMap<number, Origin>> {
  const keys = [...new Set(events)];
  if (keys.length === 0) return new Map();
  const rows = await sql.rows<EventRow>(EVENTS, [keys]);
  const words = await terms.textsOf(rows.flatMap(({ source, topic }) => [source, topic]));
  const origins = new Map<number, Origin>();
  for (const row of rows) {
    if (row.knownAt > knownAt) continue;
    origins.set(row.key, {
      source: words.get(row.source) ?? '',
      event: row.id,
      sequence: row.sequence,
      knownAt: row.knownAt,
      topic: words.get(row.topic) ?? '',
      partition: row.partition,
      offset: row.offset,
    });
  }
  return origins;
}
