import type { Move } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import { type LogRow, decodeKnown, selected } from '../logs/assessmentLog.js';
import { LEVEL_LOG } from '../logs/levelLog.js';

// A row whose level has held since its own instant is one at which it moved; the index level_log_moved holds only those.
const MOVES = statement(
  'level-moves',
  `WITH moved AS (
     SELECT l.indicator, l.at FROM level_log l
     WHERE l.park = $1 AND l.at >= $2 AND l.at < $3 AND ($4::text IS NULL OR l.indicator = $4)
       AND l.known_to IS NULL AND l.since = l.at
     ORDER BY l.at DESC, l.indicator DESC LIMIT $5
   )
   SELECT ${selected(LEVEL_LOG)}, m.at AS moved
   FROM moved m CROSS JOIN LATERAL (
     SELECT o.* FROM level_log o
     WHERE o.park = $1 AND o.indicator = m.indicator AND o.at <= m.at AND o.known_to IS NULL
     ORDER BY o.at DESC LIMIT 2
   ) AS l
   ORDER BY m.at DESC, m.indicator DESC, l.at DESC`,
);

interface MovesAsked {
  readonly key: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly indicator: string | null;
  readonly count: number | null;
}

/** The newest moves of stable candidate levels within [from, to), each with the row before it. */
export async function readMoves(
  sql: Sql,
  { key, from, to, indicator, count }: MovesAsked,
): Promise<readonly Move[]> {
  const values = [key, fromInstant(from), fromInstant(to), indicator, count];
  const rows = await sql.rows<LogRow & { readonly moved: Instant }>(MOVES, values);
  return rows.flatMap((row, place) => {
    if (row.at !== row.moved) return [];
    const next = rows[place + 1];
    const isBefore = next !== undefined && next.at !== next.moved;
    return [{ row: decodeKnown(LEVEL_LOG, row), before: isBefore ? decodeKnown(LEVEL_LOG, next) : null }];
  });
}
