import type { FeedRecord } from '@parkpulse/application';
import type { FeedSighting, Instant } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';

const FEEDS = statement(
  'feeds',
  `SELECT t.text AS source, f.last_event_at AS "lastEventAt", f.events,
     ARRAY(SELECT extract(epoch FROM r) FROM unnest(f.recent) AS r ORDER BY r DESC)::float8[] AS recent
   FROM feed f JOIN term t ON t.key = f.source WHERE f.park = $1 ORDER BY t.text`,
);
const FIRST_MOMENT = statement(
  'first-moment',
  'SELECT min(first_moment) AS "firstMoment" FROM feed WHERE park = $1',
);

interface FeedRow extends Omit<FeedRecord, 'periodSeconds'> {
  /** Newest first, in seconds. */
  readonly recent: readonly number[];
}

export async function readFeeds(sql: Sql, park: number): Promise<readonly FeedRecord[]> {
  const rows = await sql.rows<FeedRow>(FEEDS, [park]);
  return rows.map(({ recent, ...feed }) => ({ ...feed, periodSeconds: medianInterval(recent) }));
}

/** The feeds of a park as its alerts look at them: also how long the remembered times reach, in seconds. */
export async function readFeedSightings(sql: Sql, park: number): Promise<readonly FeedSighting[]> {
  const rows = await sql.rows<FeedRow>(FEEDS, [park]);
  return rows.map(({ source, lastEventAt, recent }) => ({
    source,
    lastEventAt,
    periodSeconds: medianInterval(recent),
    spanSeconds: (recent[0] ?? 0) - (recent.at(-1) ?? 0),
  }));
}

export async function readFirstMoment(sql: Sql, park: number): Promise<Instant | null> {
  const [row] = await sql.rows<{ firstMoment: Instant | null }>(FIRST_MOMENT, [park]);
  return row?.firstMoment ?? null;
}

function medianInterval(recent: readonly number[]): number | null {
  const intervals = recent
    .slice(1)
    .map((time, index) => (recent[index] ?? time) - time)
    .sort((a, b) => a - b);
  if (intervals.length === 0) return null;
  const middle = Math.floor(intervals.length / 2);
  const [upper = 0, lower = 0] = [intervals[middle], intervals[middle - 1]];
  return intervals.length % 2 === 1 ? upper : (lower + upper) / 2;
}
