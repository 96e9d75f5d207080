import type { OwnWall, Places, Wall, WallClaim, WallPairing } from '@parkpulse/contracts';
import { type Socket, io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';
import { callsOf } from './call.js';
import { CONTROLLERS } from './controllers.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  for (const id of ['p1', 'p2']) await server.send('POST', '/api/v1/parks', { id, name: `园区 ${id}` });
});
afterAll(() => server.stop());

type Headers = Readonly<Record<string, string>>;
const json = { 'content-type': 'application/json' };
const begin = () => server.stranger<WallPairing>('POST', '/api/v1/wall/pairings');
const claim = (secret: string) =>
  server.stranger<WallClaim>('POST', '/api/v1/wall/pairings/claim', {
    body: JSON.stringify({ secret }),
    headers: json,
  });

async function pair(
  park: string,
): Promise<{ readonly id: string; readonly headers: Headers; readonly token: string }> {
  const { body } = await begin();
  const wall = await server.send<Wall>('POST', `/api/v1/parks/${park}/walls`, {
    code: body.code,
    name: '大厅',
  });
  expect(wall.status).toBe(201);
  const token = (await claim(body.secret)).body.token ?? '';
  return { id: wall.body.id, token, headers: { authorization: `Bearer ${token}` } };
}

describe('pairing a wall', () => {
  it('takes a code on the wall and an operator who approves it', async () => {
    const { status, body } = await begin();
    expect(status).toBe(201);
    expect(body.code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(290_000);
    expect((await claim(body.secret)).body).toEqual({ state: 'waiting', token: null });
    const typed = ` ${body.code.slice(0, 3).toLowerCase()} ${body.code.slice(3)}`;
    expect((await server.send('POST', '/api/v1/parks/p1/walls', { code: typed, name: '大厅' })).status).toBe(
      201,
    );
    const claimed = (await claim(body.secret)).body;
    expect(claimed).toMatchObject({ state: 'paired', token: expect.stringMatching(/^ppw_/) as string });
    expect(
      (await server.send('POST', '/api/v1/parks/p1/walls', { code: body.code, name: '再来' })).status,
    ).toBe(404);
    expect((await claim('someone else entirely')).body.state).toBe('expired');
  });

  it('is for operators: no token of a program approves, and no stranger', async () => {
    const { body } = await begin();
    const asked = { code: body.code, name: '大厅' };
    const reader = await server.token(['read'], 'p1');
    expect((await server.send('POST', '/api/v1/parks/p1/walls', asked, reader)).status).toBe(403);
    const none = { body: JSON.stringify(asked), headers: json };
    expect((await server.stranger('POST', '/api/v1/parks/p1/walls', none)).status).toBe(401);
  });

  it('survives a restart of the server, and ends when it is revoked', async () => {
    const wall = await pair('p1');
    await server.restart();
    expect((await server.get<OwnWall>('/api/v1/wall', wall.headers)).body).toMatchObject({
      park: { id: 'p1' },
    });
    expect((await server.send('DELETE', `/api/v1/parks/p2/walls/${wall.id}`)).status).toBe(404);
    expect((await server.send('DELETE', `/api/v1/parks/p1/walls/${wall.id}`)).status).toBe(204);
    expect((await server.get('/api/v1/wall', wall.headers)).status).toBe(401);
  });
});

/** The calls that a wall is for. */
const SHOWN = [
  'GET /api/v1/parks/:park/alerts',
  'GET /api/v1/parks/:park/assessment',
  'GET /api/v1/parks/:park/feeds',
  'GET /api/v1/parks/:park/places',
  'GET /api/v1/parks/:park/transitions',
  'GET /api/v1/parks/:park/trend',
  'GET /api/v1/parks/:park/trends',
  'GET /api/v1/wall',
  'POST /api/v1/wall/report',
];
const span = '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
const filled = (path: string, park: string) =>
  path
    .replace(':park', park)
    .replace(':measure', 'monitor_online_ratio')
    .replace(':indicator', 'I10')
    .replace(/:\w+/g, '1');

describe('the token of a wall', () => {
  let wall: Awaited<ReturnType<typeof pair>>;
  beforeAll(async () => {
    wall = await pair('p1');
  });
  const calls = callsOf(CONTROLLERS).map(({ method, path }) => ({ method, path, name: `${method} ${path}` }));

  it.each(calls.map((call) => [call.name, call] as const))(
    '%s: only what the wall shows',
    async (name, call) => {
      const isSpan = /transitions|trend/.test(call.path);
      const { status } = await server.send(
        call.method,
        filled(call.path, 'p1') + (isSpan ? span : ''),
        call.method === 'GET' || call.method === 'DELETE' ? undefined : {},
        wall.headers,
      );
      if (!SHOWN.includes(name)) expect([403, 404]).toContain(status);
      else expect(name.includes('report') ? [400] : [200]).toContain(status);
    },
  );

  it.each(calls.filter(({ path }) => path.includes(':park')).map((call) => [call.name, call] as const))(
    '%s: nothing of another park, and not that there is one',
    async (_name, call) => {
      const path = filled(call.path, 'p2');
      const body = call.method === 'GET' || call.method === 'DELETE' ? undefined : {};
      expect([403, 404]).toContain((await server.send(call.method, path, body, wall.headers)).status);
    },
  );

  it.each([
    '/',
    '/sign-in',
    '/parks',
    '/parks/p1',
    '/parks/p1/desk',
    '/standard',
    '/api/docs',
    '/wall/other',
  ])('opens no page %s', async (path) => {
    expect((await server.get(path, wall.headers)).status).toBe(403);
  });

  it('is not accepted in a cookie, and cannot make another token', async () => {
    expect((await server.get('/api/v1/wall', { cookie: `parkpulse=${wall.token}` })).status).toBe(401);
    const asked = { name: 'x', scopes: ['read'] };
    expect((await server.send('POST', '/api/v1/tokens', asked, wall.headers)).status).toBe(403);
  });
});

describe('the stream of a wall', () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.close()));
  const next = <Data>(socket: Socket, event: string) =>
    new Promise<Data>((resolve, reject) => {
      setTimeout(() => reject(new Error(`no ${event} within six seconds`)), 6000);
      socket.once(event, resolve);
    });
  async function connect(token: string, namespace = '/live'): Promise<Socket> {
    const socket = io(`${server.url}${namespace}`, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    sockets.push(socket);
    await next(socket, namespace === '/live' ? 'connect' : 'connect_error');
    return socket;
  }

  it('is of its park alone; other rooms, events and namespaces are closed', async () => {
    const wall = await pair('p1');
    const socket = await connect(wall.token);
    expect(await socket.emitWithAck('watch', { park: 'p2' })).toEqual({ ok: false, code: 'FORBIDDEN' });
    expect(await socket.emitWithAck('watch', { park: 'nowhere' })).toEqual({ ok: false, code: 'FORBIDDEN' });
    expect(await socket.emitWithAck('watch', { park: 'p1' })).toEqual({ ok: true });
    for (const namespace of ['/', '/admin', '/wall']) await connect(wall.token, namespace);
    const cut = next(socket, 'disconnect');
    for (let count = 0; count < 10; count += 1) socket.emit(`event${count}`, {});
    await cut;
  });

  it('carries what the desk changes at once, and breaks when the wall is revoked', async () => {
    const wall = await pair('p1');
    const socket = await connect(wall.token);
    await socket.emitWithAck('watch', { park: 'p1' });
    const told = next<OwnWall>(socket, 'wall');
    await server.send('PATCH', `/api/v1/parks/p1/walls/${wall.id}`, {
      control: { pinned: 'matrix', skip: 1 },
      installation: {
        pitchMm: 1.25,
        farthestMetres: 8,
        columns: 3,
        rows: 2,
        panelWidth: 1920,
        panelHeight: 1080,
        seamMm: 0,
        marginPx: 0,
      },
    });
    expect((await told).control).toMatchObject({ pinned: 'matrix', skips: 1, revision: 1 });
    const cut = next(socket, 'disconnect');
    await server.send('DELETE', `/api/v1/parks/p1/walls/${wall.id}`);
    await cut;
  });
});

