import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { NOON, PARK } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

let database: TestDatabase;
let postgres: Postgres;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
  await postgres.settings.createPark({ ...PARK, id: 'p2' });
});
afterAll(() => database.drop());

it('of statements on a subject the newest from, then the newest recorded, is in force, as known then', async () => {
  const { statements } = postgres;
  const add = (subject: string, status: string, from: number, recordedAt: number) =>
    statements.addStatement('p1', { subject, content: { status }, from, recordedAt, recordedBy: 'admin' });
  const seen = async (at: number, knownAt: number | null = null) =>
    (await statements.statementsAt('p1', at, knownAt)).map(({ subject, content }) => [
      subject,
      (content as { status: string }).status,
    ]);
  await add('K.smart.a', 'met', NOON, NOON);
  await add('K.smart.a', 'unmet', NOON + 10, NOON + 10);
  await add('K.smart.a', 'unknown', NOON, NOON + 20);
  await add('K.smart.b', 'met', NOON, NOON + 20);
  expect(await seen(NOON - 1)).toEqual([]);
  expect(await seen(NOON)).toEqual([
    ['K.smart.a', 'unknown'],
    ['K.smart.b', 'met'],
  ]);
  expect(await seen(NOON, NOON + 19)).toEqual([['K.smart.a', 'met']]);
  expect(await seen(NOON + 10)).toEqual([
    ['K.smart.a', 'unmet'],
    ['K.smart.b', 'met'],
  ]);
  expect(await statements.statementsAt('p2', NOON, null)).toEqual([]);
});
