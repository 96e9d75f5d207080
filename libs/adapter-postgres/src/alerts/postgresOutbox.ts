import { randomUUID } from 'node:crypto';
import type {
  LeasedMessage,
  NotificationKind,
  Outbox,
  OutboxState,
  SendOutcome,
  Settlement,
} from '@parkpulse/application';
import type { AlertMessage } from '@parkpulse/domain';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { OUTBOX_CHANNEL } from './channels.js';
import { type WaitingRow, mergeInto } from './mergeWaiting.js';
import { type TargetRow, openTarget } from './postgresChannelStore.js';
import { budgetOf, refill, waitFor } from './rateBudget.js';
import type { SecretBox } from './secretBox.js';
import { SYSTEM } from './bookRows.js';

/** A message that could not be delivered for this long has failed. */
const LONGEST_WAIT = `interval '24 hours'`;
/** Of what waits behind a message, at most so many are merged into it. */
const MOST_MERGED = 500;

const EXPIRE = statement(
  'expire-outbox',
  `UPDATE outbox SET state = 'failed', settled_at = now(), lease = NULL
   WHERE state = 'waiting' AND created_at < now() - ${LONGEST_WAIT} AND (lease_until IS NULL OR lease_until < now())`,
);
// Locked one by one: two workers never lease for one channel.
const FREE_CHANNELS = statement(
  'free-channels',
  `SELECT c.key, c.key::text AS id, c.kind, c.name, c.url, c.secret, c.tokens, c.failures,
     extract(epoch FROM now() - c.tokens_at)::float8 * 1000 AS "passedMs",
     coalesce(extract(epoch FROM now() - c.failing_since)::float8 * 1000, 0) AS "failingMs"
   FROM channel c
   WHERE c.removed_at IS NULL AND (c.resume_at IS NULL OR c.resume_at <= now())
     AND EXISTS (SELECT 1 FROM outbox o WHERE o.channel = c.key AND o.state = 'waiting')
     AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.channel = c.key AND o.state = 'waiting' AND o.lease_until > now())
   ORDER BY c.key LIMIT $1 FOR UPDATE OF c SKIP LOCKED`,
);
const WAITING = statement(
  'waiting-of-channel',
  `SELECT id, "group", message, attempts, uncertain OR lease IS NOT NULL AS "isUncertain",
     coalesce(lease_until > now(), false) AS "isLeased" FROM outbox
   WHERE channel = $1 AND state = 'waiting' ORDER BY sequence LIMIT ${MOST_MERGED}`,
);
const LEASE = statement(
  'lease-message',
  `UPDATE outbox SET lease = $2, lease_until = now() + make_interval(secs => $3::float8 / 1000), attempts = attempts + 1,
     uncertain = $4, message = $5 WHERE id = $1`,
);
const SPEND = statement('spend-token', 'UPDATE channel SET tokens = $2, tokens_at = now() WHERE key = $1');
const PAUSE = statement(
  'pause-channel',
  `UPDATE channel SET tokens = $2, tokens_at = now(), resume_at = now() + make_interval(secs => $3::float8 / 1000) WHERE key = $1`,
);
const HOLD_LEASE = statement(
  'hold-lease',
  `SELECT channel FROM outbox WHERE id = $1 AND lease = $2 AND state = 'waiting' FOR UPDATE`,
);
const LOG_DELIVERY = statement(
  'log-delivery',
  `INSERT INTO delivery (message, channel, attempt, outcome, status, code, excerpt, milliseconds)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const FINISH = statement(
  'finish-message',
  'UPDATE outbox SET state = $2, settled_at = now(), lease = NULL, lease_until = NULL WHERE id = $1',
);
const RETURN_MESSAGE = statement(
  'return-message',
  'UPDATE outbox SET lease = NULL, lease_until = NULL, uncertain = $2 WHERE id = $1',
);
const CHANNEL_WELL = statement(
  'channel-well',
  'UPDATE channel SET failures = 0, failing_since = NULL, resume_at = NULL WHERE key = $1 AND failures > 0',
);
const CHANNEL_ILL = statement(
  'channel-ill',
  `UPDATE channel SET failures = failures + 1, failing_since = coalesce(failing_since, now()),
     resume_at = now() + make_interval(secs => $2::float8 / 1000) WHERE key = $1`,
);
const NEXT_DUE = statement(
  'next-outbox-due',
  `SELECT extract(epoch FROM min(greatest(coalesce(c.resume_at, now()), coalesce(w.leased, now()))) - now())::float8 * 1000 AS "ms"
   FROM channel c JOIN (
     SELECT channel, max(lease_until) AS leased FROM outbox WHERE state = 'waiting' GROUP BY channel
   ) AS w ON w.channel = c.key WHERE c.removed_at IS NULL`,
);
const STATE = statement(
  'outbox-state',
  `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
     coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE state = 'waiting')), 0)::float8 AS "oldestSeconds",
     count(*) FILTER (WHERE state = 'failed' AND created_at > now() - interval '7 days') AS failed
   FROM outbox WHERE state = 'waiting' OR (state = 'failed' AND created_at > now() - interval '7 days')`,
);
const ENQUEUE = statement(
  'enqueue-once',
  `INSERT INTO outbox (park, channel, "group", message, once)
   VALUES (coalesce((SELECT key FROM park WHERE id = $1), ${SYSTEM}), $2, $3, $4, $5) ON CONFLICT (once) DO NOTHING RETURNING id`,
);
const RESEND = statement(
  'resend-message',
  `UPDATE outbox SET state = 'waiting', settled_at = NULL, created_at = now(), attempts = 0, uncertain = false
   WHERE id = $1 AND state = 'failed' RETURNING id`,
);
const TELL = statement('tell-outbox', 'SELECT pg_notify($1, $2)');

interface ChannelRow extends TargetRow {
  readonly key: number;
  readonly tokens: number;
  readonly passedMs: number;
  readonly failures: number;
  readonly failingMs: number;
}

/** The outbox in the database that decided what is owed. Time is the database's: several workers share one clock. */
export class PostgresOutbox implements Outbox {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  lease(leaseMs: number, limit: number): Promise<readonly LeasedMessage[]> {
    return this.database.transaction(async (transaction) => {
      await transaction.rows(EXPIRE);
      const leased: LeasedMessage[] = [];
      for (const channel of await transaction.rows<ChannelRow>(FREE_CHANNELS, [limit])) {
        const message = await this.leaseFor(transaction, channel, leaseMs);
        if (message !== null) leased.push(message);
      }
      return leased;
    });
  }

  settle(leased: LeasedMessage, outcome: SendOutcome, settlement: Settlement): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [held] = await transaction.rows<{ readonly channel: number }>(HOLD_LEASE, [
        leased.id,
        leased.lease,
      ]);
      if (held === undefined) return false;
      const { kind, status, code, excerpt, milliseconds } = outcome;
      const values = [
        leased.id,
        held.channel,
        leased.attempt,
        kind,
        status,
        code,
        clean(excerpt),
        milliseconds,
      ];
      await transaction.rows(LOG_DELIVERY, values);
      await conclude(
        transaction,
        { id: leased.id, channel: held.channel, isUncertain: kind === 'unknown' },
        settlement,
      );
      return true;
    });
  }

  async nextDue(): Promise<number | null> {
    const [row] = await this.database.rows<{ readonly ms: number | null }>(NEXT_DUE);
    return row?.ms === null || row === undefined ? null : Math.max(0, row.ms);
  }

  async waiting(): Promise<OutboxState> {
    const [row] = await this.database.rows<OutboxState>(STATE);
    return row ?? { waiting: 0, oldestSeconds: 0, failed: 0 };
  }

  async enqueue(park: string | null, channel: string, message: AlertMessage, once: string): Promise<boolean> {
    const values = [park, Number(channel), message.group, JSON.stringify(message), once];
    const rows = await this.database.rows(ENQUEUE, values);
    if (rows.length > 0) await this.database.rows(TELL, [OUTBOX_CHANNEL, '']);
    return rows.length > 0;
  }

  async resend(message: string): Promise<boolean> {
    if (!/^[0-9a-f-]{36}$/.test(message)) return false;
    const rows = await this.database.rows(RESEND, [message]);
    if (rows.length > 0) await this.database.rows(TELL, [OUTBOX_CHANNEL, '']);
    return rows.length > 0;
  }

  private async leaseFor(
    transaction: Transaction,
    channel: ChannelRow,
    leaseMs: number,
  ): Promise<LeasedMessage | null> {
    const budget = budgetOf(channel.kind satisfies NotificationKind);
    const tokens = refill(channel.tokens, channel.passedMs, budget);
    if (tokens < 1) {
      await transaction.rows(PAUSE, [channel.key, tokens, waitFor(tokens, budget)]);
      return null;
    }
    const waiting = await transaction.rows<WaitingRow>(WAITING, [channel.key]);
    const [head, ...behind] = waiting;
    // The channel looked free before its lock was had: whoever held it meanwhile may have leased a message.
    if (head === undefined || waiting.some(({ isLeased }) => isLeased)) return null;
    const merged = head.isUncertain
      ? []
      : behind.filter(({ group, isUncertain }) => group === head.group && !isUncertain);
    const message = await mergeInto(transaction, head, merged);
    const lease = randomUUID();
    await transaction.rows(LEASE, [head.id, lease, leaseMs, head.isUncertain, JSON.stringify(message)]);
    await transaction.rows(SPEND, [channel.key, tokens - 1]);
    const { id, kind, name, url, secret, failures, failingMs } = channel;
    const target = openTarget({ id, kind, name, url, secret }, this.box);
    return { id: head.id, lease, attempt: head.attempts + 1, channel: target, message, failures, failingMs };
  }
}

interface Held {
  readonly id: string;
  readonly channel: number;
  readonly isUncertain: boolean;
}

async function conclude(
  transaction: Transaction,
  { id, channel, isUncertain }: Held,
  settlement: Settlement,
): Promise<void> {
  switch (settlement.kind) {
    case 'delivered':
      await transaction.rows(FINISH, [id, 'delivered']);
      await transaction.rows(CHANNEL_WELL, [channel]);
      return;
    // A message that will never be taken says nothing of the channel: the next one goes.
    case 'failed':
      await transaction.rows(FINISH, [id, 'failed']);
      return;
    case 'retry':
      await transaction.rows(RETURN_MESSAGE, [id, isUncertain]);
      await transaction.rows(CHANNEL_ILL, [channel, settlement.afterMs]);
  }
}

// A vendor's answer may hold what PostgreSQL does not take.
function clean(text: string): string {
  return text.replaceAll('\0', '');
}
