import { randomUUID } from 'node:crypto';
import { startRetention } from '@parkpulse/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database, statement } from '../driver/database.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import { PostgresMessageRetention } from './postgresMessageRetention.js';

const DAY = 86_400_000;
let testing: TestDatabase;
let database: Database;
let other: Database;
let retention: PostgresMessageRetention;

const sql = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  database.rows<Row>(statement('', text), values);
const open = (): Database =>
  new Database({
    connection: testing.connection,
    name: 'retention',
    size: 3,
    statementTimeoutMs: 15_000,
    idleInTransactionMs: 60_000,
    onError: () => undefined,
  });

beforeAll(async () => {
  testing = await testDatabase();
  await testing.open();
  [database, other] = [open(), open()];
  retention = new PostgresMessageRetention(database);
  await sql(
    `INSERT INTO channel (kind, name, url, min_severity, step, audience, created_at, created_by, tokens)
     VALUES ('webhook', 'c', 'http://c/', 'reminder', 0, 'all', now(), 'admin', 1)`,
  );
});
afterAll(async () => {
  await Promise.all([database.close(), other.close()]);
  await testing.drop();
});
beforeEach(() => sql('TRUNCATE outbox, outbox_item, outbox_line, delivery, alert'));

interface Kept {
  readonly state: 'waiting' | 'delivered' | 'failed' | 'merged';
  readonly daysAgo: number;
  readonly phase?: 'firing' | 'resolved';
  readonly isOwed?: boolean;
}

/** A message about an alert of its own, settled some days ago, with one line, item and try. */
async function message(
  name: string,
  { state, daysAgo, phase = 'resolved', isOwed = false }: Kept,
): Promise<void> {
  const id = randomUUID();
  await sql(
    `INSERT INTO alert (id, park, rule, indicator, scope, phase, severity, opened_at, is_owed, state)
     VALUES ($1, 1, 'A01', 'I10', $1, $2, 'warning', now(), $3, '{}')`,
    [name, phase, isOwed],
  );
  await sql(
    `INSERT INTO outbox (id, park, channel, "group", message, created_at, state, settled_at)
     SELECT $1, 1, min(key), $2, '{}', now() - $3 * interval '1 day', $4,
       CASE WHEN $4 = 'waiting' THEN NULL ELSE now() - $3 * interval '1 day' END FROM channel`,
    [id, name, daysAgo, state],
  );
  await sql('INSERT INTO outbox_line (alert, message) VALUES ($1, $2)', [name, id]);
  await sql('INSERT INTO outbox_item (alert, transition, channel, step, message) VALUES ($1, 1, 1, 0, $2)', [
    name,
    id,
  ]);
  await sql(
    `INSERT INTO delivery (message, channel, attempt, outcome, excerpt, milliseconds) VALUES ($1, 1, 1, 'delivered', '', 1)`,
    [id],
  );
}

/** What is left, by the names of the messages; of lines, items and tries how many. */
async function left(): Promise<{ readonly names: readonly string[]; readonly others: readonly number[] }> {
  const rows = await sql<{ name: string }>('SELECT "group" AS name FROM outbox ORDER BY 1');
  const counts = await Promise.all(
    ['outbox_line', 'outbox_item', 'delivery'].map((table) =>
      sql<{ n: number }>(`SELECT count(*) AS n FROM ${table}`),
    ),
  );
  return { names: rows.map(({ name }) => name), others: counts.map(([row]) => row!.n) };
}

describe('told messages', () => {
  it('go when they are old enough, with all that is kept of them', async () => {
    await message('delivered', { state: 'delivered', daysAgo: 91 });
    await message('merged', { state: 'merged', daysAgo: 91 });
    await message('young', { state: 'delivered', daysAgo: 89 });
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(2);
    expect(await left()).toEqual({ names: ['young'], others: [1, 1, 1] });
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(0);
  });

  it('stay while they were not delivered, however old', async () => {
    await message('failed', { state: 'failed', daysAgo: 999 });
    await message('waiting', { state: 'waiting', daysAgo: 999 });
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(0);
    expect(await left()).toEqual({ names: ['failed', 'waiting'], others: [2, 2, 2] });
  });

  it('stay while the alert they speak of is open or still owed to somebody: it must not be told twice', async () => {
    await message('open', { state: 'delivered', daysAgo: 999, phase: 'firing' });
    await message('owed', { state: 'delivered', daysAgo: 999, isOwed: true });
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(0);
    await sql(`UPDATE alert SET phase = 'resolved', is_owed = false`);
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(2);
    expect(await left()).toEqual({ names: [], others: [0, 0, 0] });
  });

  it('are removed by one process at a time', async () => {
    await message('old', { state: 'delivered', daysAgo: 91 });
    await other.transaction(async (transaction) => {
      await transaction.rows(statement('', 'SELECT pg_advisory_xact_lock($1)'), [0x4d735265]);
      expect(await retention.removeSettled(90 * DAY, 100)).toBeNull();
    });
    expect(await retention.removeSettled(90 * DAY, 100)).toBe(1);
  });

  it('are removed by the running product, batch after batch, until none is left', async () => {
    for (let index = 0; index < 5; index += 1)
      await message(`old ${index}`, { state: 'delivered', daysAgo: 91 + index });
    await sql(
      `INSERT INTO outbox (park, channel, "group", message, state, created_at, settled_at)
       SELECT 1, (SELECT min(key) FROM channel), 'many', '{}', 'delivered', now() - interval '1 year', now() - interval '1 year'
       FROM generate_series(1, 1200)`,
    );
    const errors: unknown[] = [];
    const running = startRetention({ retention, days: 90, onError: (error) => errors.push(error) });
    await expect.poll(async () => (await left()).names).toEqual([]);
    await running.stop();
    expect(errors).toEqual([]);
    expect((await left()).others).toEqual([0, 0, 0]);
  });
});
