import type { Instant } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import type { PreparedEvent } from './preparedEvents.js';

/** Ten intervals need eleven times. */
const RECENT_TIMES = 11;

interface FeedChange {
  readonly park: number;
  readonly source: number;
  readonly times: Set<Instant>;
  count: number;
}

const MERGE_FEEDS = statement(
  'merge-feeds',
  `INSERT INTO feed AS f (park, source, last_event_at, recent, events, first_moment)
   SELECT park, source, last_event_at, recent::timestamptz[], events, first_moment
   FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::bigint[], $6::timestamptz[])
     AS n (park, source, last_event_at, recent, events, first_moment)
   ORDER BY park, source
   ON CONFLICT (park, source) DO UPDATE SET
     last_event_at = GREATEST(f.last_event_at, excluded.last_event_at),
     recent = ARRAY(SELECT DISTINCT t FROM unnest(f.recent || excluded.recent) AS t ORDER BY t DESC LIMIT ${RECENT_TIMES}),
     events = f.events + excluded.events,
     first_moment = LEAST(f.first_moment, excluded.first_moment)`,
);

/** Notes for every source that it has spoken, and when; and the earliest moment its park now has facts of. */
export async function mergeFeeds(
  sql: Sql,
  events: readonly PreparedEvent[],
  firstMoment: (park: number) => Instant | null,
): Promise<void> {
  const changes = [...collect(events).values()];
  if (changes.length === 0) return;
  const recent = changes.map(({ times }) => [...times].sort((a, b) => b - a).slice(0, RECENT_TIMES));
  await sql.rows(MERGE_FEEDS, [
    changes.map(({ park }) => park),
    changes.map(({ source }) => source),
    recent.map(([newest]) => fromInstant(newest ?? 0)),
    recent.map((times) => `{${times.map(fromInstant).join(',')}}`),
    changes.map(({ count }) => count),
    changes.map(({ park }) => fromInstantOrNull(firstMoment(park))),
  ]);
}

function collect(events: readonly PreparedEvent[]): Map<string, FeedChange> {
  const changes = new Map<string, FeedChange>();
  for (const { park, source, event } of events) {
    const name = `${park} ${source}`;
    const change = changes.get(name) ?? { park, source, times: new Set(), count: 0 };
    change.count += 1;
    change.times.add(event.time);
    changes.set(name, change);
  }
  return changes;
}
