import { request } from 'node:http';
import type { Park } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';
import { callsOf } from './call.js';
import { CONTROLLERS } from './controllers.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: '一号园区' });
});
afterAll(() => server.stop());

/** Sends a path exactly as written: `fetch` would tidy it up. */
const raw = (method: string, path: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, method, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });

describe('every call', () => {
  it('is refused to strangers unless it is public', async () => {
    for (const { method, path, action } of callsOf(CONTROLLERS)) {
      if (['session.open', 'operations.read', 'documentation.read', 'wall.pair'].includes(action)) continue;
      const answer = await server.stranger(method, path.replace(':park', 'p1').replace(/:\w+/g, 'x'));
      expect([method, path, answer.status, answer.body?.code]).toEqual([
        method,
        path,
        401,
        'UNAUTHENTICATED',
      ]);
    }
  });

  it('of a park answers 404 for a park that is not there, and 400 for an id that no park has', async () => {
    for (const { method, path } of callsOf(CONTROLLERS).filter((call) => call.path.includes(':park'))) {
      const of = (park: string) =>
        path.replace(':park', park).replace(':measure', 'monitor_online_ratio').replace(/:\w+/g, 'I10');
      expect((await server.send(method, of('nowhere'))).status).toBe(404);
      expect((await server.send(method, of('1%20OR%201=1'))).status).toBe(400);
    }
  });
});

