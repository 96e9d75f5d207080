import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import { classify } from './classify.js';
import { CopyRows } from './copy.js';
import { Database, type Transaction, statement } from './database.js';

const ONE = statement('one', 'SELECT 1 AS one');
const sleep = (seconds: number) => statement('', `SELECT pg_sleep(${seconds})`);
let test: TestDatabase;
let database: Database;
const lost: Error[] = [];

beforeAll(async () => {
  test = await testDatabase();
  const { connection } = test;
  const onError = (error: Error) => lost.push(error);
  database = new Database({ connection, name: 'trial', size: 3, statementTimeoutMs: 2000, onError });
  await database.rows(statement('', 'CREATE TABLE trial (n int PRIMARY KEY, seen int NOT NULL)'));
  await database.rows(statement('', 'INSERT INTO trial VALUES (1, 0), (2, 0)'));
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

function numbers(values: Iterable<number>): CopyRows {
  const rows = new CopyRows(1024);
  for (const value of values) {
    rows.row(1);
    rows.int4(value);
  }
  return rows;
}

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done' as const,
    (error: unknown) => classify(error),
  );

describe('a database', () => {
  it('gives up a statement that takes too long, and goes on with the same connection', async () => {
    expect(await kindOf(database.rows(sleep(5)))).toBe('broken');
    expect(await database.rows(ONE)).toEqual([{ one: 1 }]);
    expect(database.load()).toEqual({ busy: 0, waiting: 0 });
  });

  it('runs a transaction again after a deadlock', async () => {
    const touch = (n: number) => statement('', `UPDATE trial SET seen = seen + 1 WHERE n = ${n}`);
    const cross = (first: number, second: number) =>
      database.transaction(async (transaction) => {
        await transaction.rows(touch(first));
        await transaction.rows(sleep(0.1));
        await transaction.rows(touch(second));
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(await database.rows(statement('', 'SELECT seen FROM trial ORDER BY n'))).toEqual([
      { seen: 2 },
      { seen: 2 },
    ]);
  });

  it('undoes a transaction whose work fails, and gives its connection back', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.rows(statement('', 'UPDATE trial SET seen = 99'));
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await database.rows(statement('', 'SELECT 1 FROM trial WHERE seen = 99'))).toEqual([]);
    expect(database.load()).toEqual({ busy: 0, waiting: 0 });
  });

  it('sends what is asked for together in one go, and the server takes it in that order', async () => {
    const seen = await database.transaction(async (transaction) => {
      const [, before, , after] = await Promise.all([
        transaction.rows(statement('', 'CREATE TEMP TABLE burst (n int) ON COMMIT DROP')),
        transaction.rows(statement('burst-count', 'SELECT count(*)::int AS n FROM burst')),
        transaction.copy('COPY burst FROM STDIN (FORMAT binary)', numbers([1, 2, 3])),
        transaction.rows(statement('burst-count', 'SELECT count(*)::int AS n FROM burst')),
        transaction.copy('COPY burst FROM STDIN (FORMAT binary)', numbers([4])),
      ]);
      return [before, after];
    });
    expect(seen).toEqual([[{ n: 0 }], [{ n: 3 }]]);
  });

  it('fails with what failed first, passes over the rows of a refused COPY, and keeps the connection', async () => {
    const burst = (first: string) =>
      database.transaction((transaction) =>
        Promise.all([
          transaction.rows(ONE),
          transaction.copy(first, numbers(Array(200_000).keys())),
          transaction.copy('COPY trial FROM STDIN (FORMAT binary)', numbers([1])),
          transaction.rows(ONE),
        ]),
      );
    const pids = () => database.rows<{ pid: number }>(statement('', 'SELECT pg_backend_pid() AS pid'));
    const [before] = await pids();
    await expect(burst('COPY nowhere FROM STDIN (FORMAT binary)')).rejects.toMatchObject({ code: '42P01' });
    await expect(burst('COPY pg_class FROM STDIN (FORMAT binary)')).rejects.toHaveProperty('code');
    expect((await pids())[0]).toEqual(before);
    expect(database.load()).toEqual({ busy: 0, waiting: 0 });
  });

  it('runs nothing outside of a transaction that has failed meanwhile', async () => {
    const late = async (transaction: Transaction) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await transaction.rows(statement('', 'INSERT INTO trial VALUES (99, 0)'));
    };
    let straggler: Promise<unknown> = Promise.resolve();
    const work = database.transaction((transaction) => {
      straggler = late(transaction);
      return Promise.all([transaction.rows(statement('', 'SELECT nothing')), straggler]);
    });
    await expect(work).rejects.toMatchObject({ code: '42703' });
    await expect(straggler).rejects.toThrow('the transaction is over');
    expect(await database.rows(statement('', 'SELECT n FROM trial WHERE n = 99'))).toEqual([]);
  });

  it('survives the loss of connections, idle, in a statement and in a transaction', async () => {
    const idle = database.rows(ONE);
    await idle;
    const running = kindOf(database.rows(sleep(0.9)));
    const open = kindOf(
      database.transaction(async (transaction) => {
        await transaction.rows(ONE);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await transaction.rows(ONE);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await database.rows(
      statement(
        '',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'parkpulse-trial' AND pid <> pg_backend_pid()`,
      ),
    );
    expect(await Promise.all([running, open])).toEqual(['broken', 'broken']);
    expect(lost.length).toBeGreaterThan(0);
    expect(await Promise.all([1, 2, 3].map(() => database.rows(ONE)))).toHaveLength(3);
    expect(database.load()).toEqual({ busy: 0, waiting: 0 });
  });

  it('does not wait for ever for a server that has stopped answering', { timeout: 30_000 }, async () => {
    const rows = await database.rows<{ pid: number }>(
      statement('', `SELECT pid FROM pg_stat_activity WHERE application_name = 'parkpulse-trial'`),
    );
    for (const { pid } of rows) process.kill(pid, 'SIGSTOP');
    try {
      const copy = (text: string) =>
        database.transaction((transaction) => transaction.copy(text, new CopyRows(16)));
      const work = [
        database.rows(ONE),
        copy('COPY trial FROM STDIN'),
        database.transaction((each) => each.rows(ONE)),
      ];
      expect(await Promise.all(work.map(kindOf))).toEqual(['broken', 'broken', 'broken']);
    } finally {
      for (const { pid } of rows) process.kill(pid, 'SIGCONT');
    }
    expect(await database.rows(ONE)).toEqual([{ one: 1 }]);
    expect(database.load()).toEqual({ busy: 0, waiting: 0 });
  });
});
