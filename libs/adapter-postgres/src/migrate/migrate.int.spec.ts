import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import { migrate } from './migrate.js';

const OURS = fileURLToPath(new URL('../../migrations/', import.meta.url));
let keeper: TestDatabase;
let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  keeper = await testDatabase('embedded');
});
afterAll(() => keeper.drop());
beforeEach(async () => {
  database = await testDatabase('embedded');
  directory = await mkdtemp(join(tmpdir(), 'parkpulse-migrations-'));
  await cp(OURS, directory, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const add = (name: string, sql: string) => writeFile(join(directory, name), sql);
const run = () => migrate(database.connection, directory);

async function ask(text: string): Promise<unknown[]> {
  const client = new Client(database.connection);
  await client.connect();
  try {
    return (await client.query({ text })).rows;
  } finally {
    await client.end();
  }
}

describe('migrations', () => {
  it('are applied once, in the order of their numbers', async () => {
    await add('plain/9001_second.sql', 'INSERT INTO trial VALUES (2)');
    await add('core/9000_first.sql', 'CREATE TABLE trial (n int)');
    expect(await run()).toEqual({
      variant: 'plain',
      applied: ['core/9000_first.sql', 'plain/9001_second.sql'],
      advice: [],
    });
    expect(await run()).toEqual({ variant: 'plain', applied: [], advice: [] });
    expect(await ask('SELECT n FROM trial')).toEqual([{ n: 2 }]);
  });

  it('are applied by one of two starters; the other waits', async () => {
    await add('core/9000_slow.sql', 'SELECT pg_sleep(0.3); CREATE TABLE trial (n int)');
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports.flatMap(({ applied }) => applied)).toEqual(['core/9000_slow.sql']);
  });

  it('that fail half way leave nothing of themselves, and what came before them', async () => {
    await add('core/9000_good.sql', 'CREATE TABLE good (n int)');
    await add('core/9001_bad.sql', 'CREATE TABLE bad (n int); INSERT INTO nowhere VALUES (1)');
    await expect(run()).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      detail: expect.stringContaining('9001_bad') as unknown,
    });
    expect(await ask(`SELECT to_regclass('good')::text AS good, to_regclass('bad') AS bad`)).toEqual([
      { good: 'good', bad: null },
    ]);
    await add('core/9001_bad.sql', 'CREATE TABLE bad (n int)');
    expect((await run()).applied).toEqual(['core/9001_bad.sql']);
  });

  it('that were changed after they were applied refuse the start', async () => {
    const path = join(directory, 'core/0001_parks.sql');
    await writeFile(path, `${await readFile(path, 'utf8')}\n-- changed`);
    await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_CHECKSUM' });
  });

  it('are the same with the line ends of another system', async () => {
    const path = join(directory, 'core/0001_parks.sql');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
    expect((await run()).applied).toEqual([]);
  });

  it('of a newer version refuse the start of an older one', async () => {
    await add('core/9000_newer.sql', 'CREATE TABLE trial (n int)');
    await run();
    await rm(join(directory, 'core/9000_newer.sql'));
    await expect(run()).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
  });
});
