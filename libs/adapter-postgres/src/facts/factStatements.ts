import type { Fact } from '@parkpulse/domain';
import { type Statement, statement } from '../driver/database.js';
import { FACT_TABLES } from './factTables.js';

// OFFSET 0, below, keeps the planner from turning a few index look-ups into a scan of the table.
const ORDER = 'ORDER BY f.time, f.event, f.item';

function columnsOf(kind: Fact['kind']): string {
  return `f.time, f.event, f.series, ${FACT_TABLES[kind].columns
    .split(', ')
    .map((column) => `f.${column}`)
    .join(', ')}`;
}

/** Facts of the series $1 with moments in [$2, $3). */
export function factsWithin(kind: Fact['kind']): Statement {
  return statement(
    `facts-within-${kind}`,
    `SELECT ${columnsOf(kind)} FROM ${FACT_TABLES[kind].name} f
     WHERE f.series = ANY($1::int[]) AND f.time >= $2 AND f.time < $3 ${ORDER}`,
  );
}

/** Facts of the series $1 at the newest $3 distinct moments of each before $2, counting only what was known at $4. */
export function factsBefore(kind: 'reading' | 'state'): Statement {
  const table = FACT_TABLES[kind].name;
  return statement(
    `facts-before-${kind}`,
    `SELECT f.*
     FROM unnest($1::int[]) AS s (key)
     CROSS JOIN LATERAL (
       SELECT min(newest.time) AS first FROM (
         SELECT DISTINCT o.time FROM ${table} o
         WHERE o.series = s.key AND o.time < $2
           AND ($4::timestamptz = 'infinity' OR (SELECT e.known_at FROM event e WHERE e.key = o.event) <= $4)
         ORDER BY o.time DESC LIMIT $3
       ) AS newest
     ) AS m
     CROSS JOIN LATERAL (
       SELECT ${columnsOf(kind)}, f.item FROM ${table} f
       WHERE f.series = s.key AND f.time >= m.first AND f.time < $2 OFFSET 0
     ) AS f
     ${ORDER}`,
  );
}

/** All states of each series $1 at its first moment whose state in force, as known at $2, is online. */
export const FIRST_ONLINE = statement(
  'first-online',
  `SELECT ${columnsOf('state')}
   FROM unnest($1::int[]) AS s (key)
   CROSS JOIN LATERAL (
     SELECT d.time FROM device_state d JOIN event de ON de.key = d.event
     WHERE d.series = s.key AND d.state = 1 AND de.known_at <= $2
       AND NOT EXISTS (
         SELECT FROM device_state o JOIN event oe ON oe.key = o.event
         WHERE o.series = d.series AND o.time = d.time AND o.state <> 1 AND oe.known_at <= $2
           AND (oe.sequence, oe.known_at, oe."offset", o.item) > (de.sequence, de.known_at, de."offset", d.item)
         OFFSET 0
       )
     ORDER BY d.time LIMIT 1
   ) AS first
   JOIN device_state f ON f.series = s.key AND f.time = first.time
   ${ORDER}`,
);

/** Series of the park $1 of the kinds $2, of the groups $3 and subjects $4 (null = all). */
export const SERIES = statement(
  'series-of-park',
  `SELECT key, kind, "group", subject FROM series
   WHERE park = $1 AND kind = ANY($2::text[])
     AND ($3::text[] IS NULL OR "group" = ANY($3)) AND ($4::text[] IS NULL OR subject = ANY($4))
   ORDER BY key`,
);
