import { randomBytes } from 'node:crypto';
import { FencedError, type StreamId } from '@parkpulse/application';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Postgres } from '../openPostgres.js';
import { MINUTE, NOON, PARK, STREAM, commitOf, event, reading, state } from '../testing/sampleEvents.js';
import { type TestDatabase, testDatabase } from '../testing/testDatabase.js';

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };
let database: TestDatabase;
let postgres: Postgres;
let partition = 0;
let stream: StreamId = STREAM;

beforeAll(async () => {
  database = await testDatabase();
  postgres = await database.open();
  await postgres.settings.createPark(PARK);
});
afterAll(() => database.drop());

beforeEach(async () => {
  partition += 1;
  stream = { ...STREAM, partition };
  await postgres.ingest.claim(stream);
});

const readings = (measure: string) =>
  postgres.read.facts('p1', { kinds: ['reading'], measures: [measure], ...EVERYTHING });
const letters = (code: string) =>
  postgres.read.deadLetters({ park: null, code }, { limit: 100, after: null });

describe('a stream', () => {
  it('says where to go on, and counts up its epoch with every claim', async () => {
    expect(await postgres.ingest.claim(stream)).toEqual({ nextOffset: null, tail: null, epoch: 2 });
    await postgres.ingest.commit(commitOf([event(5, [])], { stream, epoch: 2 }));
    expect(await postgres.ingest.claim(stream)).toEqual({ nextOffset: 6, tail: null, epoch: 3 });
  });

  it('keeps what the log will know its offset by, and never that of another offset', async () => {
    await postgres.ingest.commit(commitOf([event(0, [])], { stream, tail: 'a' }));
    expect(await postgres.ingest.claim(stream)).toEqual({ nextOffset: 1, tail: 'a', epoch: 2 });
    await postgres.ingest.commit(commitOf([event(1, [])], { stream, epoch: 2 }));
    expect(await postgres.ingest.claim(stream)).toEqual({ nextOffset: 2, tail: null, epoch: 3 });
  });

  it('refuses a worker whose epoch is over, and stores nothing of it', async () => {
    await postgres.ingest.claim(stream);
    const zombie = commitOf([event(0, [reading('zombie', NOON, '1')], { id: 'zombie' })], {
      stream,
      epoch: 1,
    });
    await expect(postgres.ingest.commit(zombie)).rejects.toThrow(FencedError);
    expect(await readings('zombie')).toEqual([]);
  });

  it('refuses a worker that does not stand where the store stands', async () => {
    await postgres.ingest.commit(commitOf([event(0, [], { id: 'at-0' })], { stream }));
    await expect(
      postgres.ingest.commit(commitOf([event(7, [], { id: 'at-7' })], { stream })),
    ).rejects.toThrow(FencedError);
  });

  it('takes a batch whose COMMIT came through unheard as stored', async () => {
    const commit = commitOf([event(0, [reading('unheard', NOON, '1')], { id: 'unheard' })], { stream });
    await postgres.ingest.commit(commit);
    expect(await postgres.ingest.commit(commit)).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await readings('unheard')).toHaveLength(1);
  });
});

