import type { Maintenance } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';

/** More stretches than this are not listed: a chart could not tell them apart. */
const MOST = 2000;

// A state that is stated anew (a restatement) counts as it was stated last. OFFSET 0 keeps the look-ups by index.
const MAINTENANCES = statement(
  'maintenances',
  `SELECT device, min(time) AS "from", until AS "to" FROM (
     SELECT s.subject AS device, m.time, next.time AS until
     FROM series s
     JOIN device_state m ON m.series = s.key AND m.state = 4 AND m.time >= $2 AND m.time < $4
     LEFT JOIN LATERAL (
       SELECT n.time FROM device_state n
       WHERE n.series = m.series AND n.time > m.time AND n.state <> 4 ORDER BY n.time LIMIT 1
     ) AS next ON true
     WHERE s.park = $1 AND s.kind = 'state' AND NOT EXISTS (
       SELECT FROM device_state o JOIN event oe ON oe.key = o.event JOIN event me ON me.key = m.event
       WHERE o.series = m.series AND o.time = m.time AND o.state <> 4
         AND (oe.sequence, oe.known_at, oe."offset", o.item) > (me.sequence, me.known_at, me."offset", m.item)
       OFFSET 0
     )
   ) AS one
   WHERE until IS NULL OR until > $3
   GROUP BY device, until ORDER BY "from" DESC LIMIT ${MOST}`,
);

/** No maintenance is looked for that began longer ago than this before the span. */
const LONGEST_MS = 62 * 86_400_000;

/** Stretches of [from, to) that devices of a park were in maintenance, by their own word. */
export async function readMaintenances(
  sql: Sql,
  park: number,
  from: Instant,
  to: Instant,
): Promise<readonly Maintenance[]> {
  const values = [park, fromInstant(from - LONGEST_MS), fromInstant(from), fromInstant(to)];
  return sql.rows<Maintenance>(MAINTENANCES, values);
}
