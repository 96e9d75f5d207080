import type {
  AlertCommit,
  AlertFilter,
  AlertPage,
  AlertRecord,
  AlertStore,
  DeliveryRecord,
} from '@parkpulse/application';
import type { Alert, AlertBook, AlertEvent, Instant, Silence } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Database, type Transaction, statement } from '../driver/database.js';
import { ALERT_COLUMNS, type AlertRow, toRecord } from './alertRecords.js';
import { type BookOwner, SYSTEM, type SilenceRow, toAlert, toSilence } from './bookRows.js';
import { readBook, SILENCE_COLUMNS } from './readBook.js';
import { saveAlertCommit } from './saveCommit.js';
import { WAKE_PARK } from './wakePark.js';

const LOCK_SYSTEM = statement('lock-alert-system', 'SELECT pg_try_advisory_xact_lock($1) AS "isMine"');
/** Any number that nothing else locks: the letters "Aler". */
const SYSTEM_LOCK = 0x416c6572;
const LOCK_PARK = statement(
  'lock-park-for-alert',
  `SELECT p.key, p.id, p.name, p.time_zone AS zone FROM park_state s JOIN park p ON p.key = s.park
   WHERE p.key = $1 FOR NO KEY UPDATE OF s`,
);
const PARK_OF_ALERT = statement('park-of-alert', 'SELECT park, state FROM alert WHERE id = $1');
const ALERTS = statement(
  'alerts',
  `SELECT ${ALERT_COLUMNS} FROM alert a LEFT JOIN park p ON p.key = a.park
   WHERE a.park IN ($1, ${SYSTEM}) AND (CASE WHEN cardinality($2::text[]) = 0
       THEN a.fired_at IS NOT NULL ELSE a.phase = ANY($2::text[]) AND (a.phase <> 'resolved' OR a.fired_at IS NOT NULL) END)
     AND ($3::text IS NULL OR a.severity = $3)
     AND ($4::timestamptz IS NULL OR a.resolved_at IS NULL OR a.resolved_at >= $4)
     AND ($5::timestamptz IS NULL OR a.opened_at < $5)
     AND ($8::text IS NULL OR a.rule = $8) AND ($9::text IS NULL OR a.indicator = $9)
     AND ($6::text IS NULL OR (a.opened_at, a.id) < (SELECT opened_at, id FROM alert WHERE id = $6))
   ORDER BY a.opened_at DESC, a.id DESC LIMIT $7`,
);
const ALERTS_BY_ID = statement(
  'alerts-by-id',
  `SELECT ${ALERT_COLUMNS} FROM alert a LEFT JOIN park p ON p.key = a.park WHERE a.id = ANY($1::text[]) ORDER BY a.id`,
);
const EVENTS = statement(
  'alert-events',
  'SELECT at, kind, detail FROM alert_event WHERE alert = $1 ORDER BY key',
);
const DELIVERIES = statement(
  'alert-deliveries',
  `SELECT d.message, d.channel::text AS channel, d.attempt, d.at, d.outcome AS kind, d.status, d.code, d.excerpt,
     NULL AS "retryAfterMs", d.milliseconds
   FROM delivery d WHERE d.message IN (SELECT message FROM outbox_item WHERE alert = $1) ORDER BY d.key`,
);
const SILENCES = statement(
  'silences',
  `SELECT ${SILENCE_COLUMNS} FROM silence
   WHERE park = (SELECT p.key FROM park p WHERE p.id = $1) AND valid_to > $2 ORDER BY silence.key`,
);
const PARK_KEY = statement('park-key-for-silence', 'SELECT key FROM park WHERE id = $1');
const ADD_SILENCE = statement(
  'add-silence',
  `INSERT INTO silence (park, kind, matcher, created_by, reason, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)
   RETURNING ${SILENCE_COLUMNS}`,
);
const END_SILENCE = statement(
  'end-silence',
  `UPDATE silence SET valid_to = greatest(valid_from, $3) WHERE park = $1 AND key = $2 AND valid_to > $3 RETURNING key`,
);

interface ParkRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly zone: string;
}

/** Alerts as people see and change them; the assess transaction decides the rest (`readAlertContext`, `saveAlertCommit`). */
export class PostgresAlertStore implements AlertStore {
  constructor(
    private readonly database: Database,
    private readonly zone: string,
  ) {}