describe('the desk', () => {
  it('sees what a wall reports, and drives it', async () => {
    const wall = await pair('p1');
    const report = {
      width: 3840,
      height: 2160,
      pixelRatio: 1,
      textPx: 60,
      minimumPx: 59,
      verdict: 'ok',
      scene: 'trend',
      failing: ['map'],
      crossedSeams: 0,
      sound: 'blocked',
      stream: 'live',
    };
    expect((await server.send('POST', '/api/v1/wall/report', report, wall.headers)).status).toBe(204);
    const { body } = await server.get<{ items: Wall[] }>('/api/v1/parks/p1/walls');
    expect(body.items.find(({ id }) => id === wall.id)).toMatchObject({ report, isPaired: true });
    const path = `/api/v1/parks/p1/walls/${wall.id}`;
    expect((await server.send('PATCH', path, { control: { scenes: [] } })).status).toBe(400);
    expect(
      (
        await server.send('PATCH', path, {
          control: { sound: { on: true, muteFrom: '25:00', muteTo: null } },
        })
      ).status,
    ).toBe(400);
    const seen = await server.send<Wall>('PATCH', path, { control: { acknowledge: true, paused: true } });
    expect(seen.body.control).toMatchObject({ paused: true });
    expect(Date.now() - Date.parse(seen.body.control.acknowledgedTo ?? '')).toBeLessThan(10_000);
  });
});

