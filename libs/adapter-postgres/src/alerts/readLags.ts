import type { Instant, SourceLag } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';
import type { BookOwner } from './bookRows.js';

/** Refusals looked at: enough to tell that a clock is ahead, and never more however many there are. */
const NEWEST_REFUSALS = 200;

const SOURCE_LAGS = statement(
  'source-lags',
  `SELECT source, sum(events)::bigint AS events, sum(late)::bigint AS late, sum(late_ms)::bigint AS "lateMs",
     count(future_at) AS future, max(future_at) AS "futureAt"
   FROM (
     SELECT t.text AS source, f.lag_events + f.before_events AS events, f.lag_late + f.before_late AS late,
       f.lag_late_ms + f.before_late_ms AS late_ms, NULL::timestamptz AS future_at
     FROM feed f JOIN term t ON t.key = f.source WHERE f.park = $1
     UNION ALL
     SELECT source, 0, 0, 0, received_at
     FROM (SELECT source, received_at FROM dead_letter WHERE park = $2 AND code = 'TS_FUTURE' AND source IS NOT NULL
       ORDER BY received_at DESC LIMIT ${NEWEST_REFUSALS}) AS refused
   ) AS l GROUP BY source HAVING sum(late) > 0 OR count(future_at) > 0 ORDER BY source`,
);

interface LagRow extends Pick<SourceLag, 'source' | 'events' | 'late' | 'future'> {
  readonly lateMs: number;
  readonly futureAt: Instant | null;
}

/** Reads the sources of a park whose events came late or were refused as `TS_FUTURE`; the others are as they should be. */
export async function readSourceLags(sql: Sql, { key, park }: BookOwner): Promise<readonly SourceLag[]> {
  const rows = await sql.rows<LagRow>(SOURCE_LAGS, [key, park?.id ?? null]);
  return rows.map(({ lateMs, ...lag }) => ({
    ...lag,
    lateSeconds: lag.late === 0 ? null : Math.round(lateMs / lag.late / 1000),
  }));
}