describe('an error answer', () => {
  it('is a problem document in Chinese, or in English when preferred', async () => {
    const zh = await server.get('/api/v1/parks/nowhere');
    expect(zh.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(zh.body).toMatchObject({ status: 404, code: 'UNKNOWN_PARK', title: '园区不存在' });
    expect(zh.body.instance).toBe(zh.headers.get('x-request-id'));
    const en = await server.get('/api/v1/parks/nowhere', { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.1' });
    expect(en.body.title).toBe('There is no such park');
  });

  it('takes the request id of the caller over', async () => {
    const answer = await server.get('/api/v1/parks/nowhere', { 'x-request-id': 'gateway-0042' });
    expect(answer.body.instance).toBe('gateway-0042');
  });

  it('names every faulty field', async () => {
    const answer = await server.send('POST', '/api/v1/parks', {
      id: 'P 1',
      nam: 'x',
      timeZone: 'Mars/Olympus',
    });
    expect(answer.status).toBe(400);
    const pointers = answer.body.errors?.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/id', '/name', '/nam', '/timeZone']));
  });
});

describe('a bad request', () => {
  it.each([
    ['broken JSON', '{"id":', 'BAD_JSON'],
    ['a doubled key', '{"id":"a","id":"b","name":"x"}', 'DUPLICATE_KEY'],
    ['a key that reaches for prototypes', '{"__proto__":{"id":"a"},"name":"x"}', 'PROTO_KEY'],
    ['an unknown field', '{"id":"a","name":"x","parkId":"b"}', 'UNKNOWN_FIELD'],
    ['a line break in a name', '{"id":"a","name":"x\\r\\ny"}', 'BAD_STRING'],
    ['nothing', '', 'EMPTY_VALUE'],
  ])('with %s is 400', async (_name, body, code) => {
    const sent = await fetch(`${server.url}/api/v1/parks`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', cookie: server.cookie },
    });
    expect([sent.status, ((await sent.json()) as { code: string }).code]).toEqual([400, code]);
  });

  it('in another media type, charset or encoding is 415', async () => {
    for (const headers of [
      { 'content-type': 'text/xml' },
      { 'content-type': 'application/json; charset=gbk' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ]) {
      const answer = await server.send('POST', '/api/v1/parks', { id: 'a', name: 'x' }, headers);
      expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  it('over a megabyte is 413, and the sender gets to read it', async () => {
    const answer = await server.send('POST', '/api/v1/parks', { id: 'a', name: 'x'.repeat(2 * 1024 * 1024) });
    expect([answer.status, answer.body.code]).toEqual([413, 'TOO_LARGE']);
  });

  it.each([
    'limit=1e9',
    'limit=-1',
    'limit=0',
    'limit=1001',
    'limit=5&limit=6',
    'sort=;drop',
    'cursor=!!',
    'cursor=YWJj',
  ])('with ?%s is 400', async (query) => {
    expect((await server.get(`/api/v1/parks?${query}`)).status).toBe(400);
  });

  it.each([
    '/api/v1/parks/%00',
    '/api/v1/..%2fparks',
    '/api/v1/parks/%c0%af',
    '/api/v1/parks/..',
    '/%2e%2e/secret',
    '/api/v1/parks?x=%00',
    '/a\\b',
  ])('to %s is 400', async (path) => {
    expect(await raw('GET', path)).toBe(400);
  });

  it('by a method that no resource has is 405, as is one this resource has not', async () => {
    expect(await raw('TRACE', '/api/v1/parks')).toBe(405);
    const answer = await server.send('DELETE', '/api/v1/parks');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect((await server.get('/api/v1/nothing')).status).toBe(404);
  });
});

describe('parks', () => {
  it('are made, listed, changed, and an id is taken once', async () => {
    const made = await server.send('POST', '/api/v1/parks', {
      id: 'north',
      name: '北区',
      timeZone: 'Europe/Berlin',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ id: 'north', name: '北区', timeZone: 'Europe/Berlin' });
    expect((await server.get<Park>('/api/v1/parks/p1')).body.timeZone).toBe('Asia/Shanghai');
    expect((await server.send('POST', '/api/v1/parks', { id: 'north', name: 'x' })).status).toBe(409);
    const changed = await server.send('PATCH', '/api/v1/parks/north', { name: 'Nord' });
    expect(changed.body).toMatchObject({ id: 'north', name: 'Nord', timeZone: 'Europe/Berlin' });
    expect((await server.send('PATCH', '/api/v1/parks/north', {})).status).toBe(400);
  });

  it('are listed page by page', async () => {
    const first = await server.get('/api/v1/parks?limit=1');
    expect(first.body.items.length).toBe(1);
    const second = await server.get(`/api/v1/parks?limit=1&cursor=${first.body.next}`);
    expect(second.body.items[0]?.['id']).not.toBe(first.body.items[0]?.['id']);
    expect((await server.get('/api/v1/parks')).body.next).toBeNull();
  });
});

interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get: { readonly parameters: readonly object[] } }>>;
}

describe('the server', () => {
  it('sends security headers that fit plain http', async () => {
    const { headers } = await server.get('/api/v1/parks');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('answers for its health, metrics and documents without signing in', async () => {
    expect((await server.stranger('GET', '/health/live')).body).toEqual({ status: 'ok' });
    expect((await server.stranger('GET', '/health/ready')).body).toMatchObject({ status: 'ok' });
    expect((await server.stranger('GET', '/metrics')).text).toContain('parkpulse_http_seconds_bucket');
    const openApi = await server.stranger<OpenApi>('GET', '/api/openapi.json');
    expect(openApi.body.paths['/api/v1/parks/{park}/assessment']?.get.parameters).toContainEqual(
      expect.objectContaining({ name: 'at', in: 'query', required: false }),
    );
    expect((await server.stranger('GET', '/api/asyncapi.json')).body).toMatchObject({
      channels: { registry: { address: 'park.registry' } },
    });
    expect((await server.stranger('GET', '/api/docs')).text).toContain('swagger-ui');
  });

  it('compresses large answers and knows what a client already has', async () => {
    const first = await fetch(`${server.url}/api/v1/standard`, {
      headers: { cookie: server.cookie, 'accept-encoding': 'br' },
    });
    expect(first.headers.get('content-encoding')).toBe('br');
    const tag = first.headers.get('etag') ?? '';
    await first.arrayBuffer();
    const again = await fetch(`${server.url}/api/v1/standard`, {
      headers: { cookie: server.cookie, 'accept-encoding': 'br', 'if-none-match': tag },
    });
    expect(again.status).toBe(304);
  });

  it('finds its data again after a restart', async () => {
    const before = (await server.get('/api/v1/parks')).body.items;
    await server.restart();
    expect((await server.get('/api/v1/parks')).body.items).toEqual(before);
  });
});
