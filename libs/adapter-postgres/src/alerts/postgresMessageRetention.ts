import type { MessageRetention } from '@parkpulse/application';
import { type Database, statement } from '../driver/database.js';

const LOCK = statement('lock-message-retention', 'SELECT pg_try_advisory_xact_lock($1) AS "isMine"');
/** Any number that nothing else locks: the letters "MsRe". */
const RETENTION_LOCK = 0x4d735265;
// A message stays while any alert it speaks of is open or owed to somebody: its items keep that alert from being told
// twice, and it is the delivery log of that alert.
const TAKE_SETTLED = statement(
  'take-settled-messages',
  `DELETE FROM outbox WHERE id IN (
     SELECT o.id FROM outbox o
     WHERE o.state IN ('delivered', 'merged') AND o.settled_at < now() - make_interval(secs => $1::float8)
       AND NOT EXISTS (
         SELECT 1 FROM outbox_line l JOIN alert a ON a.id = l.alert
         WHERE l.message = o.id AND (a.phase <> 'resolved' OR a.is_owed))
     ORDER BY o.settled_at LIMIT $2 FOR UPDATE OF o SKIP LOCKED)
   RETURNING id`,
);
const DROP_LINES = statement('drop-outbox-lines', 'DELETE FROM outbox_line WHERE message = ANY($1::uuid[])');
const DROP_ITEMS = statement('drop-outbox-items', 'DELETE FROM outbox_item WHERE message = ANY($1::uuid[])');
const DROP_DELIVERIES = statement('drop-deliveries', 'DELETE FROM delivery WHERE message = ANY($1::uuid[])');

/** Removes told messages that are old enough, with their delivery log. Time is the database's own. */
export class PostgresMessageRetention implements MessageRetention {
  constructor(private readonly database: Database) {}

  removeSettled(olderThanMs: number, limit: number): Promise<number | null> {
    return this.database.transaction(async (transaction) => {
      const [lock] = await transaction.rows<{ readonly isMine: boolean }>(LOCK, [RETENTION_LOCK]);
      if (lock?.isMine !== true) return null;
      const taken = await transaction.rows<{ readonly id: string }>(TAKE_SETTLED, [
        olderThanMs / 1000,
        limit,
      ]);
      const ids = taken.map(({ id }) => id);
      if (ids.length === 0) return 0;
      for (const drop of [DROP_LINES, DROP_ITEMS, DROP_DELIVERIES]) await transaction.rows(drop, [ids]);
      return ids.length;
    });
  }
}
