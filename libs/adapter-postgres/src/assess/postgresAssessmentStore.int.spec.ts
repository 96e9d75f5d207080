import type { AssessmentSession, Touch } from '@parkpulse/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf, event, reading, state } from '../testing/sampleEvents.js';
import {
  assessmentOf,
  clauseRow,
  levelRow,
  scoreRow,
  signalPoint,
  stalePoint,
} from '../testing/sampleRows.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

let database: TestDatabase;
let postgres: Postgres;
let other: Postgres;
let count = 0;
let park = PARK.id;
let offset = 0;

beforeAll(async () => {
  database = await testDatabase();
  [postgres, other] = [await database.open(), await database.open()];
  await postgres.ingest.claim(STREAM);
});
afterAll(() => database.drop());
beforeEach(async () => {
  count += 1;
  park = `park-${count}`;
  await postgres.settings.createPark({ ...PARK, id: park });
});

async function store(
  facts: Parameters<typeof event>[1],
  change: Parameters<typeof event>[2] = {},
): Promise<void> {
  await postgres.ingest.commit(commitOf([event(offset, facts, { park, id: `event-${offset}`, ...change })]));
  offset += 1;
}

async function touchesNow(): Promise<readonly Touch[]> {
  let touches: readonly Touch[] = [];
  await postgres.assessments.assess(park, (session) => {
    touches = session.touches;
    return Promise.resolve(assessmentOf());
  });
  return touches;
}

describe('a park', () => {
  it('is due when it was touched or its time has come, the longest waiting first, and not after', async () => {
    expect(await postgres.assessments.dueParks(NOON, 10)).toEqual([]);
    await store([reading('m', NOON, '1')]);
    expect(await postgres.assessments.dueParks(0, 10)).toEqual([park]);
    await postgres.assessments.assess(park, () => Promise.resolve(assessmentOf({ nextDue: NOON + 5 })));
    expect(await postgres.assessments.dueParks(NOON, 10)).toEqual([]);
    expect(await postgres.assessments.nextDue()).toBe(NOON + 5);
    expect(await postgres.assessments.dueParks(NOON + 5, 10)).toEqual([park]);
    await postgres.assessments.assess(park, () => Promise.resolve(assessmentOf()));
    expect(await postgres.assessments.nextDue()).toBeNull();
  });

  it('is assessed by one worker at a time; the other passes it by', async () => {
    const result = await postgres.assessments.assess(park, async () => {
      expect(await other.assessments.assess(park, () => Promise.reject(new Error('not here')))).toBeNull();
      return assessmentOf();
    });
    expect(result).toMatchObject({ revision: 0, changed: [] });
    expect(
      await postgres.assessments.assess('nowhere', () => Promise.reject(new Error('not here'))),
    ).toBeNull();
  });

  it('shows its worker who it is and how far it was assessed', async () => {
    await postgres.assessments.assess(park, () =>
      Promise.resolve(
        assessmentOf({ assessedTo: NOON + 1, scores: { superseded: [], added: [scoreRow(NOON, 5)] } }),
      ),
    );
    await postgres.assessments.assess(park, (session) => {
      expect(session.park).toEqual({ ...PARK, id: park });
      expect(session.revision).toBe(1);
      expect(session.assessedTo).toBe(NOON + 1);
      return Promise.resolve(assessmentOf());
    });
  });
});

describe('the facts behind a touch', () => {
  /** What the store has at hand and what lies in the database, by kind and group. */
  async function heldAndRead(ports: Postgres) {
    const found: { readonly touch: Touch; readonly held: unknown; readonly read: unknown }[] = [];
    await ports.assessments
      .assess(park, async (session) => {
        for (const touch of session.touches) {
          const { kind, group, from, to } = touch;
          const kinds = [kind as 'reading'];
          const measures = kind === 'reading' ? { measures: [group] } : {};
          if (kind === 'definition') {
            found.push({ touch, held: session.newFacts(touch), read: [] });
            continue;
          }
          const read = await session.facts(park, { kinds, ...measures, from, to: to + 1 });
          found.push({ touch, held: session.newFacts(touch), read });
        }
        throw new Error('only looking');
      })
      .catch((error: unknown) => expect(String(error)).toContain('only looking'));
    return found;
  }

  const facts = [
    reading('a', NOON, '1', { missing: ['E-1', 'E-2'] }),
    reading('a', NOON + MINUTE, '0.10', { denominator: null, opaque: true }),
    reading('b', NOON, '12345678901234567890'),
    state('D', NOON, 'fault'),
  ];

  it('are at hand in the process that stored them, as they would be read', async () => {
    await store(facts);
    await store([reading('b', NOON + 2 * MINUTE, '7')], { sequence: 3, receivedAt: NOON + 9 });
    const found = await heldAndRead(postgres);
    expect(found).toHaveLength(3);
    for (const { held, read } of found) expect(held).toEqual(read);
  });

  it('are read by another process, and where a setting touched as well', async () => {
    await store(facts);
    for (const { held } of await heldAndRead(other)) expect(held).toBeNull();
    await postgres.settings.patchPark(park, { timeZone: 'UTC' });
    const found = await heldAndRead(postgres);
    expect(found.find(({ touch }) => touch.kind === 'definition')?.held).toBeNull();
  });

  it('are left to the process that has them for five seconds', async () => {
    await store(facts);
    expect(await other.assessments.dueParks(NOON, 10)).not.toContain(park);
    expect(await postgres.assessments.dueParks(NOON, 10)).toContain(park);
    await new Promise((resolve) => setTimeout(resolve, 5100));
    expect(await other.assessments.dueParks(NOON, 10)).toContain(park);
  });
});