  decideSystem(work: (book: AlertBook) => AlertCommit): Promise<AlertCommit | null> {
    return this.database.transaction(async (transaction) => {
      const [lock] = await transaction.rows<{ readonly isMine: boolean }>(LOCK_SYSTEM, [SYSTEM_LOCK]);
      if (lock?.isMine !== true) return null;
      const held = await readBook(transaction, { key: SYSTEM, park: null, zone: this.zone });
      const commit = work(held.book);
      await saveAlertCommit(transaction, SYSTEM, held, commit);
      return commit;
    });
  }

  act<Result>(
    id: string,
    work: (alert: Alert, book: AlertBook) => { readonly commit: AlertCommit | null; readonly result: Result },
  ): Promise<Result | null> {
    return this.database.transaction(async (transaction) => {
      const [found] = await transaction.rows<{ readonly park: number }>(PARK_OF_ALERT, [id]);
      if (found === undefined) return null;
      const owner = await this.lockOwner(transaction, found.park);
      const held = await readBook(transaction, owner);
      // Read again: until the lock was had it may have changed.
      const [row] = await transaction.rows<{ readonly state: string }>(PARK_OF_ALERT, [id]);
      if (row === undefined) return null;
      const { commit, result } = work(toAlert(row), held.book);
      if (commit === null) return result;
      await saveAlertCommit(transaction, owner.key, held, commit);
      await transaction.rows(WAKE_PARK, [owner.key]);
      return result;
    });
  }

  async alerts(
    { park, states, severity, rule, indicator, from, to }: AlertFilter,
    page: AlertPage,
  ): Promise<readonly AlertRecord[]> {
    const [row] = await this.database.rows<{ readonly key: number }>(PARK_KEY, [park]);
    const rows = await this.database.rows<AlertRow>(ALERTS, [
      row?.key ?? -1,
      states,
      severity,
      fromInstantOrNull(from),
      fromInstantOrNull(to),
      page.after,
      page.limit,
      rule ?? null,
      indicator ?? null,
    ]);
    return rows.map(toRecord);
  }

  async alert(id: string): Promise<AlertRecord | null> {
    const [record] = await this.alertsById([id]);
    return record ?? null;
  }

  async alertsById(ids: readonly string[]): Promise<readonly AlertRecord[]> {
    return (await this.database.rows<AlertRow>(ALERTS_BY_ID, [ids])).map(toRecord);
  }

  async events(id: string): Promise<readonly AlertEvent[]> {
    const rows = await this.database.rows<{
      readonly at: Instant;
      readonly kind: string;
      readonly detail: string;
    }>(EVENTS, [id]);
    return rows.map(
      ({ at, kind, detail }) => ({ ...(JSON.parse(detail) as object), alert: id, at, kind }) as AlertEvent,
    );
  }

  deliveries(id: string): Promise<readonly DeliveryRecord[]> {
    return this.database.rows<DeliveryRecord>(DELIVERIES, [id]);
  }

  async silences(park: string, at: Instant): Promise<readonly Silence[]> {
    return (await this.database.rows<SilenceRow>(SILENCES, [park, fromInstant(at)])).map(toSilence);
  }

  addSilence(
    park: string,
    { kind, matcher, by, reason, from, to }: Omit<Silence, 'id'>,
  ): Promise<Silence | null> {
    return this.database.transaction(async (transaction) => {
      const key = await parkKey(transaction, park);
      if (key === null) return null;
      const values = [key, kind, JSON.stringify(matcher), by, reason, fromInstant(from), fromInstant(to)];
      const [row] = await transaction.rows<SilenceRow>(ADD_SILENCE, values);
      await transaction.rows(WAKE_PARK, [key]);
      return row === undefined ? null : toSilence(row);
    });
  }

  endSilence(park: string, id: string, at: Instant): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const key = await parkKey(transaction, park);
      if (key === null || !/^\d{1,15}$/.test(id)) return false;
      const ended = await transaction.rows(END_SILENCE, [key, Number(id), fromInstant(at)]);
      await transaction.rows(WAKE_PARK, [key]);
      return ended.length > 0;
    });
  }

  // The lock order of the assessor: the park first, then its book.
  private async lockOwner(transaction: Transaction, key: number): Promise<BookOwner> {
    const [row] = await transaction.rows<ParkRow>(LOCK_PARK, [key]);
    if (row === undefined) return { key: SYSTEM, park: null, zone: this.zone };
    return { key: row.key, park: { id: row.id, name: row.name }, zone: row.zone };
  }
}

async function parkKey(transaction: Transaction, park: string): Promise<number | null> {
  const [row] = await transaction.rows<{ readonly key: number }>(PARK_KEY, [park]);
  return row?.key ?? null;
}
