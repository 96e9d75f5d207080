import type {
  AlertDetailAnswer,
  AlertFigures,
  AlertPolicyAnswer,
  AlertRuleAnswer,
  BacktestAnswer,
  DeadManAnswer,
  DutyRosterAnswer,
} from '@parkpulse/contracts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PARK = 'desk';
const BASE = `/api/v1/parks/${PARK}`;
const START = Date.now();

let receiver: Server;
let server: TestServer;
let origin = '';
/** What the receiver answers with, and what it got: `METHOD path`. */
let answer = 200;
const received: string[] = [];
const bodies: { readonly kind: string; readonly step: number; readonly delivery: string }[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push(`${request.method} ${request.url}`);
      if (request.method === 'POST') bodies.push(JSON.parse(text) as (typeof bodies)[number]);
      response.writeHead(answer);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  server = await TestServer.start({ PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${port}` });
  await server.send('POST', '/api/v1/parks', { id: PARK, name: '值班园区' });
});
afterAll(async () => {
  await server.stop();
  receiver.close();
});

const reading = (minutesAgo: number, value: number) => ({
  specversion: '1.0',
  id: `r${minutesAgo}`,
  source: 'urn:test',
  type: 'parkpulse.measure.reading.v1',
  subject: PARK,
  time: new Date(START - minutesAgo * MINUTE).toISOString(),
  data: { readings: [{ measure: 'iot_access_ratio_design', value }] },
});

async function until<Value>(look: () => Promise<Value | null> | Value | null, seconds = 30): Promise<Value> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come in time');
}

const iso = (at: number): string => new Date(at).toISOString();

describe('how a park is told', () => {
  it('is the defaults until somebody changes it; who did is kept', async () => {
    const { body } = await server.get<AlertPolicyAnswer>(`${BASE}/alert-policy`);
    expect(body).toMatchObject({ revision: 0, groupWaitSeconds: 10, changedBy: null, holds: {} });
    expect(body.escalation.map(({ afterSeconds }) => afterSeconds)).toEqual([900, 3600, 14_400]);
    const changed = await server.send<AlertPolicyAnswer>('PUT', `${BASE}/alert-policy`, {
      ...body,
      groupWaitSeconds: 5,
      holds: { A04: { forSeconds: 600 } },
    });
    expect(changed.body).toMatchObject({
      revision: 1,
      groupWaitSeconds: 5,
      changedBy: 'admin',
      holds: { A04: { forSeconds: 600 } },
    });
    expect(Date.parse(changed.body.changedAt ?? '')).toBeGreaterThan(START - HOUR);
  });

  it('is not overwritten by somebody who has not seen the last change', async () => {
    const { body } = await server.get<AlertPolicyAnswer>(`${BASE}/alert-policy`);
    const first = await server.send('PUT', `${BASE}/alert-policy`, { ...body, groupWaitSeconds: 6 });
    const second = await server.send('PUT', `${BASE}/alert-policy`, { ...body, groupWaitSeconds: 7 });
    expect([first.status, second.status, second.body.code]).toEqual([200, 412, 'PRECONDITION_FAILED']);
    expect((await server.get<AlertPolicyAnswer>(`${BASE}/alert-policy`)).body.groupWaitSeconds).toBe(6);
  });

  it('refuses what makes no sense, and names the field', async () => {
    const bad = [
      {
        escalation: [
          { step: 2, afterSeconds: 900, from: 'warning' },
          { step: 1, afterSeconds: 1800, from: 'warning' },
        ],
      },
      { quietHours: { from: '22:00', to: '22:00' } },
      { quietHours: { from: '25:00', to: '07:00' } },
      { storm: { above: 5, withinSeconds: 600, until: 6, intervalSeconds: 60 } },
      { holds: { A99: { forSeconds: 1 } } },
      { groupWaitSeconds: -1 },
      { groupWait: 5 },
    ];
    for (const body of bad)
      expect([(await server.send('PUT', `${BASE}/alert-policy`, body)).status, body]).toEqual([400, body]);
  });

  it('has thresholds within bounds, and says its rules by them', async () => {
    const { body } = await server.get<AlertPolicyAnswer>(`${BASE}/alert-policy`);
    const thresholds = { A02: { day: 0.75, week: 1.5 } };
    const saved = await server.send<AlertPolicyAnswer>('PUT', `${BASE}/alert-policy`, {
      ...body,
      thresholds,
    });
    expect([saved.status, saved.body.thresholds]).toEqual([200, thresholds]);
    const { items } = (await server.get<{ items: AlertRuleAnswer[] }>(`${BASE}/alert-rules`)).body;
    const rule = items.find(({ id }) => id === 'A02');
    expect(rule).toMatchObject({ isChanged: true });
    expect(rule?.condition.en).toBe('Z fell by 0.75 points within 24 hours, or by 1.5 within 7 days.');
    expect(rule?.thresholds).toContainEqual({
      ...{ name: 'day', label: { zh: '24 小时内下降', en: 'Fall within 24 hours' }, unit: 'points' },
      ...{ value: 0.75, default: 0.5, least: 0.05, most: 20, step: 0.01 },
    });
    const codeOf = async (asked: object) => {
      const { status, body: answer } = await server.send<{
        code: string;
        errors?: readonly { code: string; pointer: string }[];
      }>('PUT', `${BASE}/alert-policy`, { ...body, revision: undefined, thresholds: asked });
      return [status, answer.errors?.[0]?.code, answer.errors?.[0]?.pointer];
    };
    expect(await codeOf({ A02: { day: 21 } })).toEqual([400, 'OUT_OF_RANGE', '/thresholds/A02/day']);
    expect(await codeOf({ A02: { year: 1 } })).toEqual([400, 'UNKNOWN_FIELD', '/thresholds/A02/year']);
    expect(await codeOf({ A05: { warning: 90 } })).toEqual([400, 'OUT_OF_RANGE', '/thresholds/A05/warning']);
    expect(await codeOf({ A05: { warning: '9' } })).toEqual([400, 'FIELD_TYPE', '/thresholds/A05/warning']);
    await server.send('PUT', `${BASE}/alert-policy`, { ...saved.body, thresholds: {} });
  });

  it('is open to read and closed to change for a token that reads', async () => {
    const reader = await server.token(['read']);
    expect((await server.get(`${BASE}/alert-policy`, reader)).status).toBe(200);
    expect((await server.send('PUT', `${BASE}/alert-policy`, {}, reader)).status).toBe(403);
    expect((await server.send('PUT', `${BASE}/duty-roster`, { shifts: [] }, reader)).status).toBe(403);
    expect((await server.get('/api/v1/dead-man', reader)).status).toBe(403);
  });

  it('is told rule by rule, in words of both languages, with the hold in force', async () => {
    const { items } = (await server.get<{ items: AlertRuleAnswer[] }>(`${BASE}/alert-rules`)).body;
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['A01', 'A12', 'A19']));
    expect(items.find(({ id }) => id === 'A04')).toMatchObject({
      hold: { forSeconds: 600, recoverForSeconds: 300 },
      defaults: { forSeconds: 300 },
      isChanged: true,
      isReplayable: true,
    });
    for (const { condition, severities, name } of items)
      for (const text of [condition, severities, name]) {
        expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(text.en).toMatch(/^[\x20-\x7e]+$/);
      }
  });
});

describe('the duty roster', () => {
  const night = { name: '夜班', from: '20:00', to: '08:00', person: '李强', mobile: '13800001234' };
  const day = { name: '白班', from: '08:00', to: '20:00', person: '王芳', mobile: '13900005678' };

  it('says who is on duty, until when, and who comes next', async () => {
    const put = await server.send<DutyRosterAnswer>('PUT', `${BASE}/duty-roster`, { shifts: [day, night] });
    expect(put.body).toMatchObject({ timeZone: 'Asia/Shanghai', changedBy: 'admin', shifts: [day, night] });
    const { onDuty, next } = put.body;
    expect([onDuty?.person, next?.person].sort()).toEqual(['李强', '王芳']);
    expect(onDuty?.until).toBe(next?.at);
    expect(Date.parse(onDuty?.until ?? '')).toBeGreaterThan(Date.now());
  });

  it('shows telephone numbers only to those who keep it', async () => {
    const reader = await server.token(['read'], PARK);
    const { body, text } = await server.get<DutyRosterAnswer>(`${BASE}/duty-roster`, reader);
    expect(body.shifts.map(({ mobile }) => mobile)).toEqual(['139****78', '138****34']);
    expect(text).not.toContain('13800001234');
  });

  it('refuses a shift of no length and a number that is none', async () => {
    for (const shift of [
      { ...day, to: '08:00' },
      { ...day, mobile: '<script>' },
      { ...day, weekdays: [8] },
    ])
      expect((await server.send('PUT', `${BASE}/duty-roster`, { shifts: [shift] })).status).toBe(400);
  });
});

describe('a fall', () => {
  let alert = '';
  let channel = '';

  it('is found again by a back-test over its span, and nothing is raised by that', async () => {
    const added = await server.send<{ id: string }>('POST', '/api/v1/channels', {
      kind: 'webhook',
      name: '值班群',
      url: `${origin}/desk`,
    });
    channel = added.body.id;
    await server.send('POST', '/api/v1/channels', {
      kind: 'webhook',
      name: '科长',
      url: `${origin}/lead`,
      step: 1,
    });
    await server.events([reading(300, 0.85)]);
    await until(async () => {
      const { body } = await server.get<{ indicators: { id: string; candidate: string }[] }>(
        `${BASE}/assessment`,
      );
      return body.indicators.find(({ id }) => id === 'I10')?.candidate === 'S4' ? true : null;
    });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await server.events([reading(100, 0.7)]);
    const found = await until(async () => {
      const { items } = (await server.get(`${BASE}/alerts?rule=A01&state=firing`)).body;
      return items[0] ?? null;
    });
    alert = String(found['id']);
    const span = { from: iso(START - 6 * HOUR), to: iso(Date.now()) };
    const before = (await server.get(`${BASE}/alerts`)).body.items.length;
    const tried = await server.send<BacktestAnswer>('POST', `${BASE}/alert-rules/backtest`, {
      rule: 'A01',
      ...span,
    });
    expect(tried.body.inForce).toMatchObject({
      fired: 1,
      alerts: [{ indicator: 'I10', from: 'S4', to: 'S3' }],
    });
    const longer = { rule: 'A01', hold: { forSeconds: 3 * 3600 }, ...span };
    const held = await server.send<BacktestAnswer>('POST', `${BASE}/alert-rules/backtest`, longer);
    expect([held.body.tried.fired, held.body.inForce.fired]).toEqual([0, 1]);
    expect((await server.get(`${BASE}/alerts`)).body.items).toHaveLength(before);
    expect(
      (await server.send('POST', `${BASE}/alert-rules/backtest`, { rule: 'A05', ...span })).body.code,
    ).toBe('FIELD_INVALID');
    // Z fell by half a point or more: with a higher threshold it is not told.
    const higher = { rule: 'A02', thresholds: { day: 5, week: 5 }, ...span };
    const drops = await server.send<BacktestAnswer>('POST', `${BASE}/alert-rules/backtest`, higher);
    expect([drops.body.tried.fired, drops.body.inForce.fired]).toEqual([0, 1]);
    const wrong = { rule: 'A02', thresholds: { day: 5 }, ...span };
    const { status, body: refusal } = await server.send<{
      errors: readonly { code: string; pointer: string }[];
    }>('POST', `${BASE}/alert-rules/backtest`, wrong);
    expect([status, refusal.errors[0]]).toMatchObject([
      400,
      { code: 'OUT_OF_RANGE', pointer: '/thresholds/day' },
    ]);
    const decade = { rule: 'A01', from: iso(START - 200 * 24 * HOUR), to: iso(START) };
    expect((await server.send('POST', `${BASE}/alert-rules/backtest`, decade)).body.code).toBe(
      'RANGE_TOO_LARGE',
    );
  }, 90_000);

  it('climbs the ladder by hand, with a reason, and tells that rung once', async () => {
    await until(() => bodies.find(({ kind }) => kind === 'notice') ?? null);
    const climbed = await server.send('POST', `/api/v1/alerts/${alert}/escalate`, { text: '需要支援' });
    expect([climbed.status, climbed.body]).toEqual([200, expect.objectContaining({ escalated: 1 })]);
    const told = await until(() => bodies.find(({ kind }) => kind === 'escalation') ?? null);
    expect(told.step).toBe(1);
    expect(received.filter((line) => line === 'POST /lead')).toHaveLength(1);
    await server.send('POST', `/api/v1/alerts/${alert}/ack`, {});
    const { body } = await server.get<AlertDetailAnswer>(`/api/v1/alerts/${alert}`);
    expect(body.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['escalated', 'acknowledged']),
    );
    expect(body.comments.map(({ text }) => text)).toContain('需要支援');
    expect(body.messages.map(({ kind, channel: { name } }) => [kind, name])).toEqual(
      expect.arrayContaining([
        ['notice', '值班群'],
        ['escalation', '科长'],
      ]),
    );
    expect((await server.send('POST', '/api/v1/alerts/1-999/escalate', { text: 'x' })).status).toBe(404);
  }, 60_000);

  it('has its messages logged; what failed is sent again under the same delivery id', async () => {
    answer = 400;
    const second = await server.send('POST', `/api/v1/alerts/${alert}/escalate`, { text: '再次升级' });
    expect(second.status).toBe(200);
    const failed = await until(async () => {
      const { messages } = (await server.get<AlertDetailAnswer>(`/api/v1/alerts/${alert}`)).body;
      return messages.find(({ state }) => state === 'failed') ?? null;
    });
    expect(failed.attempts).toEqual([expect.objectContaining({ outcome: 'rejected', status: 400 })]);
    answer = 200;
    const path = `/api/v1/alerts/${alert}/deliveries/${failed.id}/resend`;
    expect((await server.send('POST', path)).status).toBe(200);
    await until(async () => {
      const { messages } = (await server.get<AlertDetailAnswer>(`/api/v1/alerts/${alert}`)).body;
      return messages.find(({ id }) => id === failed.id)?.state === 'delivered' ? true : null;
    });
    expect(bodies.filter(({ delivery }) => delivery === failed.id)).toHaveLength(2);
    const again = await server.send('POST', path);
    expect([again.status, again.body.code]).toEqual([409, 'CONFLICT']);
    const stray = `/api/v1/alerts/${alert}/deliveries/00000000-0000-0000-0000-000000000000/resend`;
    expect((await server.send('POST', stray)).status).toBe(404);
    expect((await server.send('POST', `/api/v1/alerts/${alert}/deliveries/x/resend`)).status).toBe(400);
  }, 60_000);

  it('is counted, with the time it took to acknowledge it', async () => {
    const path = `${BASE}/alerts/analytics?from=${iso(START - 6 * HOUR)}&to=${iso(Date.now() + MINUTE)}`;
    const { body } = await server.get<AlertFigures>(path);
    expect(body.byRule).toEqual(expect.arrayContaining([{ rule: 'A01', fired: 1, alarms: 0 }]));
    expect(body.byCause).toEqual(
      expect.arrayContaining([expect.objectContaining({ cause: 'value', fired: 1 })]),
    );
    expect(body.acknowledged).toBe(1);
    expect(body.mttaSeconds).toBeGreaterThanOrEqual(0);
    expect(body.deliveries.delivered).toBeGreaterThanOrEqual(3);
    expect(body.byHour.reduce((sum, count) => sum + count, 0)).toBe(body.fired);
    expect(
      body.byDay.reduce((sum, { alarm, warning, reminder }) => sum + alarm + warning + reminder, 0),
    ).toBe(body.fired);
    expect((await server.get(`${BASE}/alerts/analytics`)).status).toBe(400);
  });

  it('is not told any more to a channel that is gone', async () => {
    expect((await server.send('DELETE', `/api/v1/channels/${channel}`)).status).toBe(204);
    const { body } = await server.get<AlertDetailAnswer>(`/api/v1/alerts/${alert}`);
    expect(body.messages.find(({ channel: { name } }) => name === '值班群')?.channel.isRemoved).toBe(true);
  });
});

describe('the system itself', () => {
  it('says when more than one in a hundred is refused', async () => {
    const bad = [1, 2, 3].map((number) => ({
      ...reading(10, 0.7),
      id: `bad${number}`,
      type: 'no.such.type.v1',
    }));
    await server.events(bad);
    const found = await until(async () => {
      const { items } = (await server.get(`${BASE}/alerts?rule=A19`)).body;
      return items.find(({ scope }) => scope === 'deadLetters') ?? null;
    });
    expect(found).toMatchObject({ severity: 'warning', state: 'firing', required: '10' });
    expect(Number(found['observed'])).toBeGreaterThan(10);
    expect((await server.get(`/api/v1/alerts/${String(found['id'])}`)).status).toBe(200);
  }, 45_000);
});

describe('the dead-man ping', () => {
  it('reaches only what is allowed', async () => {
    for (const url of [
      'http://169.254.169.254/',
      'http://127.0.0.1:1/x',
      'ftp://example.com/',
      'smtp://127.0.0.1',
    ])
      expect([url, (await server.send('PUT', '/api/v1/dead-man', { url })).body.code]).toEqual([
        url,
        'URL_NOT_ALLOWED',
      ]);
    expect(
      (await server.send('PUT', '/api/v1/dead-man', { url: `${origin}/p`, everySeconds: 1 })).status,
    ).toBe(400);
  });

  it('goes out while all is well, hides its secret, and is turned off', async () => {
    const set = await server.send<DeadManAnswer>('PUT', '/api/v1/dead-man', {
      url: `${origin}/ping/0123456789abcdef`,
      everySeconds: 10,
    });
    expect(set.body).toMatchObject({ everySeconds: 10, changedBy: 'admin', lastOkAt: null });
    expect(set.text).not.toContain('0123456789abcdef');
    await until(() => received.find((line) => line === 'GET /ping/0123456789abcdef') ?? null, 30);
    const state = await until(async () => {
      const { body } = await server.get<DeadManAnswer>('/api/v1/dead-man');
      return body.lastOkAt === null ? null : body;
    });
    expect(state).toMatchObject({ outcome: 'delivered', status: 200 });
    const off = await server.send<DeadManAnswer>('PUT', '/api/v1/dead-man', { url: null });
    expect(off.body.url).toBeNull();
    const count = received.length;
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(received.slice(count).filter((line) => line.startsWith('GET'))).toEqual([]);
  }, 90_000);
});

describe('the documents', () => {
  it('list every call of the duty desk, and the event that tells other systems', async () => {
    const open = (await server.get<{ paths: Record<string, Record<string, unknown>> }>('/api/openapi.json'))
      .body;
    const wanted = [
      ['get', '/api/v1/parks/{park}/alert-policy'],
      ['put', '/api/v1/parks/{park}/alert-policy'],
      ['get', '/api/v1/parks/{park}/alert-rules'],
      ['post', '/api/v1/parks/{park}/alert-rules/backtest'],
      ['get', '/api/v1/parks/{park}/alerts/analytics'],
      ['get', '/api/v1/parks/{park}/duty-roster'],
      ['put', '/api/v1/parks/{park}/duty-roster'],
      ['post', '/api/v1/alerts/{id}/escalate'],
      ['post', '/api/v1/alerts/{id}/deliveries/{delivery}/resend'],
      ['get', '/api/v1/dead-man'],
      ['put', '/api/v1/dead-man'],
    ] as const;
    for (const [method, path] of wanted)
      expect([path, open.paths[path]?.[method]]).toEqual([path, expect.anything()]);
    const events = (await server.get('/api/asyncapi.json')).text;
    expect(events).toContain('parkpulse.alert.changed.v1');
  });
});
