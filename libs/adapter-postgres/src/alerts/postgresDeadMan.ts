import type { ChangedBy, DeadManRecord, DeadManStore, SendOutcome } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';
import type { SecretBox } from './secretBox.js';

const DEAD_MAN = statement(
  'dead-man',
  `SELECT url, every_seconds AS "everySeconds", changed_by AS "by", changed_at AS "at", tried_at AS "triedAt",
     ok_at AS "okAt", outcome, status, code FROM dead_man`,
);
const SET = statement(
  'set-dead-man',
  `INSERT INTO dead_man (url, every_seconds, changed_by, changed_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (is_only) DO UPDATE SET url = excluded.url, every_seconds = excluded.every_seconds,
     changed_by = excluded.changed_by, changed_at = excluded.changed_at, claimed_at = NULL, tried_at = NULL, ok_at = NULL,
     outcome = NULL, status = NULL, code = NULL`,
);
const CLEAR = statement('clear-dead-man', 'DELETE FROM dead_man');
// A claim of which nothing came is made again by the next due time, like any other.
const CLAIM = statement(
  'claim-ping',
  `UPDATE dead_man SET claimed_at = now()
   WHERE claimed_at IS NULL OR claimed_at + make_interval(secs => every_seconds) <= now() RETURNING url`,
);
const SETTLE = statement(
  'settle-ping',
  `UPDATE dead_man SET tried_at = now(), ok_at = CASE WHEN $1 = 'delivered' THEN now() ELSE ok_at END,
     outcome = $1, status = $2, code = $3`,
);
const CLOCK = statement('clock', 'SELECT clock_timestamp() AS "now"');
const DEAD_LETTERS = statement(
  'dead-letters-since',
  'SELECT count(*) AS count FROM (SELECT received_at FROM dead_letter ORDER BY key DESC LIMIT 10000) d WHERE received_at >= $1',
);

/** What the system is asked about itself: the dead-man's ping, the store's clock, how much was refused lately. */
export class PostgresDeadMan implements DeadManStore {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  async deadMan(): Promise<DeadManRecord | null> {
    const [row] = await this.database.rows<DeadManRecord>(DEAD_MAN);
    return row === undefined ? null : { ...row, url: this.box.open(row.url) };
  }

  async setDeadMan(
    asked: { readonly url: string; readonly everySeconds: number } | null,
    { by, at }: ChangedBy,
  ): Promise<void> {
    if (asked === null) await this.database.rows(CLEAR);
    else await this.database.rows(SET, [this.box.seal(asked.url), asked.everySeconds, by, fromInstant(at)]);
  }

  async claimPing(): Promise<string | null> {
    const [row] = await this.database.rows<{ readonly url: string }>(CLAIM);
    return row === undefined ? null : this.box.open(row.url);
  }

  async settlePing({ kind, status, code }: SendOutcome): Promise<void> {
    await this.database.rows(SETTLE, [kind, status, code]);
  }

  async clock(): Promise<Instant> {
    const [row] = await this.database.rows<{ readonly now: Instant }>(CLOCK);
    if (row === undefined) throw new Error('the database did not tell the time');
    return row.now;
  }

  async deadLettersSince(at: Instant): Promise<number> {
    const [row] = await this.database.rows<{ readonly count: number }>(DEAD_LETTERS, [fromInstant(at)]);
    return row?.count ?? 0;
  }
}
