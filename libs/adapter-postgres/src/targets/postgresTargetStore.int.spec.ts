import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const target = {
  indicator: 'I10',
  level: 'S4',
  owner: '信息中心',
  due: '2026-12-31',
  recordedAt: NOON,
  recordedBy: 'admin',
} as const;

describe('targets', () => {
  it('are of their park, come back whole, and the newest of an indicator is in force', async () => {
    const { targets } = postgres;
    await targets.setTarget('p1', target);
    await targets.setTarget('p1', { ...target, indicator: 'I02', owner: null, due: null });
    await targets.setTarget('p1', { ...target, level: 'S5', recordedAt: NOON + 1 });
    expect(await targets.targets('p1')).toEqual([
      { ...target, indicator: 'I02', owner: null, due: null },
      { ...target, level: 'S5', recordedAt: NOON + 1 },
    ]);
    expect(await targets.targets('p2')).toEqual([]);
  });

  it('are given up once, and may be set again', async () => {
    const { targets } = postgres;
    const dropped = { indicator: 'I30', recordedAt: NOON, recordedBy: 'admin' } as const;
    expect(await targets.dropTarget('p2', dropped)).toBe(false);
    await targets.setTarget('p2', { ...target, indicator: 'I30' });
    expect(await targets.dropTarget('p1', dropped)).toBe(false);
    expect(await targets.dropTarget('p2', dropped)).toBe(true);
    expect(await targets.dropTarget('p2', dropped)).toBe(false);
    expect(await targets.targets('p2')).toEqual([]);
    await targets.setTarget('p2', { ...target, indicator: 'I30', level: 'S2' });
    expect(await targets.targets('p2')).toMatchObject([{ indicator: 'I30', level: 'S2' }]);
  });
});
