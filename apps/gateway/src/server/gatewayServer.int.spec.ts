import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeFrame } from '../hj212/decodeFrame.js';
import { encodeFrame } from '../hj212/encodeReply.js';
import { STRICT } from '../hj212/frame.js';
import { FrameReader } from '../hj212/frameReader.js';
import { readMapping } from '../map/mapping.js';
import { HTTP_SINK_DEFAULTS, HttpSink, type HttpSinkOptions } from '../sink/httpSink.js';
import { GatewayServer } from './gatewayServer.js';
import { SERVER_LIMITS, type ServerLimits } from './limits.js';

type Answer = (events: readonly { readonly id: string }[], response: ServerResponse) => void | Promise<void>;
const accept: Answer = (events, response) => {
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ accepted: events.length, rejected: [] }));
};

/** A stand-in for ParkPulse that keeps what it accepted. */
class FakeParkPulse {
  readonly ids: string[] = [];
  readonly tokens = new Set<string>();
  requests = 0;
  answer: Answer = accept;
  readonly #server: Server = createServer((request, response) => void this.#handle(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const events = JSON.parse(Buffer.concat(parts).toString()) as { readonly id: string }[];
    this.requests += 1;
    this.tokens.add(request.headers.authorization ?? '');
    await this.answer(events, response);
    if (response.statusCode === 202) this.ids.push(...events.map(({ id }) => id));
  }
}

/** A device that gathers the command and data area of every answer. */
class Device {
  readonly answers: string[] = [];
  isClosed = false;
  readonly socket: Socket;
  readonly #reader = new FrameReader();

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.on('end', () => this.socket.end());
    this.socket.on('data', (chunk: Buffer) => {
      for (const item of this.#reader.push(chunk)) {
        const frame = item.kind === 'bytes' ? decodeFrame(item.bytes) : item;
        if (frame.kind === 'frame') {
          const body = [...frame.fields].map(([name, value]) => `${name}=${value}`).join(' ');
          this.answers.push(`${frame.header.qn} ${frame.header.cn} ${body}`.trim());
        }
      }
    });
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }
}

const MAPPING = {
  devices: [
    { mn: 'GOOD', device: 'D-1', periods: { '2011': 30 } },
    { mn: 'OTHER', device: 'D-2', password: 'right', periods: { '2011': 30 } },
  ],
};
const toQn = (n: number) =>
  `20231008${String(100000 + (n % 100000)).slice(-6)}000`.replace(
    /^(\d{8})\d{6}/,
    (_, day: string) => day + clock(n),
  );
