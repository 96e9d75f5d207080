import type { DeadLetterRecord, Page } from '@parkpulse/application';
import { type Sql, statement } from '../driver/database.js';

const COLUMNS = `key::text AS id, code, detail_zh AS "detailZh", detail_en AS "detailEn", pointer, park, topic, partition,
  "offset", request, received_at AS "receivedAt", payload, truncated AS "isTruncated", replayed_at AS "replayedAt"`;

const NEWEST = statement(
  'dead-letters',
  `SELECT ${COLUMNS} FROM dead_letter
   WHERE ($1::text IS NULL OR park = $1) AND ($2::text IS NULL OR code = $2) AND ($3::bigint IS NULL OR key < $3)
   ORDER BY key DESC LIMIT $4`,
);
const BY_ID = statement(
  'dead-letters-by-id',
  `SELECT ${COLUMNS} FROM dead_letter WHERE key = ANY($1::bigint[]) ORDER BY key`,
);

/** Reads dead letters, newest first. */
export function readDeadLetters(
  sql: Sql,
  filter: { readonly park: string | null; readonly code: string | null },
  { limit, after }: Page,
): Promise<readonly DeadLetterRecord[]> {
  return sql.rows<DeadLetterRecord>(NEWEST, [filter.park, filter.code, after, limit]);
}

export function readDeadLettersById(sql: Sql, ids: readonly string[]): Promise<readonly DeadLetterRecord[]> {
  return sql.rows<DeadLetterRecord>(BY_ID, [ids.filter(isKey)]);
}

/** Whether an id can be one of ours at all. */
export function isKey(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}
