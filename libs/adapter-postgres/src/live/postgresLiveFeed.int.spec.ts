import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { NOON, PARK } from '../testing/sampleEvents.js';
import { assessmentOf, scoreRow } from '../testing/sampleRows.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

let database: TestDatabase;
let postgres: Postgres;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
});
afterAll(() => database.drop());

let step = 0;
function moveOn(changed: readonly string[]): Promise<unknown> {
  step += 1;
  const scores = { superseded: [], added: [scoreRow(NOON + step, step)] };
  return postgres.assessments.assess(PARK.id, () => Promise.resolve(assessmentOf({ scores, changed })));
}

it('a listener hears every revision, after a lost connection the one it may have missed, and nothing once stopped', async () => {
  const heard: unknown[] = [];
  const feed = await postgres.live.subscribe((message) => heard.push(message));
  await moveOn(['I10']);
  await expect.poll(() => heard).toEqual([{ park: 'p1', revision: 1, changed: ['I10'] }]);
  await cutListener();
  await expect
    .poll(() => heard.slice(1), { timeout: 10_000 })
    .toEqual([{ park: 'p1', revision: 1, changed: [] }]);
  await moveOn(['I11']);
  await expect.poll(() => heard.slice(2)).toEqual([{ park: 'p1', revision: 2, changed: ['I11'] }]);
  await feed.stop();
  await moveOn(['I12']);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toHaveLength(3);
});

async function cutListener(): Promise<void> {
  const client = new Client(database.connection);
  await client.connect();
  await client.query({
    text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parkpulse-listen'`,
  });
  await client.end();
}
