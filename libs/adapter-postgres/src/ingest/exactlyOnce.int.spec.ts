import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { startChild } from '../testing/childProcess.js';
import { PARK } from '../testing/sampleEvents.js';
import { StoringSubscriber } from '../testing/storingSubscriber.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const CHILD = new URL('../testing/ingestChild.ts', import.meta.url);
let database: TestDatabase;
let postgres: Postgres;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
});
afterAll(() => database.drop());

let appended = 0;
async function append(topic: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, () => {
    appended += 1;
    return { key: `key-${appended % 7}`, value: Buffer.from(String(appended)), headers: {} };
  });
  await postgres.eventLog.append(topic, records);
}

async function storedIds(): Promise<readonly string[]> {
  const facts = await postgres.read.facts('p1', {
    kinds: ['reading'],
    measures: ['counted'],
    from: 0,
    to: Infinity,
  });
  return facts.map(({ origin }) => origin.event);
}

async function isAllStored(topic: string): Promise<boolean> {
  const ends = await postgres.eventLog.ends([topic]);
  const offsets = await postgres.ingest.storedOffsets();
  return ends.every(({ topicId, partition, end }) => {
    const stored = offsets.find((each) => each.topicId === topicId && each.partition === partition);
    return end === 0 || stored?.nextOffset === end;
  });
}

describe('every record is stored exactly once', () => {
  it('when the process that stores them is killed again and again', { timeout: 120_000 }, async () => {
    for (let life = 0; life < 4; life += 1) {
      await append('killed', 500);
      const child = startChild(CHILD, { connection: database.connection, topic: 'killed' });
      await child.line('stored');
      const more = append('killed', 2000);
      await new Promise((resolve) => setTimeout(resolve, 7 * life));
      process.kill(child.pid, 'SIGKILL');
      await Promise.all([child.ended, more]);
    }
    const child = startChild(CHILD, { connection: database.connection, topic: 'killed' });
    await expect.poll(() => isAllStored('killed'), { timeout: 60_000 }).toBe(true);
    process.kill(child.pid, 'SIGKILL');
    await child.ended;
    const ids = await storedIds();
    expect([ids.length, new Set(ids).size]).toEqual([appended, appended]);
  });

  it('while connections are cut, in the midst of transactions too', { timeout: 120_000 }, async () => {
    const other = await database.open();
    const subscription = await other.eventLog.subscribe(['cut'], new StoringSubscriber(other.ingest));
    const executioner = new Client(database.connection);
    await executioner.connect();
    for (let round = 0; round < 15; round += 1) {
      await append('cut', 200).catch(() => undefined);
      await executioner.query({
        text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name ~ 'parkpulse-(ingest|log|listen|words)'`,
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await executioner.end();
    await expect.poll(() => isAllStored('cut'), { timeout: 60_000 }).toBe(true);
    await subscription.stop();
    const ids = await storedIds();
    const offsets = await postgres.ingest.storedOffsets();
    const stored = offsets.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
    // An append whose answer was lost may have come through: the log decides, and an id is never stored twice.
    expect([ids.length, new Set(ids).size]).toEqual([stored, stored]);
  });
});
