import type { Client } from 'pg';
import type { RecordPlace } from './readLog.js';

/** Asks the database. */
export type Rows = <Row>(text: string) => Promise<Row[]>;

export interface StoredEvent extends RecordPlace {
  readonly id: string;
  readonly facts: number;
}

export interface DeadLetter extends RecordPlace {
  readonly code: string;
}

/** Where the product stands in a partition, as it says itself. */
export interface StoredOffset {
  readonly topic: string;
  readonly partition: number;
  readonly next: number | null;
}

/** What the database holds of what was sent. */
export interface Held {
  readonly events: readonly StoredEvent[];
  readonly letters: readonly DeadLetter[];
  readonly offsets: readonly StoredOffset[];
  /** Touches that are not assessed. */
  readonly touches: number;
}

export function rowsOf(client: Client): Rows {
  return async <Row>(text: string) => (await client.query(text)).rows as Row[];
}

export async function readDatabase(rows: Rows): Promise<Held> {
  const events = await rows<StoredEvent>(`
    SELECT e.id, t.text AS topic, e.partition, e."offset"::int AS offset, coalesce(f.count, 0)::int AS facts
    FROM event e JOIN term t ON t.key = e.topic
    LEFT JOIN (
      SELECT event, count(*) FROM (SELECT event FROM reading UNION ALL SELECT event FROM device_state) AS both_kinds GROUP BY event
    ) AS f ON f.event = e.key`);
  const letters = await rows<DeadLetter>(
    'SELECT code, topic, partition, "offset"::int AS offset FROM dead_letter',
  );
  const offsets = await rows<StoredOffset>(
    'SELECT topic, partition, next_offset::int AS next FROM stream_offset',
  );
  const [{ count = 0 } = {}] = await rows<{ count: number }>('SELECT count(*)::int AS count FROM park_touch');
  return { events, letters, offsets, touches: count };
}
