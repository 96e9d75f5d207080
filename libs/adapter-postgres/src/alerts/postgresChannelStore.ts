import type {
  ChannelRecord,
  ChannelStore,
  ChannelTarget,
  NewChannel,
  NotificationKind,
} from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';
import { budgetOf } from './rateBudget.js';
import type { SecretBox } from './secretBox.js';

const COLUMNS = `key::text AS id, kind, name, url, secret IS NOT NULL AS "hasSecret", park, min_severity AS "minSeverity", step,
  audience, created_at AS "createdAt", created_by AS "createdBy"`;
const CHANNELS = statement(
  'channels',
  `SELECT ${COLUMNS} FROM channel WHERE removed_at IS NULL ORDER BY key`,
);
const ADD_CHANNEL = statement(
  'add-channel',
  `INSERT INTO channel (kind, name, url, secret, park, min_severity, step, audience, created_at, created_by, tokens)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
);
const REMOVE_CHANNEL = statement(
  'remove-channel',
  'UPDATE channel SET removed_at = now(), secret = NULL WHERE key = $1 AND removed_at IS NULL RETURNING key',
);
const DROP_WAITING = statement(
  'drop-waiting-of-channel',
  `UPDATE outbox SET state = 'failed', settled_at = now() WHERE channel = $1 AND state = 'waiting'`,
);
const TARGET = statement(
  'channel-target',
  'SELECT key::text AS id, kind, name, url, secret FROM channel WHERE key = $1 AND removed_at IS NULL',
);
const ALLOWED = statement('outbound-allow', 'SELECT entry FROM outbound_allow ORDER BY entry');
const CLEAR_ALLOWED = statement(
  'clear-outbound-allow',
  'DELETE FROM outbound_allow WHERE NOT entry = ANY($1::text[])',
);
const ADD_ALLOWED = statement(
  'add-outbound-allow',
  `INSERT INTO outbound_allow (entry, added_by, added_at) SELECT entry, $2, $3 FROM unnest($1::text[]) AS n (entry)
   ON CONFLICT DO NOTHING`,
);

/** Channels and what they may reach; a removed channel keeps its place in the delivery log. */
export class PostgresChannelStore implements ChannelStore {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  channels(): Promise<readonly ChannelRecord[]> {
    return this.database.rows<ChannelRecord>(CHANNELS);
  }

  async addChannel(channel: NewChannel): Promise<ChannelRecord> {
    const { kind, name, url, secret, park, minSeverity, step, audience, createdAt, createdBy } = channel;
    const sealed = secret === null ? null : this.box.seal(secret);
    const { burst } = budgetOf(kind);
    const values = [
      kind,
      name,
      url,
      sealed,
      park,
      minSeverity,
      step,
      audience,
      fromInstant(createdAt),
      createdBy,
      burst,
    ];
    const [row] = await this.database.rows<ChannelRecord>(ADD_CHANNEL, values);
    if (row === undefined) throw new Error('the channel was not stored');
    return row;
  }

  removeChannel(id: string): Promise<boolean> {
    if (!isKey(id)) return Promise.resolve(false);
    return this.database.transaction(async (transaction) => {
      const removed = await transaction.rows(REMOVE_CHANNEL, [Number(id)]);
      await transaction.rows(DROP_WAITING, [Number(id)]);
      return removed.length > 0;
    });
  }

  async target(id: string): Promise<ChannelTarget | null> {
    if (!isKey(id)) return null;
    const [row] = await this.database.rows<TargetRow>(TARGET, [Number(id)]);
    return row === undefined ? null : openTarget(row, this.box);
  }

  async outboundAllow(): Promise<readonly string[]> {
    return (await this.database.rows<{ readonly entry: string }>(ALLOWED)).map(({ entry }) => entry);
  }

  setOutboundAllow(entries: readonly string[], by: string, at: Instant): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await transaction.rows(CLEAR_ALLOWED, [entries]);
      await transaction.rows(ADD_ALLOWED, [entries, by, fromInstant(at)]);
    });
  }
}

export interface TargetRow {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly name: string;
  readonly url: string;
  /** As sealed. */
  readonly secret: string | null;
}

/** Opens the secret of a channel for the notifier. */
export function openTarget({ secret, ...target }: TargetRow, box: SecretBox): ChannelTarget {
  return { ...target, secret: secret === null ? null : box.open(secret) };
}

function isKey(id: string): boolean {
  return /^\d{1,15}$/.test(id);
}
