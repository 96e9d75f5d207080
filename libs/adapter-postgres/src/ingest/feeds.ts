import type { Instant } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import { type Lateness, NOT_LATE, countLateness } from './lateness.js';
import type { PreparedEvent } from './preparedEvents.js';

/** Ten intervals need eleven times. */
const RECENT_TIMES = 11;
/** A stretch of arrivals that lateness is counted over lasts so long, and holds so many events, at least (rule A13). */
const STRETCH = `interval '15 minutes'`;
const STRETCH_EVENTS = 5;

interface FeedChange {
  readonly park: number;
  readonly source: number;
  readonly times: Set<Instant>;
  readonly lateness: Lateness;
  count: number;
}

// True where the running stretch of a feed is over.
const IS_OVER = `(excluded.lag_since >= f.lag_since + ${STRETCH} AND f.lag_events >= ${STRETCH_EVENTS})`;
const counted = (column: string): string =>
  `lag_${column} = excluded.lag_${column} + CASE WHEN ${IS_OVER} THEN 0 ELSE f.lag_${column} END,
     before_${column} = CASE WHEN ${IS_OVER} THEN f.lag_${column} ELSE f.before_${column} END`;

const MERGE_FEEDS = statement(
  'merge-feeds',
  `INSERT INTO feed AS f (park, source, last_event_at, recent, events, first_moment, lag_since, lag_events, lag_late,
     lag_late_ms)
   SELECT park, source, last_event_at, recent::timestamptz[], events, first_moment, lag_since, lag_events, lag_late,
     lag_late_ms
   FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::bigint[], $6::timestamptz[], $7::timestamptz[],
       $8::bigint[], $9::bigint[], $10::bigint[])
     AS n (park, source, last_event_at, recent, events, first_moment, lag_since, lag_events, lag_late, lag_late_ms)
   ORDER BY park, source
   ON CONFLICT (park, source) DO UPDATE SET
     last_event_at = GREATEST(f.last_event_at, excluded.last_event_at),
     recent = ARRAY(SELECT DISTINCT t FROM unnest(f.recent || excluded.recent) AS t ORDER BY t DESC LIMIT ${RECENT_TIMES}),
     events = f.events + excluded.events,
     first_moment = LEAST(f.first_moment, excluded.first_moment),
     lag_since = CASE WHEN ${IS_OVER} THEN excluded.lag_since ELSE coalesce(f.lag_since, excluded.lag_since) END,
     ${counted('events')},
     ${counted('late')},
     ${counted('late_ms')}`,
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
    changes.map(({ lateness }) => fromInstantOrNull(lateness.arrivedAt)),
    changes.map(({ lateness }) => lateness.events),
    changes.map(({ lateness }) => lateness.late),
    changes.map(({ lateness }) => lateness.lateMs),
  ]);
}

function collect(events: readonly PreparedEvent[]): Map<string, FeedChange> {
  const changes = new Map<string, FeedChange>();
  for (const { park, source, event } of events) {
    const name = `${park} ${source}`;
    const change = changes.get(name) ?? newChange(park, source);
    change.count += 1;
    countLateness(change.lateness, event);
    change.times.add(event.time);
    changes.set(name, change);
  }
  return changes;
}

function newChange(park: number, source: number): FeedChange {
  return { park, source, times: new Set(), lateness: { ...NOT_LATE }, count: 0 };
}
