import type { IdentityStore } from '@parkpulse/application';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';

type AuditEntry = Parameters<IdentityStore['audit']>[0];

// Each hash covers the row and the hash before it, computed where the row is, over texts only.
const SEAL = `sha256(coalesce(previous, '\\x'::bytea) || convert_to(
  jsonb_build_array(extract(epoch FROM at)::text, actor, action, park, detail)::text, 'UTF8'))`;

const LOCK = statement('lock-audit', 'LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE');
const ADD = statement(
  'add-audit',
  `INSERT INTO audit (at, actor, action, park, detail, hash)
   SELECT at, actor, action, park, detail, ${SEAL}
   FROM (SELECT $1::timestamptz AS at, $2::text AS actor, $3::text AS action, $4::text AS park, $5::text AS detail,
     (SELECT hash FROM audit ORDER BY key DESC LIMIT 1) AS previous) AS entry`,
);
const FIRST_BROKEN = statement(
  'first-broken-audit',
  `SELECT key::text FROM (
     SELECT *, lag(hash) OVER (ORDER BY key) AS previous FROM audit
   ) AS entry WHERE hash <> ${SEAL} ORDER BY key LIMIT 1`,
);

/** Appends an entry, sealed with the hash of the one before it. */
export async function addAuditEntry(
  database: Database,
  { at, actor, action, park, detail }: AuditEntry,
): Promise<void> {
  const values = [fromInstant(at), actor, action, park, JSON.stringify(detail ?? null)];
  await database.transaction(async (transaction) => {
    await transaction.rows(LOCK);
    await transaction.rows(
      ADD,
      values.map((value) => value?.replaceAll('\0', '\uFFFD') ?? null),
    );
  });
}

/** Returns the first entry that was changed, or that lost the one before it; null when the chain is whole. */
export async function firstBrokenAuditEntry(database: Database): Promise<string | null> {
  const [row] = await database.rows<{ key: string }>(FIRST_BROKEN);
  return row?.key ?? null;
}
