import { randomUUID } from 'node:crypto';
import type { OutgoingMessage } from '@parkpulse/domain';
import { type Transaction, statement } from '../driver/database.js';

const ADD_ITEMS = statement(
  'add-outbox-items',
  `INSERT INTO outbox_item (alert, transition, channel, step, message)
   SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[], $4::smallint[], $5::uuid[])
   ON CONFLICT DO NOTHING RETURNING message`,
);
const ADD_MESSAGES = statement(
  'add-outbox',
  `INSERT INTO outbox (id, park, channel, "group", message)
   SELECT id, $1, channel, "group", message
   FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[]) WITH ORDINALITY AS n (id, channel, "group", message, place)
   ORDER BY place`,
);
const ADD_LINES = statement(
  'add-outbox-lines',
  `INSERT INTO outbox_line (alert, message) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING`,
);

interface QueuedMessage extends OutgoingMessage {
  readonly id: string;
}

/** Queues the messages of a decision in its own transaction; what a channel was told before is not queued again. */
export async function queueMessages(
  transaction: Transaction,
  park: number,
  outgoing: readonly OutgoingMessage[],
): Promise<void> {
  if (outgoing.length === 0) return;
  const messages = outgoing.map((one) => ({ ...one, id: randomUUID() }));
  const isNew = await claimItems(transaction, messages);
  const queued = messages.filter(({ id, message }) => isItemless(message) || isNew.has(id));
  await transaction.rows(ADD_MESSAGES, [
    park,
    queued.map(({ id }) => id),
    queued.map(({ channel }) => Number(channel)),
    queued.map(({ message }) => message.group),
    queued.map(({ message }) => JSON.stringify(message)),
  ]);
  const lines = queued.flatMap(({ id, message }) => message.lines.map(({ alert }) => ({ alert, id })));
  await transaction.rows(ADD_LINES, [lines.map(({ alert }) => alert), lines.map(({ id }) => id)]);
}

// What is told again on purpose, or speaks of no transition: the book remembers that it was.
function isItemless({ kind }: OutgoingMessage['message']): boolean {
  return kind === 'repeat' || kind === 'silence';
}

// The unique key of what is told: a message none of whose lines is new would be a second copy, and is not queued.
async function claimItems(
  transaction: Transaction,
  messages: readonly QueuedMessage[],
): Promise<ReadonlySet<string>> {
  const items = messages.flatMap(({ id, channel, message }) =>
    isItemless(message)
      ? []
      : message.lines
          .filter(({ status }) => status !== 'context')
          .map(({ alert, transition }) => ({
            alert,
            transition,
            channel: Number(channel),
            step: message.step,
            id,
          })),
  );
  if (items.length === 0) return new Set();
  const claimed = await transaction.rows<{ readonly message: string }>(ADD_ITEMS, [
    items.map(({ alert }) => alert),
    items.map(({ transition }) => transition),
    items.map(({ channel }) => channel),
    items.map(({ step }) => step),
    items.map(({ id }) => id),
  ]);
  return new Set(claimed.map(({ message }) => message));
}