describe('places', () => {
  it('are told by coordinates and state, and without names to a wall that visitors look at', async () => {
    const entry = (kind: string, id: string, attributes: object) => ({
      specversion: '1.0',
      id: `registry-${id}`,
      source: '/places',
      type: 'parkpulse.registry.entry.v1',
      subject: 'p1',
      time: new Date().toISOString(),
      data: { kind, id, effectiveFrom: '2026-01-01T00:00:00Z', attributes },
    });
    const device = { nominalPeriodSeconds: 60, enterprise: 'E-1', category: 'gas', position: [120.1, 30.2] };
    const state = {
      specversion: '1.0',
      id: 'state-1',
      source: '/places',
      type: 'parkpulse.device.status.v1',
      subject: 'p1',
      time: new Date().toISOString(),
      data: { devices: [{ device: 'D-1', state: 'online' }] },
    };
    await server.events([
      entry('enterprise', 'E-1', { name: '甲公司', status: 'commissioned', position: [120.1, 30.2] }),
      entry('device', 'D-1', device),
      entry('device', 'D-2', device),
      state,
    ]);
    const read = async (headers: Headers = {}) =>
      (await server.get<Places>('/api/v1/parks/p1/places', headers)).body;
    await expect.poll(async () => (await read()).devices.length, { timeout: 10_000 }).toBe(2);
    await expect
      .poll(async () => (await read()).categories, { timeout: 10_000 })
      .toEqual([{ category: 'gas', online: 1, due: 2 }]);
    expect((await read()).enterprises).toMatchObject([
      { id: 'E-1', name: '甲公司', devices: { online: 1, due: 2 } },
    ]);
    const wall = await pair('p1');
    expect(JSON.stringify(await read(wall.headers))).toContain('甲公司');
    await server.send('PATCH', `/api/v1/parks/p1/walls/${wall.id}`, { control: { visitor: true } });
    const seen = JSON.stringify(await read(wall.headers));
    for (const name of ['甲公司', 'E-1', 'D-1']) expect(seen).not.toContain(`"${name}"`);
    expect(seen).toContain('E01');
  });
});
