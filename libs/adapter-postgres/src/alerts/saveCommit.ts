import { createHash } from 'node:crypto';
import type { AlertCommit } from '@parkpulse/application';
import type { Alert, AlertEvent, AlertTimer } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import { type Transaction, statement } from '../driver/database.js';
import { ALERT_CHANNEL, OUTBOX_CHANNEL } from './channels.js';
import { queueMessages } from './queueMessages.js';
import type { HeldBook } from './readBook.js';

const SAVE_BOOK = statement(
  'save-alert-book',
  `INSERT INTO alert_book (park, serial, memory, notices, next_due, timers) VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (park) DO UPDATE SET serial = excluded.serial, memory = excluded.memory, notices = excluded.notices,
     next_due = excluded.next_due, timers = excluded.timers`,
);
const SAVE_ALERTS = statement(
  'save-alerts',
  `INSERT INTO alert (id, park, rule, indicator, scope, phase, severity, opened_at, fired_at, resolved_at, is_owed, state)
   SELECT id, $1, rule, indicator, scope, phase, severity, opened_at, fired_at, resolved_at, is_owed, state
   FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[],
     $10::timestamptz[], $11::boolean[], $12::text[])
     AS n (id, rule, indicator, scope, phase, severity, opened_at, fired_at, resolved_at, is_owed, state)
   ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, severity = excluded.severity, fired_at = excluded.fired_at,
     resolved_at = excluded.resolved_at, is_owed = excluded.is_owed, state = excluded.state,
     version = alert.version + 1`,
);
const CLEAR_OWED = statement(
  'clear-owed-alerts',
  'UPDATE alert SET is_owed = false WHERE park = $1 AND is_owed AND NOT id = ANY($2::text[])',
);
const ADD_EVENTS = statement(
  'add-alert-events',
  `INSERT INTO alert_event (alert, park, at, kind, detail)
   SELECT alert, $1, at, kind, detail
   FROM unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[]) AS n (alert, at, kind, detail)`,
);
const DROP_TIMERS = statement('drop-alert-timers', 'DELETE FROM alert_timer WHERE park = $1');
const ADD_TIMERS = statement(
  'add-alert-timers',
  `INSERT INTO alert_timer (park, kind, subject, at)
   SELECT $1, kind, subject, at FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS n (kind, subject, at)
   ON CONFLICT DO NOTHING`,
);
const ALERTS_PER_WORD = 200;
const TELL = statement('tell-alerts', 'SELECT pg_notify($1, $2)');

/** Writes a decision in the transaction that read its book. */
export async function saveAlertCommit(
  transaction: Transaction,
  park: number,
  held: HeldBook,
  commit: AlertCommit,
): Promise<void> {
  await saveAlerts(transaction, park, commit);
  await clearOwed(transaction, park, held, commit);
  await addEvents(transaction, park, commit.events);
  await queueMessages(transaction, park, commit.messages);
  const timers = commit.timers === null ? (held.row?.timers ?? '') : digestOf(commit.timers);
  if (commit.timers !== null && timers !== held.row?.timers)
    await replaceTimers(transaction, park, commit.timers);
  await saveBook(transaction, { park, held, commit, timers });
  await tellChanges(transaction, commit);
  if (commit.messages.length > 0) await transaction.rows(TELL, [OUTBOX_CHANNEL, '']);
}

// A notification takes less than 8000 bytes: many alerts are told in several.
async function tellChanges(transaction: Transaction, { changed, book }: AlertCommit): Promise<void> {
  const park = book.park?.id ?? null;
  for (let start = 0; start < changed.length; start += ALERTS_PER_WORD) {
    const alerts = changed.slice(start, start + ALERTS_PER_WORD).map(({ id }) => id);
    await transaction.rows(TELL, [ALERT_CHANNEL, JSON.stringify({ park, alerts })]);
  }
}

async function saveBook(
  transaction: Transaction,
  {
    park,
    held: { row },
    commit,
    timers,
  }: {
    readonly park: number;
    readonly held: HeldBook;
    readonly commit: AlertCommit;
    readonly timers: string;
  },
): Promise<void> {
  const { serial, memory, notices, nextDue } = commit.book;
  const next = { serial, memory: JSON.stringify(memory), notices: JSON.stringify(notices), nextDue, timers };
  const isSame =
    row !== null &&
    (Object.keys(next) as (keyof typeof next)[]).every((column) => row[column] === next[column]);
  if (isSame) return;
  await transaction.rows(SAVE_BOOK, [
    park,
    serial,
    next.memory,
    next.notices,
    fromInstantOrNull(nextDue),
    timers,
  ]);
}

async function saveAlerts(
  transaction: Transaction,
  park: number,
  { changed, book }: AlertCommit,
): Promise<void> {
  if (changed.length === 0) return;
  // What ended comes first: another alert of the same key may have opened since.
  const alerts = [...changed].sort((a, b) => rankOf(a) - rankOf(b));
  const owed = new Set(book.alerts.filter(({ phase }) => phase === 'resolved').map(({ id }) => id));
  await transaction.rows(SAVE_ALERTS, [
    park,
    alerts.map(({ id }) => id),
    alerts.map(({ key }) => key.rule),
    alerts.map(({ key }) => key.indicator ?? ''),
    alerts.map(({ key }) => key.scope),
    alerts.map(({ phase }) => phase),
    alerts.map(({ severity }) => severity),
    alerts.map(({ openedAt }) => fromInstant(openedAt)),
    alerts.map(({ firedAt }) => fromInstantOrNull(firedAt)),
    alerts.map(({ resolvedAt }) => fromInstantOrNull(resolvedAt)),
    alerts.map(({ id }) => owed.has(id)),
    alerts.map((alert) => JSON.stringify(alert)),
  ]);
}

// Nobody is left to be told of an alert that ended: the channel it was owed to is gone.
async function clearOwed(
  transaction: Transaction,
  park: number,
  { book }: HeldBook,
  commit: AlertCommit,
): Promise<void> {
  const isOver = ({ phase }: Alert): boolean => phase === 'resolved';
  if (!book.alerts.some(isOver)) return;
  await transaction.rows(CLEAR_OWED, [park, commit.book.alerts.filter(isOver).map(({ id }) => id)]);
}

function rankOf({ phase }: Alert): number {
  return phase === 'resolved' ? 0 : 1;
}

// What a channel was told is in the outbox; the log of the alert itself is about the alert.
async function addEvents(
  transaction: Transaction,
  park: number,
  events: readonly AlertEvent[],
): Promise<void> {
  const kept = events.filter(({ kind }) => kind !== 'told');
  if (kept.length === 0) return;
  await transaction.rows(ADD_EVENTS, [
    park,
    kept.map(({ alert }) => alert),
    kept.map(({ at }) => fromInstant(at)),
    kept.map(({ kind }) => kind),
    kept.map(({ alert: _alert, at: _at, kind: _kind, ...detail }) => JSON.stringify(detail)),
  ]);
}

async function replaceTimers(
  transaction: Transaction,
  park: number,
  timers: readonly AlertTimer[],
): Promise<void> {
  await transaction.rows(DROP_TIMERS, [park]);
  if (timers.length === 0) return;
  await transaction.rows(ADD_TIMERS, [
    park,
    timers.map(({ kind }) => kind),
    timers.map(({ subject }) => subject),
    timers.map(({ at }) => fromInstant(at)),
  ]);
}

function digestOf(timers: readonly AlertTimer[]): string {
  if (timers.length === 0) return '';
  const lines = timers.map(({ kind, subject, at }) => `${kind} ${subject} ${at}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('base64url');
}
