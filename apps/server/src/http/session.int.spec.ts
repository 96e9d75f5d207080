import type { IssuedToken } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, TestServer } from '../testing/testServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const signIn = (body: unknown, headers: Record<string, string> = {}) =>
  server.stranger('POST', '/api/v1/session', {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('a session', () => {
  it('opens with the right password and is told who it is', async () => {
    const opened = await signIn({ username: 'admin', password: ADMIN_PASSWORD });
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({ username: 'admin', role: 'admin', parks: null });
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^parkpulse=[\w-]{43}; Max-Age=43\d{3}; Path=\/; HttpOnly; SameSite=Strict$/);
    const me = await server.get('/api/v1/session', { cookie: cookie.split(';', 1)[0] ?? '' });
    expect(me.body).toMatchObject({ username: 'admin', role: 'admin' });
  });

  it('ends at once when closed', async () => {
    const opened = await signIn({ username: 'admin', password: ADMIN_PASSWORD });
    const headers = { cookie: (opened.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' };
    expect((await server.send('DELETE', '/api/v1/session', undefined, headers)).status).toBe(204);
    expect((await server.get('/api/v1/session', headers)).status).toBe(401);
  });

  it('is a new one at each sign-in: an id brought along is not taken over', async () => {
    const preset = { cookie: `parkpulse=${'a'.repeat(43)}` };
    const opened = await signIn({ username: 'admin', password: ADMIN_PASSWORD }, preset);
    expect(opened.headers.get('set-cookie')).not.toContain('a'.repeat(43));
    expect((await server.get('/api/v1/session', preset)).status).toBe(401);
  });

  it('takes the user name in composed and decomposed spelling alike, and a wrong one like a wrong password', async () => {
    const wrong = await signIn({ username: 'admin', password: 'not the password at all' });
    const unknown = await signIn({ username: 'nobody', password: ADMIN_PASSWORD });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
  });

  it.each([
    [{ username: ['a'], password: 'x' }, 'FIELD_TYPE'],
    [{ username: 'admin' }, 'FIELD_MISSING'],
    [{ username: 'admin', password: 'x'.repeat(10_000) }, 'OUT_OF_RANGE'],
    [{ username: 'admin', password: 'x', role: 'admin' }, 'UNKNOWN_FIELD'],
  ])('refuses a malformed sign-in %#', async (body, code) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code });
  });

  it('is refused to other sites before anything else is looked at', async () => {
    const crossSite = { origin: 'http://evil.example', 'content-type': 'text/plain' };
    expect((await signIn({}, crossSite)).status).toBe(403);
    expect(
      (await server.send('POST', '/api/v1/parks', { id: 'x', name: 'X' }, { 'sec-fetch-site': 'cross-site' }))
        .status,
    ).toBe(403);
  });

  it('limits failed attempts and tells when to come back', async () => {
    const attempts = [];
    for (let attempt = 0; attempt < 6; attempt += 1)
      attempts.push(await signIn({ username: 'mallory', password: 'guess' }));
    expect(attempts.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(Number(attempts.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ username: 'admin', password: ADMIN_PASSWORD })).status).toBe(200);
  });
});

describe('a token', () => {
  it('is shown once, listed without its secret and out of force once removed', async () => {
    const made = await server.send<IssuedToken>('POST', '/api/v1/tokens', {
      name: 'gateway',
      scopes: ['read'],
    });
    expect(made.status).toBe(201);
    const { id, token } = made.body;
    expect(token).toMatch(/^ppt_[\w-]{43}$/);
    const bearer = { authorization: `Bearer ${token}` };
    expect((await server.get('/api/v1/parks', bearer)).status).toBe(200);
    const listed = await server.get('/api/v1/tokens');
    expect(listed.text).not.toContain(token);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id, name: 'gateway', scopes: ['read'], park: null }),
    );
    expect((await server.send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(204);
    expect((await server.get('/api/v1/parks', bearer)).status).toBe(401);
    expect((await server.send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(404);
  });

  it('of one park sees that park only, and is told that others do not exist', async () => {
    for (const id of ['mine', 'theirs']) await server.send('POST', '/api/v1/parks', { id, name: id });
    const bearer = await server.token(['read'], 'mine');
    expect((await server.get('/api/v1/parks', bearer)).body.items.map(({ id }) => id)).toEqual(['mine']);
    expect((await server.get('/api/v1/parks/mine', bearer)).status).toBe(200);
    const [theirs, nowhere] = [
      await server.get('/api/v1/parks/theirs', bearer),
      await server.get('/api/v1/parks/nowhere', bearer),
    ];
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' });
    expect(theirs.status).toBe(404);
  });

  it('cannot do what it has no scope for', async () => {
    const ingest = await server.token(['ingest']);
    expect((await server.get('/api/v1/parks', ingest)).status).toBe(403);
    expect(
      (await server.send('POST', '/api/v1/tokens', { name: 'more', scopes: ['read'] }, ingest)).status,
    ).toBe(403);
    expect((await server.get('/api/v1/parks', { authorization: 'Bearer ppt_nonsense' })).status).toBe(401);
  });

  it('needs its park to exist', async () => {
    const made = await server.send('POST', '/api/v1/tokens', {
      name: 'x',
      scopes: ['read'],
      park: 'nowhere',
    });
    expect([made.status, made.body.code]).toEqual([404, 'UNKNOWN_PARK']);
  });
});