describe('touches', () => {
  it('are merged to one per measure, and gone once assessed', async () => {
    await store([
      reading('a', NOON, '1'),
      reading('a', NOON + MINUTE, '1'),
      reading('b', NOON, '1'),
      state('D', NOON, 'online'),
    ]);
    await store([reading('a', NOON - MINUTE, '1')], { receivedAt: NOON + 9 });
    const touches = await touchesNow();
    expect(touches).toContainEqual({
      kind: 'reading',
      group: 'a',
      from: NOON - MINUTE,
      to: NOON + MINUTE,
      knownAt: NOON + 9,
    });
    expect(touches.map(({ kind, group }) => `${kind}/${group}`).sort()).toEqual([
      'reading/a',
      'reading/b',
      'state/',
    ]);
    expect(await touchesNow()).toEqual([]);
  });

  it('come back when the assessment fails', async () => {
    await store([reading('a', NOON, '1')]);
    await expect(postgres.assessments.assess(park, () => Promise.reject(new Error('a bug')))).rejects.toThrow(
      'a bug',
    );
    expect(await touchesNow()).toHaveLength(1);
  });

  it('made while an assessment runs neither wait for it nor are lost, and it does not see their facts', async () => {
    await store([reading('a', NOON, '1')]);
    await postgres.assessments.assess(park, async (session) => {
      await store([reading('a', NOON + MINUTE, '2')]);
      expect(session.touches).toMatchObject([{ to: NOON }]);
      expect(await readings(session)).toHaveLength(1);
      return assessmentOf();
    });
    expect(await touchesNow()).toMatchObject([{ from: NOON + MINUTE }]);
  });

  it('of duplicates are none', async () => {
    const same = event(0, [reading('a', NOON, '1')], { park, id: 'same' });
    await postgres.ingest.commit(commitOf([{ ...same, offset }]));
    await touchesNow();
    await postgres.ingest.commit(commitOf([{ ...same, offset: offset + 1 }]));
    offset += 2;
    expect(await touchesNow()).toEqual([]);
  });

  function readings(session: AssessmentSession) {
    return session.facts(park, { kinds: ['reading'], from: 0, to: Infinity });
  }
});

