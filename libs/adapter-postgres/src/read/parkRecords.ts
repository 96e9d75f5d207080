import type { ParkRecord } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';

export const PARK_COLUMNS = 'id, name, time_zone AS "timeZone", created_at AS "createdAt"';

const PARKS = statement('parks', `SELECT ${PARK_COLUMNS} FROM park ORDER BY id`);
const PARK = statement('park', `SELECT ${PARK_COLUMNS} FROM park WHERE id = $1`);
const STATUS = statement(
  'park-status',
  `SELECT s.revision, s.assessed_to AS "assessedTo",
     (SELECT count(*) FROM park_touch t WHERE t.park = s.park) AS touched
   FROM park_state s WHERE s.park = $1`,
);
const REVISION = statement(
  'revision-known',
  `SELECT coalesce((SELECT revision FROM assessment WHERE park = $1 AND known_from <= $2
     ORDER BY known_from DESC, revision DESC LIMIT 1), 0) AS revision`,
);

export function readParks(sql: Sql): Promise<readonly ParkRecord[]> {
  return sql.rows<ParkRecord>(PARKS);
}

export async function findPark(sql: Sql, id: string): Promise<ParkRecord | null> {
  const [park = null] = await sql.rows<ParkRecord>(PARK, [id]);
  return park;
}

export interface ParkStatus {
  readonly revision: number;
  readonly assessedTo: Instant | null;
  /** Touches that wait for an assessment. */
  readonly touched: number;
}

export async function readStatus(sql: Sql, park: number): Promise<ParkStatus> {
  const [status] = await sql.rows<ParkStatus>(STATUS, [park]);
  return status ?? { revision: 0, assessedTo: null, touched: 0 };
}

/** The newest revision of a park as known at an instant, null meaning now. */
export async function readRevision(sql: Sql, park: number, knownAt: Instant | null): Promise<number> {
  const [row] = await sql.rows<{ revision: number }>(REVISION, [park, fromInstant(knownAt ?? Infinity)]);
  return row?.revision ?? 0;
}
