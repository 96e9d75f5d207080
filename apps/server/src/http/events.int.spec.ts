import type { FeedsAnswer, IngestAnswer } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  for (const id of ['p1', 'p2']) await server.send('POST', '/api/v1/parks', { id, name: id });
});
afterAll(() => server.stop());

const SINGLE = { 'content-type': 'application/cloudevents+json' };
let count = 0;
const codeOf = ({ body }: { readonly body: object }) => (body as { code?: string }).code;

function reading(
  change: object = {},
  data: object = { readings: [{ measure: 'iot_access_ratio_design', numerator: 812, denominator: 1000 }] },
) {
  count += 1;
  return {
    specversion: '1.0',
    type: 'parkpulse.measure.reading.v1',
    source: 'urn:test',
    id: `e-${count}`,
    subject: 'p1',
    time: new Date(Date.now() - 60_000).toISOString(),
    datacontenttype: 'application/json',
    data,
    ...change,
  };
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen within five seconds');
}

describe('POST /events', () => {
  it('takes one event, and it becomes a fact', async () => {
    const answer = await server.send('POST', '/api/v1/events', reading(), SINGLE);
    expect([answer.status, answer.body]).toEqual([202, { accepted: 1, rejected: [] }]);
    await eventually(async () => (await server.get('/api/v1/parks/p1/feeds')).body.items.length === 1);
    await eventually(
      async () => (await server.get<FeedsAnswer>('/api/v1/parks/p1/feeds')).body.backlog === 0,
    );
  });

  it('takes a batch and tells which events are bad, by index and code', async () => {
    const future = new Date(Date.now() + 600_000).toISOString();
    const answer = await server.events([
      reading(),
      reading({ time: future }),
      reading({}, { readings: [{ measure: 'iot_access_ratio_design', numerator: 2, denominator: 1 }] }),
      reading({ subject: 'nowhere' }),
      reading(),
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body.accepted).toBe(2);
    expect(answer.body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'TS_FUTURE'],
      [2, 'RATIO_INVALID'],
      [3, 'UNKNOWN_PARK'],
    ]);
    expect(answer.body.rejected[0]?.detail).toMatch(/[\u4e00-\u9fff]/);
  });

  it('answers 422 when every event is refused, with the same fields', async () => {
    const answer = await server.events([reading({ type: 'parkpulse.measure.reading.v99' })], {
      'accept-language': 'en',
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      accepted: 0,
      code: 'ALL_REJECTED',
      rejected: [{ index: 0, code: 'SCHEMA_UNSUPPORTED' }],
    });
    const single = await server.send<IngestAnswer>('POST', '/api/v1/events', [], SINGLE);
    expect([single.status, single.body.rejected[0]?.code]).toEqual([422, 'NOT_OBJECT']);
  });

  it('takes an empty batch', async () => {
    expect((await server.events([])).body).toEqual({ accepted: 0, rejected: [] });
  });

  it.each([
    ['truncated', '[{"specversion":"1.0"', 'application/cloudevents-batch+json'],
    ['bad within an item', '[{"specversion":1.0.0}]', 'application/cloudevents-batch+json'],
    ['no list', '{"specversion":"1.0"}', 'application/cloudevents-batch+json'],
    ['a truncated event', '{"specversion":', 'application/cloudevents+json'],
    ['nothing', '', 'application/cloudevents+json'],
  ])('answers 400 to %s', async (_name, body, type) => {
    const sent = await fetch(`${server.url}/api/v1/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, cookie: server.cookie },
    });
    expect(sent.status).toBe(400);
  });

  it('refuses more than a thousand events, more than eight megabytes and other media types', async () => {
    const many = await server.events(Array.from({ length: 1001 }, () => ({})));
    expect([many.status, codeOf(many)]).toEqual([400, 'TOO_MANY']);
    const large = await server.events([{ filler: 'x'.repeat(8 * 1024 * 1024) }]);
    expect([large.status, codeOf(large)]).toEqual([413, 'TOO_LARGE']);
    expect((await server.send('POST', '/api/v1/events', reading())).status).toBe(415);
  });

  it('refuses a single event of more than 256 KB within a batch, and takes the others', async () => {
    const answer = await server.events([reading({ filler: 'x'.repeat(300 * 1024) }), reading()]);
    expect(answer.body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'TOO_LARGE' }] });
  });

  it('lets a token of one park send for that park only', async () => {
    const token = await server.token(['ingest'], 'p1');
    const answer = await server.events([reading(), reading({ subject: 'p2' })], token);
    expect(answer.body).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: 'PARK_MISMATCH' }] });
  });
});

describe('dead letters', () => {
  const letters = async (query = '') => (await server.get(`/api/v1/dead-letters${query}`)).body.items;

  it('keep what a request refused, with its request id and payload', async () => {
    const answer = await server.events([reading({ time: '2026-13-45' })], { 'x-request-id': 'gateway-1234' });
    expect(answer.status).toBe(422);
    const [letter] = await letters('?code=TS_INVALID');
    expect(letter).toMatchObject({
      code: 'TS_INVALID',
      request: 'gateway-1234',
      topic: null,
      replayedAt: null,
    });
    expect(letter?.['payload']).toContain('2026-13-45');
    const english = await server.get('/api/v1/dead-letters?code=TS_INVALID', { 'accept-language': 'en' });
    expect(english.body.items[0]?.['detail']).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('keep what turns out wrong only in the store: an id used again for something else', async () => {
    const first = reading();
    const changed = {
      ...first,
      data: { readings: [{ measure: 'iot_access_ratio_design', numerator: 1, denominator: 2 }] },
    };
    expect((await server.events([first])).body.accepted).toBe(1);
    expect((await server.events([changed])).body.accepted).toBe(1);
    await eventually(async () => (await letters('?code=ID_CONFLICT')).length === 1);
    expect((await letters('?code=ID_CONFLICT'))[0]).toMatchObject({ topic: 'park.measures', park: 'p1' });
  });

  it('are replayed once their cause is mended, and stay when it is not', async () => {
    await server.events([reading({ subject: 'late' }), reading({ subject: 'never' })]);
    const unknown = await letters('?code=UNKNOWN_PARK');
    const idOf = (park: string) => unknown.find((letter) => letter['park'] === park)?.['id'] as string;
    await server.send('POST', '/api/v1/parks', { id: 'late', name: 'late' });
    const ids = [idOf('late'), idOf('never'), '999999999'];
    const replay = await server.send('POST', '/api/v1/dead-letters/replay', { ids });
    expect(replay.body).toEqual({
      replayed: 1,
      failed: [
        { id: idOf('never'), code: 'UNKNOWN_PARK' },
        { id: '999999999', code: 'NOT_FOUND' },
      ],
    });
    await eventually(async () => (await server.get('/api/v1/parks/late/feeds')).body.items.length === 1);
    const after = await letters('?park=late');
    expect(after[0]?.['replayedAt']).toEqual(expect.any(String));
  });

  it('are shown page by page, newest first, and only to those who may see the park', async () => {
    const first = (await server.get('/api/v1/dead-letters?limit=2')).body;
    expect(first.items.length).toBe(2);
    const second = (await server.get(`/api/v1/dead-letters?limit=2&cursor=${first.next}`)).body;
    expect(Number(second.items[0]?.['id'])).toBeLessThan(Number(first.items[1]?.['id']));
    const token = await server.token(['read'], 'p2');
    const { items } = (await server.get('/api/v1/dead-letters', token)).body;
    expect(items.every(({ park }) => park === 'p2')).toBe(true);
    expect((await server.get('/api/v1/dead-letters?park=p1', token)).status).toBe(404);
  });
});
