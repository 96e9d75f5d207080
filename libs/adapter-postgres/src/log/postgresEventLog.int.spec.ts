import { eventLogFeatures } from '@parkpulse/application';
import * as vitest from 'vitest';
import type { EmbeddedEventLog, Postgres } from '../openPostgres.js';
import { STREAM } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const { afterAll, beforeAll, describe, expect, it } = vitest;

eventLogFeatures(vitest, 'embedded', async () => {
  const database = await testDatabase();
  let topics = 0;
  return {
    open: async () => (await database.open()).eventLog,
    topic: () => Promise.resolve(`topic-${(topics += 1)}`),
    close: () => database.drop(),
  };
});

describe('records of the embedded log', () => {
  let database: TestDatabase;
  let postgres: Postgres;
  let log: EmbeddedEventLog;
  let now = Date.UTC(2026, 10, 24);
  beforeAll(async () => {
    database = await testDatabase();
    postgres = await database.open({ clock: { now: () => now } });
    log = postgres.eventLog;
  });
  afterAll(() => database.drop());

  const append = (topic: string, text: string) =>
    log.append(topic, [{ key: 'p1', value: Buffer.from(text), headers: {} }]);

  it('are received in order even when the clock is set back', async () => {
    await append('clock', 'one');
    now -= 3_600_000;
    await append('clock', 'two');
    const received = (await readAll('clock')).map(({ receivedAt }) => receivedAt);
    expect(received[1]).toBe(received[0]);
    now += 3_600_000;
  });

  it('are deleted once stored and old, never unread ones; who comes back too late is told of the gap', async () => {
    for (const text of ['one', 'two', 'three']) await append('old', text);
    const [stream] = (await log.ends(['old'])).filter(({ end }) => end > 0);
    expect(await log.removeConsumed(now + 1)).toBe(0);
    await postgres.ingest.claim(stream!);
    await postgres.ingest.commit({
      stream: stream!,
      epoch: 1,
      expectedOffset: 0,
      nextOffset: 2,
      events: [],
      deadLetters: [],
    });
    expect(await log.removeConsumed(now)).toBe(0);
    expect(await log.removeConsumed(now + 1)).toBe(2);
    const { records, alarms } = await readFrom('old', 1);
    expect(records.map(({ offset }) => offset)).toEqual([2]);
    expect(alarms).toEqual([
      { kind: 'gap', stream: expect.objectContaining({ topic: 'old' }) as unknown, from: 1, to: 2 },
    ]);
  });

  it('that nobody can store do not keep others of the same moment from being appended', async () => {
    const bad = log.append('mixed', [{ key: 'nul\0', value: null, headers: {} }]);
    const good = append('mixed', 'good');
    await expect(bad).rejects.toThrow();
    await expect(good).resolves.toHaveLength(1);
  });

  it('come in batches of bounded size', async () => {
    const value = Buffer.alloc(3 * 1024 * 1024);
    await log.append(
      'large',
      [1, 2, 3, 4].map(() => ({ key: 'p1', value, headers: {} })),
    );
    const { sizes } = await readFrom('large', null, 4);
    expect(sizes).toEqual([3, 1]);
  });

  const readAll = async (topic: string) => (await readFrom(topic, null)).records;

  async function readFrom(topic: string, from: number | null, count = 1) {
    const records: { readonly offset: number; readonly receivedAt: number }[] = [];
    const alarms: unknown[] = [];
    const sizes: number[] = [];
    const subscription = await log.subscribe([topic], {
      assigned: ({ partition }) =>
        Promise.resolve(partition === filled && from !== null ? { nextOffset: from, tail: null } : null),
      batch(batch) {
        records.push(...batch.records);
        sizes.push(batch.records.length);
        return Promise.resolve();
      },
      revoked: () => undefined,
      alarm: (alarm) => alarms.push(alarm),
    });
    await vitest.vi.waitFor(() => expect(records.length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
    await subscription.stop();
    return { records, alarms, sizes };
  }

  // All records here have one key.
  const filled = 2;
  it('of one key are where this file expects them', async () => {
    expect(await append(STREAM.topic, 'one')).toMatchObject([{ partition: filled }]);
  });
});
