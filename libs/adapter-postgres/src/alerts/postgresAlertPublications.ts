import type { AlertPublications, UnpublishedAlert } from '@parkpulse/application';
import { type Database, statement } from '../driver/database.js';
import { ALERT_COLUMNS, type AlertRow, toRecord } from './alertRecords.js';

const LOCK = statement('lock-alert-publisher', 'SELECT pg_try_advisory_xact_lock($1) AS "isMine"');
/** Any number that nothing else locks: the letters "AlPu". */
const PUBLISHER_LOCK = 0x416c5075;
const UNPUBLISHED = statement(
  'unpublished-alerts',
  `SELECT ${ALERT_COLUMNS}, a.version FROM alert a LEFT JOIN park p ON p.key = a.park
   WHERE a.published < a.version AND a.fired_at IS NOT NULL ORDER BY a.id LIMIT $1`,
);
const MARK_PUBLISHED = statement(
  'mark-published',
  `UPDATE alert a SET published = n.version FROM unnest($1::text[], $2::int[]) AS n (id, version)
   WHERE a.id = n.id AND a.published < n.version`,
);

/** What other systems were told of alerts, as a version beside each alert: a change can be told late, never missed. */
export class PostgresAlertPublications implements AlertPublications {
  constructor(private readonly database: Database) {}

  publishSome(
    limit: number,
    publish: (alerts: readonly UnpublishedAlert[]) => Promise<void>,
  ): Promise<number | null> {
    return this.database.transaction(async (transaction) => {
      const [lock] = await transaction.rows<{ readonly isMine: boolean }>(LOCK, [PUBLISHER_LOCK]);
      if (lock?.isMine !== true) return null;
      const rows = await transaction.rows<AlertRow & { readonly version: number }>(UNPUBLISHED, [limit]);
      if (rows.length === 0) return 0;
      await publish(rows.map((row) => ({ version: row.version, record: toRecord(row) })));
      await transaction.rows(MARK_PUBLISHED, [rows.map(({ id }) => id), rows.map(({ version }) => version)]);
      return rows.length;
    });
  }
}
