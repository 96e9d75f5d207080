import type { Touch } from '@parkpulse/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf, event, reading } from '../testing/sampleEvents.js';
import { assessmentOf } from '../testing/sampleRows.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

let database: TestDatabase;
let postgres: Postgres;
let count = 0;
let park = '';

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open({ clock: { now: () => NOON } });
  await postgres.ingest.claim(STREAM);
});
afterAll(() => database.drop());
beforeEach(async () => {
  count += 1;
  park = `park-${count}`;
  await postgres.settings.createPark({ ...PARK, id: park });
});

const definition = {
  measure: 'monitor_online_ratio',
  effectiveFrom: NOON - MINUTE,
  input: 'auto',
  judge: 'window',
  periods: 1,
  windowSeconds: 86_400,
  freshSeconds: null,
  onlineWithinSeconds: 300,
  onlineNominalPeriods: 3,
  onlineMinSeconds: 180,
  seenWithinSeconds: 86_400,
  slotSeconds: 900,
  slotShare: '0.99',
  validFlags: ['N'],
  completeness: 'any',
  requiredFields: null,
  dwell: { downSeconds: 1800, upSeconds: 86_400, staleSeconds: 86_400 },
} as const;

async function touches(): Promise<readonly Touch[]> {
  let found: readonly Touch[] = [];
  await postgres.assessments.assess(park, (session) => {
    found = session.touches;
    return Promise.resolve(assessmentOf());
  });
  return found;
}

describe('a park', () => {
  it('is made once, and can be renamed', async () => {
    expect(await postgres.settings.createPark({ ...PARK, id: park, name: '另一个' })).toBe('exists');
    expect(await postgres.settings.patchPark(park, { name: '新名' })).toEqual({
      ...PARK,
      id: park,
      name: '新名',
    });
    expect(await postgres.read.park(park)).toMatchObject({ name: '新名' });
    expect(await postgres.settings.patchPark('nowhere', { name: 'x' })).toBeNull();
    expect(await touches()).toEqual([]);
  });

  it('has everything touched from its first moment on when its time zone changes', async () => {
    const facts = [reading('m', NOON - 5 * MINUTE, '1')];
    await postgres.ingest.commit(commitOf([event(0, facts, { park })]));
    expect(await postgres.read.firstMoment(park)).toBe(NOON - 5 * MINUTE);
    await touches();
    await postgres.settings.patchPark(park, { timeZone: 'Asia/Urumqi' });
    expect(await touches()).toEqual([
      { kind: 'definition', group: '', from: NOON - 5 * MINUTE, to: NOON, knownAt: NOON },
    ]);
  });
});

describe('a definition', () => {
  it('gets the next version, comes back whole, and touches its measure from when it takes effect', async () => {
    const first = await postgres.settings.putDefinition(park, definition, 'admin', NOON);
    const second = await postgres.settings.putDefinition(
      park,
      { ...definition, freshSeconds: 60 },
      'admin',
      NOON + 1,
    );
    expect([first.version, second.version]).toEqual([2, 3]);
    expect(await postgres.read.definitions(park)).toEqual([first, second]);
    expect(await postgres.read.definitions(park, NOON)).toEqual([first]);
    expect(await touches()).toEqual([
      { kind: 'definition', group: definition.measure, from: NOON - MINUTE, to: NOON + 1, knownAt: NOON + 1 },
    ]);
  });

  it('never shares its version with one put at the same time', async () => {
    const puts = Array.from({ length: 8 }, () =>
      postgres.settings.putDefinition(park, definition, 'admin', NOON),
    );
    const versions = (await Promise.all(puts)).map(({ version }) => version);
    expect(versions.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('attestations', () => {
  it('come back with an id in the order they were recorded, and touch their indicator', async () => {
    const rows = [
      {
        clause: 'I17.S2.c1',
        status: 'met',
        from: NOON,
        to: null,
        note: '见附件',
        by: 'admin',
        verifiedBy: null,
        recordedAt: NOON + 1,
      },
      {
        clause: 'I17.S3.c1',
        status: 'unmet',
        from: NOON - 9,
        to: NOON,
        note: null,
        by: 'admin',
        verifiedBy: 'b',
        recordedAt: NOON + 1,
      },
    ] as const;
    const added = await postgres.settings.addAttestations(park, rows);
    expect(await postgres.read.attestations(park)).toEqual(added);
    expect(added.map(({ id: _id, ...row }) => row)).toEqual(rows);
    expect(new Set(added.map(({ id }) => id)).size).toBe(2);
    expect(await touches()).toEqual([
      { kind: 'attestation', group: 'I17', from: NOON - 9, to: NOON + 1, knownAt: NOON + 1 },
    ]);
  });
});

describe('dead letters', () => {
  it('are listed newest first in pages, found by id, and marked once replayed', async () => {
    const stream = { ...STREAM, topicId: 'letters' };
    await postgres.ingest.claim(stream);
    const letter = {
      code: 'BAD_JSON',
      detailZh: '含\0空字符',
      detailEn: 'bad',
      pointer: '/data',
      park,
      topic: 't',
      partition: 0,
      request: 'r-1',
      receivedAt: NOON,
      payload: Buffer.from([0, 255]),
      isTruncated: true,
    };
    const deadLetters = [0, 1, 2].map((offset) => ({ ...letter, offset }));
    await postgres.ingest.commit(commitOf([], { stream, expectedOffset: 0, nextOffset: 3, deadLetters }));
    const first = await postgres.read.deadLetters({ park, code: null }, { limit: 2, after: null });
    const rest = await postgres.read.deadLetters(
      { park, code: 'BAD_JSON' },
      { limit: 2, after: first[1]!.id },
    );
    expect([...first, ...rest].map(({ offset }) => offset)).toEqual([2, 1, 0]);
    expect(rest[0]).toEqual({
      ...deadLetters[0],
      id: rest[0]!.id,
      detailZh: '含\uFFFD空字符',
      replayedAt: null,
    });
    await postgres.settings.markReplayed([rest[0]!.id, 'no id'], NOON + 5);
    expect(await postgres.read.deadLettersById([rest[0]!.id, 'no id'])).toMatchObject([
      { replayedAt: NOON + 5 },
    ]);
    expect(await postgres.read.deadLetters({ park, code: 'OTHER' }, { limit: 2, after: null })).toEqual([]);
  });
});

describe('the status of a park', () => {
  it('tells its revision and what waits', async () => {
    expect(await postgres.read.status(park)).toEqual({ revision: 0, assessedTo: null, touched: 0 });
    await postgres.settings.putDefinition(park, definition, 'admin', NOON);
    expect(await postgres.read.status(park)).toEqual({ revision: 0, assessedTo: null, touched: 1 });
    expect(await postgres.read.status('nowhere')).toEqual({ revision: 0, assessedTo: null, touched: 0 });
  });
});
