import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type OutboundEvent, toOutbound } from '../event/cloudEvent.js';
import { HttpSender } from './http.js';
import { paceEvents, replay } from './replay.js';
import { type Sink } from './sink.js';

const event = (n: number, at = n * 1000, text = ''): OutboundEvent =>
  toOutbound(
    { id: `e${n}${text}`, source: '/s', park: 'p', at },
    {
      type: 'parkpulse.measure.reading.v1',
      data: { readings: [{ measure: 'mlps_level', time: '2026-01-01T00:00:00Z', value: 3 }] },
    },
  );
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function receiver(answer: (ids: readonly string[], response: ServerResponse, n: number) => void) {
  const requests: { ids: string[]; token: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const ids = (JSON.parse(Buffer.concat(parts).toString()) as { id: string }[]).map(({ id }) => id);
      requests.push({ ids, token: request.headers.authorization ?? '' });
      answer(ids, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => (server.closeAllConnections(), server.close()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { requests, sender: new HttpSender({ url, token: 'tok', attempts: 4, firstPauseMs: 1 }) };
}
const accept = (response: ServerResponse, rejected: readonly object[] = [], status = 202) =>
  void response.writeHead(status).end(JSON.stringify({ accepted: 0, rejected }));

describe('Sending over HTTP', () => {
  it('posts batches with the token and reports what was refused', async () => {
    const { requests, sender } = await receiver((_, response) =>
      accept(response, [{ index: 1, code: 'TS_FUTURE', detail: 'too new' }]),
    );
    const report = await sender.send([event(1), event(2)]);
    expect(requests).toEqual([{ ids: ['e1', 'e2'], token: 'Bearer tok' }]);
    expect(report).toEqual({
      accepted: 1,
      refused: [{ id: 'e2', source: '/s', code: 'TS_FUTURE', detail: 'too new' }],
    });
  });

  it('keeps requests within 1000 events and the size the contract allows', async () => {
    const { requests, sender } = await receiver((_, response) => accept(response));
    await sender.send(Array.from({ length: 2500 }, (_, n) => event(n)));
    expect(requests.map(({ ids }) => ids.length)).toEqual([1000, 1000, 500]);
    await sender.send([event(1, 0, 'x'.repeat(4_000_000)), event(2, 0, 'x'.repeat(4_000_000))]);
    expect(requests.slice(3).map(({ ids }) => ids.length)).toEqual([1, 1]);
  });

  it('tries passing failures again and gives up on others at once', async () => {
    const passing = await receiver((_, response, n) =>
      n < 3 ? void response.writeHead(503).end() : accept(response),
    );
    expect(await passing.sender.send([event(1)])).toMatchObject({ accepted: 1 });
    expect(passing.requests).toHaveLength(3);
    const lasting = await receiver((_, response) => void response.writeHead(401).end());
    await expect(lasting.sender.send([event(1)])).rejects.toThrow('401');
    expect(lasting.requests).toHaveLength(1);
    const away = new HttpSender({ url: 'http://127.0.0.1:9', token: 't', attempts: 2, firstPauseMs: 1 });
    await expect(away.send([event(1)])).rejects.toThrow('Given up after 2 attempts');
  });

  it('counts a batch that was refused as a whole', async () => {
    const { sender } = await receiver((_, response) =>
      accept(response, [{ index: 0, code: 'X', detail: '' }], 422),
    );
    expect(await sender.send([event(1)])).toMatchObject({ accepted: 0 });
  });
});

describe('The pace of a replay', () => {
  const clock = () => {
    let time = 0;
    return { now: () => time, pause: (ms: number) => Promise.resolve((time += ms)) };
  };

  it('follows the times of the events, so many times faster', async () => {
    const { now, pause } = clock();
    const sent: [number, number][] = [];
    const events = [event(0), event(1, 10_000), event(2, 10_000), event(3, 60_000)];
    for await (const batch of paceEvents(events, { speed: 10, batch: 100, now, pause }))
      sent.push([now(), batch.length]);
    expect(sent).toEqual([
      [0, 1],
      [1000, 2],
      [6000, 1],
    ]);
  });

  it('is as fast as the receiver when no speed is given, and never exceeds the batch', async () => {
    const sizes: number[] = [];
    const sink: Sink = {
      send: (batch) => {
        sizes.push(batch.length);
        return Promise.resolve({ accepted: batch.length, refused: [] });
      },
      close: () => Promise.resolve(),
    };
    const totals = await replay(
      [1, 2, 3, 4, 5].map((n) => event(n)),
      sink,
      { speed: Infinity, batch: 2 },
    );
    expect(sizes).toEqual([2, 2, 1]);
    expect(totals).toEqual({ events: 5, items: 5, accepted: 5, refused: [] });
  });
});
