import { type AlertMessage, mergeMessages } from '@parkpulse/domain';
import { type Transaction, statement } from '../driver/database.js';

const MERGE = statement(
  'merge-messages',
  `UPDATE outbox SET state = 'merged', settled_at = now() WHERE id = ANY($1::uuid[])`,
);
const MOVE_ITEMS = statement(
  'move-outbox-items',
  'UPDATE outbox_item SET message = $2 WHERE message = ANY($1::uuid[])',
);
const ADD_LINES = statement(
  'add-merged-lines',
  `INSERT INTO outbox_line (alert, message) SELECT alert, $2 FROM outbox_line WHERE message = ANY($1::uuid[])
   ON CONFLICT DO NOTHING`,
);

/** What waits for a channel, as whoever leases it finds it. */
export interface WaitingRow {
  readonly id: string;
  readonly group: string;
  readonly message: string;
  readonly attempts: number;
  readonly isUncertain: boolean;
  readonly isLeased: boolean;
}

/** What follows of the same group is told with the head, under the head's id. */
export async function mergeInto(
  transaction: Transaction,
  head: WaitingRow,
  behind: readonly WaitingRow[],
): Promise<AlertMessage> {
  const own = JSON.parse(head.message) as AlertMessage;
  if (behind.length === 0) return own;
  const ids = behind.map(({ id }) => id);
  await transaction.rows(MERGE, [ids]);
  await transaction.rows(MOVE_ITEMS, [ids, head.id]);
  await transaction.rows(ADD_LINES, [ids, head.id]);
  return mergeMessages([own, ...behind.map(({ message }) => JSON.parse(message) as AlertMessage)]) ?? own;
}