describe('an event', () => {
  it('comes back with every digit and its origin', async () => {
    const facts = [
      reading('digits', NOON, '79.99999999999999999', {
        denominator: '0.1',
        missing: ['D-17', '设备二'],
        opaque: true,
      }),
      reading('digits', NOON + MINUTE, '812', { enterprise: 'E-3', denominator: null }),
      state('D-1', NOON, 'maintenance'),
    ];
    await postgres.ingest.commit(commitOf([event(0, facts, { id: 'digits', sequence: 7 })], { stream }));
    const origin = {
      source: 'urn:test',
      event: 'digits',
      sequence: 7,
      knownAt: NOON,
      topic: STREAM.topic,
      partition,
      offset: 0,
    };
    expect(await readings('digits')).toEqual(facts.slice(0, 2).map((fact) => ({ ...fact, origin })));
    const states = await postgres.read.facts('p1', { kinds: ['state'], devices: ['D-1'], ...EVERYTHING });
    expect(states).toEqual([{ ...facts[2], origin }]);
  });

  it('is stored once, whether it comes again in the same batch, a later one or another partition', async () => {
    const once = event(0, [reading('once', NOON, '1')], { id: 'once' });
    const again = { ...once, offset: 1 };
    expect(await postgres.ingest.commit(commitOf([once, again], { stream }))).toMatchObject({
      stored: 1,
      duplicates: 1,
    });
    expect(await postgres.ingest.commit(commitOf([{ ...once, offset: 2 }], { stream }))).toMatchObject({
      stored: 0,
      duplicates: 1,
    });
    const elsewhere = { ...stream, topicId: 'other' };
    await postgres.ingest.claim(elsewhere);
    expect(await postgres.ingest.commit(commitOf([once], { stream: elsewhere }))).toMatchObject({
      stored: 0,
      duplicates: 1,
    });
    expect(await readings('once')).toHaveLength(1);
  });

  it('with the id of another and other content becomes a dead letter that keeps its bytes; the first stays', async () => {
    const first = event(0, [reading('conflict', NOON, '1')], { id: 'conflict' });
    const second = event(1, [reading('conflict', NOON, '2')], { id: 'conflict' });
    const third = event(2, [reading('conflict', NOON, '3')], { id: 'conflict' });
    expect(await postgres.ingest.commit(commitOf([first, second], { stream }))).toMatchObject({
      stored: 1,
      conflicts: 1,
    });
    expect(await postgres.ingest.commit(commitOf([third], { stream }))).toMatchObject({
      stored: 0,
      conflicts: 1,
    });
    expect(await readings('conflict')).toMatchObject([{ numerator: '1' }]);
    const kept = await letters('ID_CONFLICT');
    expect(kept.map(({ offset, payload }) => [offset, String(payload)])).toEqual([
      [2, 'event at 2'],
      [1, 'event at 1'],
    ]);
  });

  it('is told from a conflict by what is stored, not by what came before it in its batch', async () => {
    const first = event(0, [reading('contested', NOON, '1')], { id: 'contested' });
    const other = event(1, [reading('contested', NOON, '2')], { id: 'contested' });
    const resent = { ...first, offset: 2 };
    await postgres.ingest.commit(commitOf([first], { stream }));
    expect(await postgres.ingest.commit(commitOf([other, resent], { stream }))).toMatchObject({
      stored: 0,
      duplicates: 1,
      conflicts: 1,
    });
    expect(await readings('contested')).toMatchObject([{ numerator: '1' }]);
  });

  it('has one dead letter however often its log is read again', async () => {
    await postgres.ingest.commit(
      commitOf([event(0, [reading('again', NOON, '1')], { id: 'again' })], { stream }),
    );
    const other = event(1, [reading('again', NOON, '2')], {
      id: 'again',
      payload: Buffer.from('read again'),
    });
    const before = (await letters('ID_CONFLICT')).length;
    await postgres.ingest.commit(commitOf([other], { stream }));
    const recreated = { ...stream, topicId: 'read again' };
    await postgres.ingest.claim(recreated);
    await postgres.ingest.commit(commitOf([other], { stream: recreated }));
    expect(await letters('ID_CONFLICT')).toHaveLength(before + 1);
  });

  it('for a moment already known is a row of its own with its own knowledge time', async () => {
    const first = event(0, [reading('restated', NOON, '1')], { id: 'r1' });
    const second = event(1, [reading('restated', NOON, '2')], { id: 'r2' });
    await postgres.ingest.commit(commitOf([first, second], { stream }));
    expect(await readings('restated')).toMatchObject([{ numerator: '1' }, { numerator: '2' }]);
    const query = { kinds: ['reading'], measures: ['restated'], ...EVERYTHING, knownAt: NOON } as const;
    expect(await postgres.read.facts('p1', query)).toMatchObject([{ numerator: '1' }]);
  });

  it('about a park that is not here becomes a dead letter; once the park is made it can come again', async () => {
    const lost = event(0, [reading('lost', NOON, '1')], { id: 'lost', park: 'p9' });
    expect(await postgres.ingest.commit(commitOf([lost], { stream }))).toMatchObject({
      stored: 0,
      unknownParks: 1,
      parks: [],
    });
    expect(await letters('UNKNOWN_PARK')).toMatchObject([
      { park: 'p9', pointer: '/subject', detailZh: '园区不存在' },
    ]);
    await postgres.settings.createPark({ ...PARK, id: 'p9' });
    const replayed = { ...lost, offset: 1 };
    expect(await postgres.ingest.commit(commitOf([replayed], { stream }))).toMatchObject({
      stored: 1,
      parks: ['p9'],
    });
  });

  it('that the database refuses as data becomes a dead letter and harms no other', async () => {
    const bad = [
      event(1, [reading('with\0nul', NOON, '1')], { id: 'bad' }),
      event(5, [reading('half \uD800 pair', NOON, '1')], { id: 'half' }),
      event(6, [reading('m', NOON, '1', { missing: ['\uDC00'] })], { id: 'half of a member' }),
      event(7, [reading('m', NOON, '1')], {
        id: '',
        source: randomBytes(9000).toString('base64'),
      }),
    ];
    const good = [0, 2, 3, 4].map((offset) =>
      event(offset, [reading('sound', NOON, '1')], { id: `sound-${offset}` }),
    );
    const batch = [good[0]!, bad[0]!, ...good.slice(1), ...bad.slice(1)];
    expect(await postgres.ingest.commit(commitOf(batch, { stream }))).toMatchObject({ stored: 4 });
    expect(await readings('sound')).toHaveLength(4);
    expect((await letters('BAD_STRING')).map(({ offset }) => offset).sort()).toEqual([1, 5, 6, 7]);
  });
});

