import type { AccountRecord } from '@parkpulse/application';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import type { Postgres } from '../openPostgres.js';
import { NOON } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const HOUR = 3_600_000;
let database: TestDatabase;
let postgres: Postgres;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
});
afterAll(() => database.drop());

const tryToAdd = (username: string, disabled = false) =>
  postgres.identity.addAccount({ username, passwordHash: 'hash', role: 'operator', disabled });
async function addAccount(username: string, disabled = false): Promise<AccountRecord> {
  const account = await tryToAdd(username, disabled);
  if (account === null) throw new Error(`${username} is taken`);
  return account;
}
const digest = (text: string) => new TextEncoder().encode(text);

describe('an account', () => {
  it('is found by its name', async () => {
    expect(await postgres.identity.countAccounts()).toBe(0);
    const account = await addAccount('王芳');
    expect(await postgres.identity.accountByName('王芳')).toEqual(account);
    expect(await postgres.identity.accountByName('nobody\0')).toBeNull();
    expect(await postgres.identity.countAccounts()).toBe(1);
    expect(await tryToAdd('王芳')).toBeNull();
  });
});

describe('a session', () => {
  it('lasts while it is used, and never beyond its end', async () => {
    const account = await addAccount('user');
    await postgres.identity.addSession(digest('s'), account.id, NOON, NOON + HOUR);
    const at = (now: number) => postgres.identity.sessionByHash(digest('s'), now, 1800);
    expect(await at(NOON + 1000)).toMatchObject({ account, createdAt: NOON, expiresAt: NOON + HOUR });
    expect(await at(NOON + 0.4 * HOUR)).not.toBeNull();
    expect(await at(NOON + 0.8 * HOUR)).not.toBeNull();
    expect(await at(NOON + HOUR)).toBeNull();
    expect(await postgres.identity.sessionByHash(digest('other'), NOON, 1800)).toBeNull();
  });

  it('ends when idle, when removed, and with its account', async () => {
    const [idle, gone] = [await addAccount('idle'), await addAccount('gone', true)];
    for (const [hash, account] of [
      ['idle', idle],
      ['removed', idle],
      ['gone', gone],
    ] as const) {
      await postgres.identity.addSession(digest(hash), account.id, NOON, NOON + HOUR);
    }
    const at = (hash: string, now: number) => postgres.identity.sessionByHash(digest(hash), now, 1800);
    expect(await at('idle', NOON + 1_800_000)).toBeNull();
    await postgres.identity.removeSession(digest('removed'));
    expect(await at('removed', NOON)).toBeNull();
    expect(await at('gone', NOON)).toBeNull();
  });

  it('pushes out the oldest when an account has more than five', async () => {
    const account = await addAccount('many');
    const sessions = [0, 1, 2, 3, 4, 5, 6];
    for (const each of sessions)
      await postgres.identity.addSession(digest(`many-${each}`), account.id, NOON + each, NOON + HOUR);
    const alive = await Promise.all(
      sessions.map((each) => postgres.identity.sessionByHash(digest(`many-${each}`), NOON + 9, 1800)),
    );
    expect(alive.map((session) => session !== null)).toEqual([false, false, true, true, true, true, true]);
  });
});

describe('a token', () => {
  it('is found by its digest until it is removed, and remembers its last use', async () => {
    const fields = {
      name: '网关',
      scopes: ['ingest', 'read'],
      park: 'p1',
      createdAt: NOON,
      createdBy: 'admin',
    } as const;
    const token = await postgres.identity.addToken(digest('t'), fields);
    expect(token).toEqual({ ...fields, id: token.id, lastUsedAt: null });
    expect(await postgres.identity.tokenByHash(digest('t'), NOON + 5)).toEqual(token);
    await postgres.identity.tokenByHash(digest('t'), NOON + 6);
    expect(await postgres.identity.tokens()).toEqual([{ ...token, lastUsedAt: NOON + 5 }]);
    expect(await postgres.identity.removeToken('1 OR 1=1')).toBe(false);
    expect(await postgres.identity.removeToken(token.id)).toBe(true);
    expect(await postgres.identity.tokenByHash(digest('t'), NOON)).toBeNull();
    expect(await postgres.identity.removeToken(token.id)).toBe(false);
  });
});

describe('the audit trail', () => {
  const entry = (action: string) => ({
    at: NOON + 0.5,
    actor: 'admin\n\0',
    action,
    park: null,
    detail: { b: 1, a: ['中', null] },
  });

  it('is one chain however many write at once, and shows where it was broken', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => postgres.identity.audit(entry(`act ${index}`))),
    );
    expect(await postgres.firstBrokenAuditEntry()).toBeNull();
    await asOwner(`ALTER TABLE audit DISABLE TRIGGER USER; UPDATE audit SET actor = 'someone' WHERE key = 4`);
    expect(await postgres.firstBrokenAuditEntry()).toBe('4');
    await asOwner(`UPDATE audit SET actor = (SELECT actor FROM audit WHERE key = 5) WHERE key = 4`);
    expect(await postgres.firstBrokenAuditEntry()).toBeNull();
    await asOwner(`DELETE FROM audit WHERE key = 7; ALTER TABLE audit ENABLE TRIGGER USER`);
    expect(await postgres.firstBrokenAuditEntry()).toBe('8');
  });

  it('refuses to be changed', async () => {
    for (const change of ['UPDATE audit SET actor = NULL', 'DELETE FROM audit', 'TRUNCATE audit']) {
      await expect(asOwner(change)).rejects.toThrow('append-only');
    }
  });

  async function asOwner(text: string): Promise<void> {
    const client = new Client(database.connection);
    await client.connect();
    await client.query({ text }).finally(() => client.end());
  }
});