const clock = (n: number) =>
  [Math.floor(n / 3600) % 24, Math.floor(n / 60) % 60, n % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
const frame = (n: number, options: { mn?: string; cn?: string; flag?: number; extra?: string } = {}) => {
  const { mn = 'GOOD', cn = '2011', flag = 5, extra = '' } = options;
  const head = `QN=${toQn(n)};ST=22;CN=${cn};PW=1;MN=${mn};Flag=${flag};${extra}`;
  return encodeFrame(`${head}CP=&&DataTime=20231008${clock(n)};a34004-Rtd=${n},a34004-Flag=N&&`);
};
const until = async (holds: () => boolean, ms = 5000) => {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error('It did not happen in time.');
    await sleep(5);
  }
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(limits: Partial<ServerLimits> = {}, sinkOptions: Partial<HttpSinkOptions> = {}) {
  const parkpulse = new FakeParkPulse();
  const url = await parkpulse.start();
  const mapping = readMapping(JSON.stringify(MAPPING), 'demo');
  if (mapping.kind === 'faults') throw new Error(mapping.faults.join(' '));
  const options = {
    ...HTTP_SINK_DEFAULTS,
    url,
    token: 't0ken',
    retryFirstMs: 20,
    onTrouble: () => undefined,
  };
  const sink = new HttpSink({ ...options, ...sinkOptions });
  const refused: string[] = [];
  const server = new GatewayServer({
    host: '127.0.0.1',
    port: 0,
    mapping: mapping.mapping,
    decode: STRICT,
    limits: { ...SERVER_LIMITS, bytesPerSecond: 1e9, stopGraceMs: 500, ...limits },
    sink,
    onRefused: (code) => refused.push(code),
  });
  const { port } = await server.start();
  const device = () => {
    const created = new Device(port);
    cleanups.push(() => created.socket.destroy());
    return created;
  };
  cleanups.push(
    () => parkpulse.stop(),
    () => server.stop(),
  );
  return { parkpulse, server, sink, refused, device };
}

describe('An answer', () => {
  it('leaves only when the event is durable', async () => {
    const { parkpulse, device } = await open();
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    parkpulse.answer = async (events, response) => {
      await held;
      await accept(events, response);
    };
    const good = device();
    good.send(frame(1));
    await until(() => parkpulse.requests === 1);
    await sleep(100);
    expect(good.answers).toEqual([]);
    release();
    await until(() => good.answers.length === 1);
    expect(good.answers).toEqual([`${toQn(1)} 9014`]);
    expect([...parkpulse.tokens]).toEqual(['Bearer t0ken']);
    expect(parkpulse.ids.map((id) => id.split(':').at(-1))).toEqual(['status', 'transmission']);
  });

  it('is not sent where none was asked for', async () => {
    const { parkpulse, device } = await open();
    const good = device();
    good.send(frame(1, { flag: 4 }));
    await until(() => parkpulse.ids.length === 2);
    await sleep(50);
    expect(good.answers).toEqual([]);
  });

  it('reaches a device that has already sent its last byte', async () => {
    const { device } = await open();
    const good = device();
    good.socket.end(frame(1));
    await until(() => good.answers.length === 1);
  });

  it('says what was wrong: device, password, command, check', async () => {
    const { device } = await open();
    const odd = device();
    const broken = Buffer.from(frame(4).toString().replace('Rtd=4', 'Rtd=5'));
    for (const bytes of [
      frame(1, { mn: 'NOBODY' }),
      frame(2, { mn: 'OTHER' }),
      frame(3, { cn: '1011' }),
      broken,
    ]) {
      odd.send(bytes);
    }
    await until(() => odd.answers.length === 4);
    const results = [4, 3, 8, 9].map((result, index) => `${toQn(index + 1)} 9011 QnRtn=${result}`);
    expect(odd.answers).toEqual(results);
  });

  it('says that data was refused as it stands', async () => {
    const { parkpulse, server, device } = await open();
    parkpulse.answer = (_, response) => {
      response
        .writeHead(422)
        .end(JSON.stringify({ accepted: 0, rejected: [{ index: 0, code: 'TS_FUTURE', detail: '' }] }));
    };
    const good = device();
    good.send(frame(1));
    await until(() => good.answers.length === 1);
    expect(good.answers).toEqual([`${toQn(1)} 9012 ExeRtn=3`]);
    expect(server.stats.rejected).toBe(2);
  });

  it('comes once for a message split over packets, when it is whole', async () => {
    const { parkpulse, device } = await open();
    const good = device();
    good.send(frame(1, { flag: 7, extra: 'PNUM=2;PNO=2;' }));
    await sleep(100);
    expect(parkpulse.requests).toBe(0);
    good.send(frame(1, { flag: 7, extra: 'PNUM=2;PNO=1;' }));
    await until(() => good.answers.length === 1);
    expect(parkpulse.ids).toHaveLength(2);
  });
});

describe('A hostile connection', () => {
  it('does not hold up a good one', async () => {
    const { server, device } = await open({ maxFaults: 1e9, bytesPerSecond: SERVER_LIMITS.bytesPerSecond });
    const streams = ['##9999', '##', '##0012', '\u0000\u0001', '##0100ST=22;CN=2011;'].map((text) =>
      Buffer.from(text.repeat(20_000)),
    );
    const hostile = streams.map((bytes) => {
      const peer = device();
      const more = () => {
        if (!peer.socket.destroyed) peer.socket.write(bytes, more);
      };
      more();
      return peer;
    });
    await sleep(50);
    const good = device();
    const times: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const start = performance.now();
      good.send(frame(n));
      await until(() => good.answers.length === n + 1);
      times.push(performance.now() - start);
    }
    for (const peer of hostile) peer.socket.destroy();
    times.sort((a, b) => a - b);
    expect(server.stats.bytes).toBeGreaterThan(300_000);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(200);
  });

  it('is slowed down to its rate', async () => {
    const { server, device } = await open({ bytesPerSecond: 50_000, maxFaults: 1e9 });
    const peer = device();
    peer.send(Buffer.alloc(2_000_000, 'x'));
    await sleep(600);
    expect(server.stats.bytes).toBeLessThan(250_000);
  });

  it('is closed when it sends nothing but faults, when it stays silent, and when there are too many', async () => {
    const { server, refused, device } = await open({ maxFaults: 10, idleMs: 150, maxConnections: 2 });
    const noisy = device();
    noisy.send(Buffer.from('##xxxx'.repeat(50)));
    await until(() => noisy.isClosed);
    const silent = [device(), device()];
    await until(() => server.stats.connections === 3);
    const surplus = device();
    await until(() => surplus.isClosed);
    await until(() => silent.every(({ isClosed }) => isClosed));
    expect(refused).toEqual(expect.arrayContaining(['FAULT_LIMIT', 'IDLE']));
    expect(server.stats.refusedConnections).toBe(1);
  });
});

