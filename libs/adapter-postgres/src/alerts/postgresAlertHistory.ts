import type {
  AlertHistory,
  AlertRecord,
  DeliveryFigures,
  DeliveryRecord,
  FiredAlert,
  MessageRecord,
} from '@parkpulse/application';
import type { AlertMessage, Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';
import { ALERT_COLUMNS, type AlertRow, toRecord } from './alertRecords.js';

const FIRED = statement(
  'alerts-fired-between',
  `SELECT ${ALERT_COLUMNS},
     (SELECT min(e.at) FROM alert_event e WHERE e.alert = a.id AND e.kind = 'acknowledged') AS "firstAcknowledgedAt"
   FROM alert a JOIN park p ON p.key = a.park
   WHERE p.id = $1 AND a.fired_at >= $2 AND a.fired_at < $3 ORDER BY a.fired_at DESC, a.id DESC LIMIT $4`,
);
const FIGURES = statement(
  'delivery-figures',
  `WITH told AS (
     SELECT o.state, extract(epoch FROM o.settled_at - o.created_at) * 1000 AS ms
     FROM outbox o JOIN park p ON p.key = o.park WHERE p.id = $1 AND o.created_at >= $2 AND o.created_at < $3
   )
   SELECT count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state = 'failed') AS failed,
     count(*) FILTER (WHERE state = 'waiting') AS waiting,
     (percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE state = 'delivered'))::float8 AS "medianMs",
     (percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) FILTER (WHERE state = 'delivered'))::float8 AS "p95Ms"
   FROM told`,
);
const MESSAGES = statement(
  'messages-of-alert',
  `SELECT o.id, c.key::text AS "channelId", c.name, c.kind, c.removed_at IS NOT NULL AS "isRemoved", o.message, o.state,
     o.created_at AS "createdAt", o.settled_at AS "settledAt"
   FROM outbox_line l JOIN outbox o ON o.id = l.message JOIN channel c ON c.key = o.channel
   WHERE l.alert = $1 ORDER BY o.sequence DESC LIMIT 500`,
);
const ATTEMPTS = statement(
  'attempts-of-messages',
  `SELECT d.message, d.channel::text AS channel, d.attempt, d.at, d.outcome AS kind, d.status, d.code, d.excerpt,
     NULL AS "retryAfterMs", d.milliseconds
   FROM delivery d WHERE d.message = ANY($1::uuid[]) ORDER BY d.key`,
);
/** What an alert caused fired about when it did, or while it was open. */
const CAUSED = statement(
  'alerts-caused-by',
  `SELECT ${ALERT_COLUMNS} FROM alert a LEFT JOIN park p ON p.key = a.park, alert r
   WHERE r.id = $1 AND a.park = r.park AND a.opened_at >= r.opened_at - interval '1 day'
     AND a.opened_at < coalesce(r.resolved_at, now()) + interval '1 day' AND a.state::jsonb ->> 'root' = $1
   ORDER BY a.opened_at DESC LIMIT 200`,
);

interface MessageRow {
  readonly id: string;
  readonly channelId: string;
  readonly name: string;
  readonly kind: string;
  readonly isRemoved: boolean;
  readonly message: string;
  readonly state: MessageRecord['state'];
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
}

/** Alerts and messages of the past. */
export class PostgresAlertHistory implements AlertHistory {
  constructor(private readonly database: Database) {}

  async firedBetween(
    park: string,
    from: Instant,
    to: Instant,
    limit: number,
  ): Promise<readonly FiredAlert[]> {
    const rows = await this.database.rows<AlertRow & Pick<FiredAlert, 'firstAcknowledgedAt'>>(FIRED, [
      park,
      fromInstant(from),
      fromInstant(to),
      limit,
    ]);
    return rows.map(({ firstAcknowledgedAt, ...row }) => ({ ...toRecord(row), firstAcknowledgedAt }));
  }

  async deliveryFigures(park: string, from: Instant, to: Instant): Promise<DeliveryFigures> {
    const [row] = await this.database.rows<DeliveryFigures>(FIGURES, [
      park,
      fromInstant(from),
      fromInstant(to),
    ]);
    if (row === undefined) return { delivered: 0, failed: 0, waiting: 0, medianMs: null, p95Ms: null };
    return { ...row, medianMs: whole(row.medianMs), p95Ms: whole(row.p95Ms) };
  }

  async messages(alert: string): Promise<readonly MessageRecord[]> {
    const rows = await this.database.rows<MessageRow>(MESSAGES, [alert]);
    const attempts = await this.database.rows<DeliveryRecord>(ATTEMPTS, [rows.map(({ id }) => id)]);
    return rows.reverse().map((row) => toMessage(row, attempts));
  }

  async causedBy(alert: string): Promise<readonly AlertRecord[]> {
    return (await this.database.rows<AlertRow>(CAUSED, [alert])).map(toRecord);
  }
}

function toMessage(row: MessageRow, attempts: readonly DeliveryRecord[]): MessageRecord {
  const { id, channelId, name, kind, isRemoved, state, createdAt, settledAt } = row;
  const message = JSON.parse(row.message) as AlertMessage;
  return {
    id,
    channel: { id: channelId, name, kind, isRemoved },
    kind: message.kind,
    state,
    step: message.step,
    alerts: message.lines.filter(({ status }) => status !== 'context').length,
    createdAt,
    settledAt,
    attempts: attempts.filter((attempt) => attempt.message === id),
  };
}

function whole(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds);
}
