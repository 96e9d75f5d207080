import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf, event, reading } from '../testing/sampleEvents.js';
import { assessmentOf, levelRow, scoreRow } from '../testing/sampleRows.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const SPAN = { from: NOON, to: NOON + 10 * MINUTE, enterprise: null, before: 2 };

let database: TestDatabase;
let postgres: Postgres;
beforeEach(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
  await postgres.ingest.claim(STREAM);
});
afterEach(() => database.drop());

describe('the values of readings', () => {
  const valuesOf = (span: { from?: number; before?: number; enterprise?: string } = {}) =>
    postgres.read.readingValues('p1', 'm', { ...SPAN, ...span });

  it('are those of a span, with the newest moments before it, exact and of one factory', async () => {
    await postgres.ingest.commit(
      commitOf([
        event(
          0,
          [-3, -2, -1, 0, 9, 10].map((minute) => reading('m', NOON + minute * MINUTE, `${minute + 5}`)),
        ),
        event(1, [reading('m', NOON + MINUTE, '0.33333333333333333333', { denominator: null })]),
        event(2, [reading('m', NOON, '7', { enterprise: 'E-1' }), reading('n', NOON, '8')]),
      ]),
    );
    const at = (minute: number, numerator: string) => ({
      ...{ at: NOON + minute * MINUTE, numerator },
      denominator: '1000',
    });
    expect(await valuesOf()).toEqual([
      at(-2, '3'),
      at(-1, '4'),
      at(0, '5'),
      { ...at(1, '0.33333333333333333333'), denominator: null },
      at(9, '14'),
    ]);
    expect(await valuesOf({ enterprise: 'E-1' })).toEqual([at(0, '7')]);
    expect(await valuesOf({ enterprise: 'E-2' })).toEqual([]);
    expect(await postgres.read.readingValues('p2', 'm', SPAN)).toEqual([]);
  });

  it('are not given where a moment was stated twice: the facts must say which is in force', async () => {
    const twice = [event(0, [reading('m', NOON, '1')]), event(1, [reading('m', NOON, '2')])];
    await postgres.ingest.commit(commitOf([...twice, event(2, [reading('m', NOON + MINUTE, '3')])]));
    expect(await valuesOf()).toBeNull();
    expect(await valuesOf({ from: NOON + 2 * MINUTE })).toBeNull();
    expect(await valuesOf({ from: NOON + 2 * MINUTE, before: 1 })).toHaveLength(1);
  });
});

describe('the points of levels and scores', () => {
  it('are those of the rows in force', async () => {
    const [first, second] = [levelRow(NOON - MINUTE, 'S3'), levelRow(NOON + MINUTE, 'S4')];
    const other = levelRow(NOON, 'S2', { indicator: 'I11' });
    const scores = [scoreRow(NOON - MINUTE, 100), scoreRow(NOON + MINUTE, 200)];
    const change = { added: [first, second, other], superseded: [] };
    await postgres.ingest.commit(commitOf([event(0, [reading('m', NOON, '1')])]));
    await postgres.assessments.assess('p1', () =>
      Promise.resolve(assessmentOf({ levels: change, scores: { added: scores, superseded: [] } })),
    );
    const [from, to] = [NOON, NOON + 2 * MINUTE];
    const points = async (...ids: string[]) => postgres.read.levelPoints('p1', from, to, ids);
    const pick = (rows: readonly (typeof first)[]) =>
      rows.map(({ indicator, at, stable }) => ({ indicator, at, stable }));
    expect(await points('I10')).toEqual(pick([first, second]));
    expect(await points('I10', 'I11', 'I12')).toEqual(pick([first, other, second]));
    for (const part of ['z', 'primary', 'secondary'] as const)
      expect(await postgres.read.scorePoints('p1', from, to, part)).toEqual(
        scores.map((row) => ({ at: row.at, points: part === 'z' ? [row.z] : row[part] })),
      );
  });
});