describe('the logs', () => {
  it('give back every row as it was written', async () => {
    const clauses = [
      clauseRow(NOON),
      clauseRow(NOON + 1, { raw: 'met', reason: null, held: false, cause: 'restatement' }),
    ];
    const levels = [
      levelRow(NOON, 'S3'),
      levelRow(NOON + 1, 'S4', { pending: null, stale: true, clauses: [] }),
    ];
    const scores = [scoreRow(NOON, 800_000), scoreRow(NOON + 1, 0)];
    const points = [signalPoint(NOON, '0.8125'), stalePoint(NOON + 1, '79.99999999999999999')];
    await replace({
      clauses: { superseded: [], added: clauses },
      levels: { superseded: [], added: levels },
      scores: { superseded: [], added: scores },
      measures: { superseded: [], added: points.map((point) => ({ ...point, measure: 'm' })) },
    });
    await postgres.assessments.assess(park, async (session) => {
      expect(await session.clauseRows(NOON + 1)).toEqual({ before: [clauses[0]], after: [clauses[1]] });
      expect(await session.levelRows(NOON + 1)).toEqual({ before: [levels[0]], after: [levels[1]] });
      expect(await session.scoreRows(NOON + 1)).toEqual({ before: [scores[0]], after: [scores[1]] });
      expect(await session.scoreRows(NOON + 2)).toEqual({ before: [scores[1]], after: [] });
      expect(await session.measureRows('m', NOON + 1)).toEqual([points[1]]);
      expect(await session.measureRows('m', NOON + 9)).toEqual([]);
      expect(await session.measureRows('m', NOON)).toEqual(points);
      expect(await session.measureRows('other', NOON)).toEqual([]);
      return assessmentOf();
    });
  });

  it('keep what was believed before a restatement, each revision by its own', async () => {
    const [first, second, restated] = [
      levelRow(NOON, 'S3'),
      levelRow(NOON + MINUTE, 'S4'),
      levelRow(NOON, 'S2'),
    ];
    await replace({ knownFrom: NOON + 10, levels: { superseded: [], added: [first, second] } });
    await replace({ knownFrom: NOON + 20, levels: { superseded: [first], added: [restated] } });
    const at = async (moment: number, knownAt: number | null) =>
      (await postgres.read.levelsAt(park, moment, knownAt)).map(({ stable, revision }) => [
        stable.candidate,
        revision,
      ]);
    expect(await at(NOON, null)).toEqual([['S2', 2]]);
    expect(await at(NOON, NOON + 19)).toEqual([['S3', 1]]);
    expect(await at(NOON, NOON + 9)).toEqual([]);
    expect(await at(NOON - 1, null)).toEqual([]);
    expect(await at(NOON + 2 * MINUTE, NOON + 19)).toEqual([['S4', 1]]);
    expect(await postgres.read.levelsBetween(park, NOON + 1, NOON + 2 * MINUTE, null)).toMatchObject([
      { at: NOON, stable: { candidate: 'S2' }, knownFrom: NOON + 20, knownTo: null },
      { at: NOON + MINUTE, stable: { candidate: 'S4' } },
    ]);
    expect((await postgres.read.snapshotAt(park, NOON, NOON + 19)).revision).toBe(1);
    expect(await postgres.read.snapshotAt(park, NOON, null)).toMatchObject({
      revision: 2,
      levels: [{ indicator: 'I10' }],
    });
  });

  it('never change what was believed at an instant already assessed', async () => {
    const [first, second] = [levelRow(NOON, 'S3'), levelRow(NOON, 'S4')];
    await replace({ knownFrom: NOON + 20, levels: { superseded: [], added: [first] } });
    await replace({ knownFrom: NOON + 10, levels: { superseded: [first], added: [second] } });
    expect(await postgres.read.levelsAt(park, NOON, NOON + 19)).toEqual([]);
    expect(await postgres.read.levelsAt(park, NOON, NOON + 20)).toMatchObject([
      { stable: { candidate: 'S4' } },
    ]);
    expect(await postgres.read.snapshotAt(park, NOON, NOON + 20)).toMatchObject({ revision: 2 });
  });

  it('find one row per series, however many series and rows there are', async () => {
    const clauses = ['I10.S3.m1', 'I10.S3.c2', 'I17.S2.c1'] as const;
    const rows = clauses.flatMap((clause) => [0, 1, 2].map((step) => clauseRow(NOON + step, { clause })));
    await replace({ clauses: { superseded: [], added: rows } });
    const found = await postgres.read.clausesAt(park, NOON + 1, null);
    expect(found.map(({ clause, at }) => [clause, at])).toEqual(
      [...clauses].sort().map((clause) => [clause, NOON + 1]),
    );
    expect(await postgres.read.clausesBetween(park, NOON + 1, NOON + 2, ['I10.S3.m1'])).toMatchObject([
      { at: NOON + 1 },
    ]);
  });

  it('count a revision only when something changed, and tell who listens', async () => {
    const heard: unknown[] = [];
    const feed = await other.live.subscribe((message) => heard.push(message));
    expect(await replace({ changed: ['I10'] })).toMatchObject({ revision: 0, changed: ['I10'] });
    expect(
      await replace({ changed: ['I10'], scores: { superseded: [], added: [scoreRow(NOON, 1)] } }),
    ).toMatchObject({ revision: 1 });
    await expect.poll(() => heard).toEqual([{ park, revision: 1, changed: ['I10'] }]);
    await feed.stop();
  });

  function replace(change: Parameters<typeof assessmentOf>[0]) {
    return postgres.assessments.assess(park, () => Promise.resolve(assessmentOf(change)));
  }
});

describe('facts before a moment', () => {
  it('are the newest of each series, as known then', async () => {
    for (const minute of [0, 1, 2, 3]) await store([reading('m', NOON + minute * MINUTE, String(minute))]);
    await store([reading('m', NOON + 2 * MINUTE, '22'), reading('m', NOON, '5', { enterprise: 'E' })], {
      receivedAt: NOON + 1e6,
    });
    const numerators = async (knownAt?: number) => {
      const facts = await postgres.read.readingsBefore(park, ['m'], NOON + 3 * MINUTE, 2, knownAt);
      return facts.map((fact) => fact.kind === 'reading' && fact.numerator);
    };
    expect(await numerators()).toEqual(['5', '1', '2', '22']);
    expect(await numerators(NOON + 1e6 - 1)).toEqual(['1', '2']);
    expect(await postgres.read.readingsBefore(park, [], NOON + 1, 1)).toHaveLength(2);
  });

  it('tell the last state of each device and when it was first online, what was restated left out', async () => {
    await store([
      state('A', NOON, 'online'),
      state('A', NOON + MINUTE, 'fault'),
      state('B', NOON, 'offline'),
    ]);
    await store([state('A', NOON, 'offline'), state('A', NOON + 2 * MINUTE, 'online')]);
    const last = await postgres.read.statesBefore(park, NOON + 2 * MINUTE);
    expect(last).toMatchObject([
      { device: 'B', state: 'offline' },
      { device: 'A', state: 'fault' },
    ]);
    expect(await postgres.read.firstOnline(park)).toMatchObject([{ device: 'A', at: NOON + 2 * MINUTE }]);
  });
});
