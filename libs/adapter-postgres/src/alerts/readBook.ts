import type { AlertContext } from '@parkpulse/application';
import type { AlertBook, NoticeChannel } from '@parkpulse/domain';
import { type Sql, statement } from '../driver/database.js';
import { readFeedSightings } from '../read/feedRecords.js';
import {
  type BookOwner,
  type BookRow,
  SYSTEM,
  type SettingRow,
  type SilenceRow,
  toBook,
} from './bookRows.js';
import { readSourceLags } from './readLags.js';

const BOOK_COLUMNS = 'serial, memory, notices, next_due AS "nextDue", timers';
const LOCK_BOOK = statement(
  'lock-alert-book',
  `SELECT ${BOOK_COLUMNS} FROM alert_book WHERE park = $1 FOR UPDATE`,
);
const CARRIED_ALERTS = statement(
  'carried-alerts',
  `SELECT park, state FROM alert
   WHERE (park = $1 AND (phase <> 'resolved' OR is_owed)) OR (park = ${SYSTEM} AND phase IN ('firing', 'recovering'))
   ORDER BY opened_at, id`,
);
export const SILENCE_COLUMNS =
  'key AS id, kind, matcher, created_by AS "by", reason, valid_from AS "from", valid_to AS "to"';
// One that has just ended is read once more, so that what it kept back is told.
const SILENCES = statement(
  'silences-of-book',
  `SELECT ${SILENCE_COLUMNS} FROM silence WHERE park = $1 AND valid_to > now() - interval '1 day' ORDER BY key`,
);
const CHANNELS = statement(
  'channels-of-book',
  `SELECT key::text AS id, min_severity AS "minSeverity", step, audience FROM channel
   WHERE removed_at IS NULL AND (park IS NULL OR park = $1) ORDER BY key`,
);
const SETTING = statement('alert-setting', 'SELECT policy, shifts FROM alert_setting WHERE park = $1');
/** What a book held when it was read, so that only what differs is written. */
export interface HeldBook {
  readonly book: AlertBook;
  readonly row: BookRow | null;
}

/** Locks and reads a book inside a transaction. */
export async function readBook(sql: Sql, owner: BookOwner): Promise<HeldBook> {
  const [[row], carried, silences, channels, [setting]] = await Promise.all([
    sql.rows<BookRow>(LOCK_BOOK, [owner.key]),
    sql.rows<{ readonly park: number; readonly state: string }>(CARRIED_ALERTS, [owner.key]),
    sql.rows<SilenceRow>(SILENCES, [owner.key]),
    sql.rows<NoticeChannel>(CHANNELS, [owner.park?.id ?? null]),
    sql.rows<SettingRow>(SETTING, [owner.key]),
  ]);
  const book = toBook(owner, {
    book: row ?? null,
    alerts: carried.filter(({ park }) => park === owner.key),
    system: owner.key === SYSTEM ? [] : carried.filter(({ park }) => park === SYSTEM),
    silences,
    channels,
    setting: setting ?? null,
  });
  return { book, row: row ?? null };
}

/** Reads what the assess transaction needs to decide the alerts of the park it has locked. */
export async function readAlertContext(
  sql: Sql,
  owner: BookOwner,
): Promise<AlertContext & { readonly held: HeldBook }> {
  const [held, feeds, lags] = await Promise.all([
    readBook(sql, owner),
    readFeedSightings(sql, owner.key),
    readSourceLags(sql, owner),
  ]);
  return { held, book: held.book, isNew: held.row === null, feeds, lags };
}
