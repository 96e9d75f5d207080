import { DEFAULT_CONTROL, nextControl } from '@parkpulse/application';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { NOON, PARK } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const MINUTE = 60_000;
let database: TestDatabase;
let postgres: Postgres;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
  await postgres.settings.createPark({ ...PARK, id: 'p2' });
});
afterAll(() => database.drop());

const digest = (text: string) => new TextEncoder().encode(text);
const pairing = (code: string, at = NOON) => ({
  code,
  secretHash: digest(`secret ${code}`),
  createdAt: at,
  expiresAt: at + 5 * MINUTE,
});
const newWall = (park = 'p1') => ({
  park,
  name: '指挥大厅',
  createdAt: NOON,
  createdBy: 'admin',
  control: DEFAULT_CONTROL,
});

async function paired(code: string, park = 'p1') {
  await postgres.walls.addPairing(pairing(code), 100);
  const wall = await postgres.walls.approve(code, NOON + 1, newWall(park));
  await postgres.walls.claim(digest(`secret ${code}`), digest(`token ${code}`), NOON + 2);
  return wall?.id ?? '';
}

describe('a pairing', () => {
  it('waits, is approved once, and gives its token to who holds the secret', async () => {
    const { walls } = postgres;
    expect(await walls.addPairing(pairing('AAAAAA'), 100)).toBe('added');
    expect(await walls.addPairing(pairing('AAAAAA'), 100)).toBe('taken');
    const claim = (secret = 'secret AAAAAA', at = NOON) => walls.claim(digest(secret), digest('token A'), at);
    expect(await claim()).toEqual({ kind: 'waiting' });
    const wall = await walls.approve('AAAAAA', NOON, newWall());
    expect(wall).toMatchObject({ park: 'p1', name: '指挥大厅', isPaired: false, control: DEFAULT_CONTROL });
    expect(await walls.approve('AAAAAA', NOON, newWall())).toBeNull();
    expect(await claim('secret of another')).toEqual({ kind: 'expired' });
    expect(await claim()).toMatchObject({ kind: 'paired', wall: { id: wall?.id, isPaired: true } });
    expect(await claim()).toMatchObject({ kind: 'paired' });
    expect(await claim('secret AAAAAA', NOON + 5 * MINUTE)).toEqual({ kind: 'expired' });
    expect(await walls.wallByHash(digest('token A'), NOON)).toMatchObject({ id: wall?.id });
  });

  it('expires, and there are never more than so many', async () => {
    const { walls } = postgres;
    const late = NOON + 60 * MINUTE;
    expect(await walls.addPairing(pairing('BBBBBB', late), 1)).toBe('added');
    expect(await walls.addPairing(pairing('CCCCCC', late), 1)).toBe('full');
    expect(await walls.approve('BBBBBB', late + 5 * MINUTE, newWall())).toBeNull();
    expect(await walls.addPairing(pairing('CCCCCC', late + 5 * MINUTE), 1)).toBe('added');
  });
});

describe('a wall', () => {
  it('is known by its token until it is removed, and only to its park', async () => {
    const id = await paired('DDDDDD', 'p2');
    const { walls } = postgres;
    expect((await walls.walls('p2')).map((wall) => wall.id)).toEqual([id]);
    expect(await walls.change('p1', id, (wall) => wall)).toBeNull();
    expect(await walls.remove('p1', id)).toBe(false);
    expect(await walls.remove('p2', id)).toBe(true);
    expect(await walls.wallByHash(digest('token DDDDDD'), NOON)).toBeNull();
    expect(await walls.wall('1 OR 1=1')).toBeNull();
  });

  it('takes changes one after the other and tells of each', async () => {
    const id = await paired('EEEEEE');
    const heard: (string | null)[] = [];
    const subscription = await postgres.walls.subscribe((changed) => heard.push(changed));
    await Promise.all(
      Array.from({ length: 8 }, () =>
        postgres.walls.change('p1', id, (wall) => ({
          ...wall,
          control: nextControl(wall.control, { skip: 1 }, NOON),
        })),
      ),
    );
    expect((await postgres.walls.wall(id))?.control).toMatchObject({ skips: 8, revision: 8 });
    await expect.poll(() => heard).toEqual(Array.from({ length: 8 }, () => id));
    await subscription.stop();
  });

  it('keeps what it reports', async () => {
    const id = await paired('FFFFFF');
    const report = {
      width: 3840,
      height: 2160,
      pixelRatio: 1,
      textPx: 60,
      minimumPx: 59,
      verdict: 'ok',
      scene: 'trend',
      failing: [],
      crossedSeams: 0,
      sound: 'ready',
      stream: 'live',
    } as const;
    await postgres.walls.report(id, report, NOON);
    expect(await postgres.walls.wall(id)).toMatchObject({ report, reportedAt: NOON });
  });
});