describe('While ParkPulse is away', () => {
  it('nothing is lost, doubled or answered too early', async () => {
    const { parkpulse, device } = await open();
    const statuses = [500, 503, 429, 401];
    parkpulse.answer = (events, response) => {
      const status = statuses.shift();
      if (status === undefined) return accept(events, response);
      response.writeHead(status, { 'retry-after': '0' }).end();
      return undefined;
    };
    const good = device();
    for (let n = 0; n < 20; n += 1) good.send(frame(n));
    await until(() => good.answers.length === 20);
    expect(new Set(parkpulse.ids).size).toBe(40);
    expect(parkpulse.ids).toHaveLength(40);
  });

  it('devices are held back and memory stays bounded; later everything arrives', async () => {
    const { parkpulse, server, sink, device } = await open({ maxOpenMessages: 32 }, { capacity: 40 });
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    parkpulse.answer = async (events, response) => {
      await held;
      await accept(events, response);
    };
    const devices = [device(), device(), device()];
    const total = 6_000;
    devices.forEach((each, index) => {
      const all = Array.from({ length: total / devices.length }, (_, n) =>
        frame(n * 3 + index, { flag: n % 100 ? 4 : 5 }),
      );
      each.send(Buffer.concat(all));
    });
    await sleep(400);
    expect(sink.depth).toBeLessThan(40 + 2 * 3);
    expect(server.stats.frames).toBeLessThan(60);
    release();
    await until(() => parkpulse.ids.length === 2 * 3 * Math.floor(total / 3), 30_000);
    expect(new Set(parkpulse.ids).size).toBe(parkpulse.ids.length);
  });

  it('one event that spoils its request does not hold up the others', async () => {
    const { parkpulse, server, device } = await open();
    parkpulse.answer = (events, response) => {
      if (events.some(({ id }) => id.includes(`:20231008${clock(7)}:`))) response.writeHead(400).end();
      else void accept(events, response);
    };
    const good = device();
    for (let n = 0; n < 16; n += 1) good.send(frame(n));
    await until(() => good.answers.length === 16);
    expect(good.answers.filter((answer) => answer.includes('9012'))).toHaveLength(1);
    expect(server.stats.accepted).toBe(30);
  });
});

describe('A stop', () => {
  it('answers what is under way before it closes', async () => {
    const { parkpulse, server, device } = await open();
    parkpulse.answer = async (events, response) => {
      await sleep(150);
      await accept(events, response);
    };
    const good = device();
    good.send(frame(1));
    await until(() => parkpulse.requests === 1);
    await server.stop();
    await until(() => good.isClosed);
    expect(good.answers).toHaveLength(1);
  });

  it('does not wait for ever for a ParkPulse that is gone, and answers nothing then', async () => {
    const { parkpulse, server, device } = await open({ stopGraceMs: 200 });
    parkpulse.answer = (_, response) => void response.writeHead(503).end();
    const good = device();
    good.send(frame(1));
    await until(() => parkpulse.requests >= 1);
    const start = performance.now();
    await server.stop();
    expect(performance.now() - start).toBeLessThan(2500);
    expect(good.answers).toEqual([]);
    expect(server.stats.undelivered).toBe(2);
  });
});
