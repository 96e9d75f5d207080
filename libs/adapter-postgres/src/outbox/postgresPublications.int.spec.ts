import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { NOON, PARK } from '../testing/sampleEvents.js';
import { assessmentOf, scoreRow } from '../testing/sampleRows.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

let database: TestDatabase;
let postgres: Postgres;
beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
});
afterAll(() => database.drop());

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function assess(park: string, revisions: number): Promise<void> {
  for (let n = 0; n < revisions; n += 1) {
    const at = NOON + n;
    const change = { knownFrom: at, assessedTo: at, scores: { superseded: [], added: [scoreRow(at, n)] } };
    await postgres.assessments.assess(park, () => Promise.resolve(assessmentOf(change)));
  }
}

describe('the right to publish', () => {
  it('is one holder’s until it runs out or is given back, and changes its epoch with its holder', async () => {
    const { publications } = postgres;
    expect(await publications.lease('a', 300)).toEqual({ holder: 'a', epoch: 1 });
    expect(await publications.lease('b', 300)).toBeNull();
    expect(await publications.lease('a', 300)).toEqual({ holder: 'a', epoch: 1 });
    await sleep(350);
    const second = await publications.lease('b', 10_000);
    expect(second).toEqual({ holder: 'b', epoch: 2 });
    expect(await publications.lease('a', 300)).toBeNull();
    await publications.release(second!);
    expect(await publications.lease('a', 10_000)).toEqual({ holder: 'a', epoch: 3 });
  });
});

describe('what waits to be published', () => {
  it('is every revision beyond the mark, which only the holder moves, and only forward', async () => {
    const { publications, settings } = postgres;
    const lease = (await publications.lease('a', 10_000))!;
    await settings.createPark({ ...PARK, id: 'told' });
    expect(await publications.unpublished(10)).toEqual([]);
    await assess('told', 3);
    expect(await publications.unpublished(10)).toEqual([{ park: 'told', published: null, newest: 3 }]);
    expect(await publications.published('told', 2, { ...lease, epoch: lease.epoch - 1 })).toBe(false);
    expect(await publications.published('told', 2, lease)).toBe(true);
    expect(await publications.unpublished(10)).toEqual([{ park: 'told', published: 2, newest: 3 }]);
    expect(await publications.revisions('told', 2, 10)).toEqual([
      { revision: 2, knownFrom: NOON + 1, assessedTo: NOON + 1 },
      { revision: 3, knownFrom: NOON + 2, assessedTo: NOON + 2 },
    ]);
    expect(await publications.published('told', 1, lease)).toBe(false);
    expect(await publications.published('told', 3, lease)).toBe(true);
    expect(await publications.unpublished(10)).toEqual([]);
  });
});
