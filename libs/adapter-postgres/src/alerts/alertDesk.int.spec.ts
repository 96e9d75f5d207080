import type { SendOutcome } from '@parkpulse/application';
import { DEFAULT_NOTICE_POLICY } from '@parkpulse/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, statement } from '../driver/database.js';
import type { Postgres } from '../openPostgres.js';
import { PARK } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';
import { aesSecretBox } from './secretBox.js';

const AT = Date.UTC(2026, 10, 24, 2);
const OUTCOME: SendOutcome = {
  kind: 'delivered',
  status: 200,
  code: null,
  excerpt: '',
  retryAfterMs: null,
  milliseconds: 3,
};

let testing: TestDatabase;
let postgres: Postgres;
let other: Postgres;
let database: Database;

beforeAll(async () => {
  testing = await testDatabase();
  const box = aesSecretBox(new Uint8Array(32).fill(3));
  [postgres, other] = await Promise.all([testing.open({ box }), testing.open({ box })]);
  database = new Database({
    connection: testing.connection,
    name: 'desk',
    size: 2,
    statementTimeoutMs: 15_000,
    onError: () => undefined,
  });
  await postgres.settings.createPark({ ...PARK, id: 'p1' });
});
afterAll(async () => {
  await database.close();
  await testing.drop();
});

const sql = <Row>(text: string): Promise<Row[]> => database.rows<Row>(statement('', text));
const change = (revision: number | null, by = 'admin') => ({ park: 'p1', revision, by, at: AT });

describe('the settings of a park', () => {
  it('are the defaults until they are set, and none for a park that is not there', async () => {
    expect(await postgres.alertSettings.setting('p1')).toEqual({
      revision: 0,
      policy: DEFAULT_NOTICE_POLICY,
      shifts: [],
      policyChanged: null,
      shiftsChanged: null,
    });
    expect(await postgres.alertSettings.setting('nowhere')).toBeNull();
    expect(
      await postgres.alertSettings.putPolicy({ ...change(null), park: 'nowhere' }, DEFAULT_NOTICE_POLICY),
    ).toBe(false);
  });

  it('are changed by one of many who have seen the same, and the others are told', async () => {
    const tries = Array.from({ length: 8 }, (_, index) =>
      (index % 2 === 0 ? postgres : other).alertSettings.putPolicy(change(0, `admin${index}`), {
        ...DEFAULT_NOTICE_POLICY,
        groupWaitMs: index,
      }),
    );
    const done = await Promise.all(tries);
    expect(done.filter((isDone) => isDone)).toHaveLength(1);
    const winner = done.indexOf(true);
    expect(await postgres.alertSettings.setting('p1')).toMatchObject({
      revision: 1,
      policy: { groupWaitMs: winner },
      policyChanged: { by: `admin${winner}`, at: AT },
    });
  });

  it('keep the one part when the other is changed, and have the park looked at again', async () => {
    await sql('UPDATE park_state SET next_due = NULL');
    const shift = { name: 'n', from: '08:00', to: '20:00', weekdays: [], person: 'p', mobile: null };
    expect(await postgres.alertSettings.putShifts(change(null, 'wang'), [shift])).toBe(true);
    const setting = await postgres.alertSettings.setting('p1');
    expect(setting).toMatchObject({ revision: 2, shifts: [shift], shiftsChanged: { by: 'wang' } });
    expect(setting?.policyChanged?.by).toMatch(/^admin/);
    const [row] = await sql<{ readonly due: boolean }>(
      'SELECT bool_and(next_due <= now()) AS due FROM park_state',
    );
    expect(row?.due).toBe(true);
  });
});

describe('the dead-man ping', () => {
  it('is made by one process at a time, when it is due, and its address lies sealed', async () => {
    expect(await postgres.deadMan.claimPing()).toBeNull();
    await postgres.deadMan.setDeadMan(
      { url: 'https://watch.example.com/secret', everySeconds: 60 },
      { by: 'a', at: AT },
    );
    const [stored] = await sql<{ readonly url: string }>('SELECT url FROM dead_man');
    expect(stored?.url).not.toContain('secret');
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? postgres : other).deadMan.claimPing()),
    );
    expect(claims.filter((url) => url !== null)).toEqual(['https://watch.example.com/secret']);
    expect(await postgres.deadMan.claimPing()).toBeNull();
    await sql(`UPDATE dead_man SET claimed_at = now() - interval '61 seconds'`);
    expect(await other.deadMan.claimPing()).toBe('https://watch.example.com/secret');
  });

  it('keeps when it last got through beside what came of the last try', async () => {
    await postgres.deadMan.settlePing(OUTCOME);
    const good = (await postgres.deadMan.deadMan())?.okAt ?? null;
    expect(good).not.toBeNull();
    await postgres.deadMan.settlePing({ ...OUTCOME, kind: 'retry', status: null, code: 'ECONNREFUSED' });
    expect(await postgres.deadMan.deadMan()).toMatchObject({
      okAt: good,
      outcome: 'retry',
      code: 'ECONNREFUSED',
    });
    await postgres.deadMan.setDeadMan(null, { by: 'a', at: AT });
    expect(await postgres.deadMan.deadMan()).toBeNull();
  });

  it('comes with the clock of the database, and what was refused lately', async () => {
    expect(Math.abs((await postgres.deadMan.clock()) - Date.now())).toBeLessThan(5000);
    expect(await postgres.deadMan.deadLettersSince(AT)).toBe(0);
  });
});
