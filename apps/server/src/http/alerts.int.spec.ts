import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

interface Delivered {
  readonly delivery: string;
  readonly kind: string;
  readonly alerts: readonly {
    readonly rule: string;
    readonly indicator: string;
    readonly status: string;
    readonly from: string;
    readonly to: string;
  }[];
}

const MINUTE = 60_000;
const PARK = 'alerting';
const received: { readonly headers: Readonly<Record<string, unknown>>; readonly body: Delivered }[] = [];
let receiver: Server;
let server: TestServer;
let url = '';

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(text) as Delivered });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hook`;
  server = await TestServer.start({ PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${port}` });
  await server.send('POST', '/api/v1/parks', { id: PARK, name: '告警园区' });
});
afterAll(async () => {
  await server.stop();
  receiver.close();
});

const reading = (minutesAgo: number, value: number) => {
  const time = new Date(Date.now() - minutesAgo * MINUTE).toISOString();
  const data = { readings: [{ measure: 'iot_access_ratio_design', value }] };
  return {
    specversion: '1.0',
    id: `${minutesAgo}`,
    source: 'urn:test',
    type: 'parkpulse.measure.reading.v1',
    subject: PARK,
    time,
    data,
  };
};

async function until<Value>(look: () => Promise<Value | null> | Value | null, seconds = 30): Promise<Value> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come in time');
}

const alerts = async (query = '') => (await server.get(`/api/v1/parks/${PARK}/alerts${query}`)).body.items;
const level = async () => {
  const { body } = await server.get<{ indicators: { id: string; candidate: string }[] }>(
    `/api/v1/parks/${PARK}/assessment`,
  );
  return body.indicators.find(({ id }) => id === 'I10')?.candidate;
};

describe('channels', () => {
  it('reach only what is allowed', async () => {
    for (const bad of [
      'http://127.0.0.1:5432/',
      'http://169.254.169.254/',
      'http://2130706433/',
      'http://[::ffff:127.0.0.1]/',
      'https://example.com/x',
    ]) {
      const refused = await server.send('POST', '/api/v1/channels', { kind: 'webhook', name: 'x', url: bad });
      expect([bad, refused.status, refused.body.code]).toEqual([bad, 422, 'URL_NOT_ALLOWED']);
    }
    expect(
      (
        await server.send('POST', '/api/v1/channels', {
          kind: 'webhook',
          name: 'x',
          url: 'file:///etc/passwd',
        })
      ).status,
    ).toBe(422);
  });

  it('are added, listed without their secret, and tried', async () => {
    const added = await server.send<{ id: string }>('POST', '/api/v1/channels', {
      kind: 'webhook',
      name: '值班',
      url,
      secret: 'shared secret',
    });
    expect(added.status).toBe(201);
    expect(added.text).not.toContain('shared secret');
    expect((await server.get('/api/v1/channels')).text).not.toContain('shared secret');
    const tried = await server.send('POST', `/api/v1/channels/${added.body.id}/test`);
    expect([tried.status, tried.body]).toEqual([200, expect.objectContaining({ delivered: true })]);
    expect(received[0]?.headers['x-parkpulse-signature']).toMatch(/^v1=[0-9a-f]{64}$/);
    received.length = 0;
  });
});

describe('a level that falls', () => {
  it('is told to the channel, once, and listed', async () => {
    await server.events([reading(300, 0.85)]);
    await until(async () => ((await level()) === 'S4' ? true : null));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await server.events([reading(100, 0.7)]);
    const [alert] = await until(async () => {
      const items = await alerts('?state=firing');
      return items.length > 0 ? items : null;
    });
    expect((await alerts()).find(({ rule }) => rule === 'A01')).toMatchObject({
      indicator: 'I10',
      severity: 'warning',
      state: 'firing',
      from: 'S4',
      to: 'S3',
      points: '-0.5625',
      cause: 'value',
      acknowledged: null,
    });
    expect(alert).toBeDefined();
    const told = await until(() => received[0] ?? null, 20);
    expect(told.body.alerts.find(({ rule }) => rule === 'A01')).toMatchObject({
      indicator: 'I10',
      status: 'firing',
      from: 'S4',
      to: 'S3',
    });
    expect(told.headers['x-delivery-id']).toBe(told.body.delivery);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(received).toHaveLength(1);
  }, 90_000);

  it('is neither told again nor ended by a restart', async () => {
    await server.restart();
    await until(async () => ((await server.get('/api/v1/session')).status === 200 ? true : null));
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(received).toHaveLength(1);
    expect((await alerts()).find(({ rule }) => rule === 'A01')).toMatchObject({ state: 'firing' });
  }, 60_000);

  it('is acknowledged, commented and shelved', async () => {
    const id = String((await alerts()).find(({ rule }) => rule === 'A01')?.['id']);
    const acknowledged = await server.send('POST', `/api/v1/alerts/${id}/ack`, { text: '在路上' });
    expect(acknowledged.body).toMatchObject({
      acknowledged: { by: 'admin' },
      comments: [{ text: '在路上' }],
    });
    expect((await server.send('POST', `/api/v1/alerts/${id}/comment`, { text: '网关重启' })).status).toBe(
      200,
    );
    const until = new Date(Date.now() + 60 * MINUTE).toISOString();
    expect(
      (await server.send('POST', `/api/v1/alerts/${id}/shelve`, { reason: '检修', until })).body,
    ).toMatchObject({ shelvedUntil: until });
    expect(
      (
        await server.send('POST', `/api/v1/alerts/${id}/shelve`, {
          reason: '检修',
          until: new Date(Date.now() + 999 * MINUTE).toISOString(),
        })
      ).status,
    ).toBe(400);
    const detail = await server.get<{ events: { kind: string }[]; messages: { attempts: unknown[] }[] }>(
      `/api/v1/alerts/${id}`,
    );
    expect(detail.body.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['opened', 'fired', 'acknowledged', 'commented', 'shelved']),
    );
    expect(detail.body.messages.map(({ attempts }) => attempts.length)).toEqual([1]);
    expect((await server.send('POST', '/api/v1/alerts/1-999/ack', {})).status).toBe(404);
    expect((await server.send('POST', `/api/v1/alerts/${id}/ack`, { by: 'x' })).status).toBe(400);
  });

  it('is silenced with a reason and an end', async () => {
    const silence = {
      matcher: { indicators: ['I10'] },
      reason: '检修',
      to: new Date(Date.now() + 60 * MINUTE).toISOString(),
    };
    const added = await server.send<{ id: string }>('POST', `/api/v1/parks/${PARK}/silences`, silence);
    expect(added.status).toBe(201);
    expect((await server.get(`/api/v1/parks/${PARK}/silences`)).body.items).toHaveLength(1);
    expect(
      (
        await server.send('POST', `/api/v1/parks/${PARK}/silences`, {
          ...silence,
          to: new Date(Date.now() + 8 * 86_400_000).toISOString(),
        })
      ).status,
    ).toBe(422);
    expect((await server.send('DELETE', `/api/v1/parks/${PARK}/silences/${added.body.id}`)).status).toBe(204);
  });
});
