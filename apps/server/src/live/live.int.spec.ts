import type { LivePatch, LiveSnapshot } from '@parkpulse/contracts';
import { type Socket, io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, TestServer } from '../testing/testServer.js';

let server: TestServer;
const sockets: Socket[] = [];
beforeAll(async () => {
  server = await TestServer.start();
  for (const id of ['p1', 'p2']) await server.send('POST', '/api/v1/parks', { id, name: id });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => server.stop());

type Headers = Readonly<Record<string, string>>;

function connect(extraHeaders: Headers, transports = ['websocket']): Socket {
  const socket = io(`${server.url}/live`, { extraHeaders, transports, reconnection: false, forceNew: true });
  sockets.push(socket);
  return socket;
}

const next = <Data>(socket: Socket, event: string) =>
  new Promise<Data>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within five seconds`)), 5000);
    socket.once(event, (data: Data) => {
      clearTimeout(timer);
      resolve(data);
    });
  });

async function watching(park: string, headers: Headers = { cookie: server.cookie }) {
  const socket = connect(headers);
  await next(socket, 'connect');
  const snapshot = next<LiveSnapshot>(socket, 'snapshot');
  expect(await socket.emitWithAck('watch', { park })).toEqual({ ok: true });
  return { socket, snapshot: await snapshot };
}

let count = 0;
const reading = (numerator: number, park = 'p1') => {
  count += 1;
  return {
    specversion: '1.0',
    type: 'parkpulse.measure.reading.v1',
    source: 'urn:live',
    id: `live-${count}`,
    subject: park,
    time: new Date(Date.now() - 5000 + count).toISOString(),
    data: { readings: [{ measure: 'iot_access_ratio_design', numerator, denominator: 1000 }] },
  };
};

describe('a browser that watches a park', () => {
  it('gets the whole, then each change as the next revision', async () => {
    const { socket, snapshot } = await watching('p1');
    expect(snapshot.assessment).toMatchObject({ park: 'p1', revision: snapshot.revision });
    expect(snapshot.assessment.indicators.length).toBe(46);
    const patched = next<LivePatch>(socket, 'patch');
    await server.events([reading(830)]);
    const patch = await patched;
    expect(patch.revision).toBe(snapshot.revision + 1);
    expect(patch.indicators).toMatchObject([{ id: 'I10', candidate: 'S4' }]);
    expect(patch.score.candidate.z).not.toBe(snapshot.assessment.score.candidate.z);
  });

  it('hears of feeds', async () => {
    const { socket } = await watching('p1');
    const heard = next<{ source: string; park: string }>(socket, 'feed');
    await server.events([reading(831)]);
    expect(await heard).toMatchObject({ source: 'urn:live', park: 'p1' });
  });

  it('sees one park at a time', async () => {
    const { socket } = await watching('p1');
    const second = next<LiveSnapshot>(socket, 'snapshot');
    await socket.emitWithAck('watch', { park: 'p2' });
    expect((await second).assessment.park).toBe('p2');
    const patches: LivePatch[] = [];
    socket.on('patch', (patch: LivePatch) => patches.push(patch));
    const patched = next<LivePatch>(socket, 'patch');
    await server.events([reading(100), reading(830, 'p2')]);
    await patched;
    expect(patches.every(({ park }) => park === 'p2')).toBe(true);
  });

  it('may be a program with a read token', async () => {
    const token = await server.token(['read'], 'p1');
    const { socket } = await watching('p1', token);
    expect(await socket.emitWithAck('watch', { park: 'p2' })).toEqual({ ok: false, code: 'FORBIDDEN' });
  });
});

describe('a connection', () => {
  it('without a session, with an ingest token or to another namespace is refused', async () => {
    for (const headers of [{}, { cookie: 'parkpulse=nonsense' }]) {
      expect((await next<Error>(connect(headers), 'connect_error')).message).toBe('UNAUTHENTICATED');
    }
    expect((await next<Error>(connect(await server.token(['ingest'])), 'connect_error')).message).toBe(
      'FORBIDDEN',
    );
    const root = io(server.url, {
      extraHeaders: { cookie: server.cookie },
      reconnection: false,
      forceNew: true,
    });
    sockets.push(root);
    expect((await next<Error>(root, 'connect_error')).message).toBe('NOT_FOUND');
  });

  it('from a foreign page is refused', async () => {
    const headers = { cookie: server.cookie, origin: 'http://evil.example' };
    const answer = await server.stranger('GET', '/socket.io/?EIO=4&transport=polling', { headers });
    expect(answer.status).toBe(403);
    await next(connect(headers), 'connect_error');
  });

  it('is cut when it keeps on sending events nobody knows', async () => {
    const socket = connect({ cookie: server.cookie });
    await next(socket, 'connect');
    const cut = next(socket, 'disconnect');
    for (const event of ['error', '__proto__', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      socket.emit(event, {});
    await cut;
    expect((await server.stranger('GET', '/health/live')).status).toBe(200);
  });

  it('is told that it sends too fast, and cut when it goes on', async () => {
    const socket = connect({ cookie: server.cookie });
    await next(socket, 'connect');
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => socket.emitWithAck('watch', { park: 'nowhere' })),
    );
    expect(answers.filter(({ code }: { code: string }) => code === 'RATE_LIMITED').length).toBe(20);
  });

  it.each([
    ['an event name that is no text', '42/live,[{"toString":"foo"}]'],
    ['a thousand attachments', '451000-/live,["watch",{"_placeholder":true,"num":0}]'],
    ['a megabyte', `42/live,["watch","${'x'.repeat(1_000_000)}"]`],
  ])('that sends %s is cut, and the server lives on', async (_name, frame) => {
    const socket = connect({ cookie: server.cookie });
    await next(socket, 'connect');
    const cut = next(socket, 'disconnect');
    (socket.io.engine.transport as unknown as { ws: { send(data: string): void } }).ws.send(frame);
    await cut;
    expect((await server.stranger('GET', '/health/live')).status).toBe(200);
  });

  it('ends within five seconds of the session behind it', async () => {
    const opened = await server.stranger('POST', '/api/v1/session', {
      body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
      headers: { 'content-type': 'application/json' },
    });
    const headers = { cookie: (opened.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' };
    const { socket } = await watching('p1', headers);
    const cut = next(socket, 'disconnect');
    await server.send('DELETE', '/api/v1/session', undefined, headers);
    await cut;
  });
});