describe('a large batch', () => {
  const large = (from: number, change: object = {}) =>
    Array.from({ length: 200 }, (_, index) =>
      event(from + index, [reading('large', NOON + from + index, '1')], {
        id: `large-${from + index}`,
        ...change,
      }),
    );

  it('that holds known events stores the others, each once', async () => {
    const [first, overlapping] = [large(0), large(100)];
    expect(await postgres.ingest.commit(commitOf(first, { stream }))).toMatchObject({
      stored: 200,
      duplicates: 0,
    });
    const again = commitOf(overlapping, { stream, expectedOffset: 200, nextOffset: 300 });
    expect(await postgres.ingest.commit(again)).toMatchObject({ stored: 100, duplicates: 100 });
    const next = commitOf(large(300), { stream, expectedOffset: 300, nextOffset: 500 });
    expect(await postgres.ingest.commit(next)).toMatchObject({ stored: 200, duplicates: 0 });
    const stored = await readings('large');
    expect(stored.map(({ origin }) => origin.event)).toEqual(
      Array.from({ length: 500 }, (_, index) => `large-${index}`),
    );
  });

  it('sent to two partitions at once is stored once', async () => {
    const elsewhere = { ...stream, topicId: 'twice' };
    await postgres.ingest.claim(elsewhere);
    const same = large(1000);
    const change = { expectedOffset: 0, nextOffset: 200 };
    const outcomes = await Promise.all([
      postgres.ingest.commit(commitOf(same, { stream, ...change })),
      postgres.ingest.commit(commitOf([...same].reverse(), { stream: elsewhere, ...change })),
    ]);
    expect(outcomes.map(({ stored }) => stored).sort((a, b) => a - b)).toEqual([0, 200]);
    expect(outcomes.map(({ duplicates }) => duplicates).sort((a, b) => a - b)).toEqual([0, 200]);
  });
});

describe('a feed', () => {
  it('knows its newest event, its count and the median of its last ten intervals, late events included', async () => {
    const times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 31];
    const late = times[5]!;
    const batch = times.filter((time) => time !== late).map((time, index) => feedEvent(index, time));
    await postgres.ingest.commit(commitOf(batch, { stream }));
    await postgres.ingest.commit(commitOf([feedEvent(batch.length, late)], { stream }));
    const feeds = await postgres.read.feeds('p1');
    expect(feeds.find(({ source }) => source === 'urn:feed')).toEqual({
      source: 'urn:feed',
      lastEventAt: NOON + 31 * MINUTE,
      periodSeconds: 60,
      events: times.length,
    });
  });

  function feedEvent(offset: number, minute: number) {
    return event(offset, [], { id: `feed-${minute}`, source: 'urn:feed', time: NOON + minute * MINUTE });
  }
});
