import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationKind, Notifier, SendOutcome } from '@parkpulse/application';
import { HGT_6313_2024 } from '@parkpulse/domain';
import { openNotifier } from './notifier.js';
import { AT, DELIVERY, line, message, target } from './testing/messages.js';
import { type Received, type Receiver, answering, ok, startReceiver } from './testing/receiver.js';

let receiver: Receiver;
let notifier: Notifier;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.answer = ok;
  receiver.received.length = 0;
  notifier = open([`127.0.0.1:${receiver.port}`]);
});

function open(allow: readonly string[]): Notifier {
  return openNotifier({
    allow,
    adminList: () => Promise.resolve([]),
    ownPorts: [],
    standard: HGT_6313_2024,
    publicUrl: 'https://park.example/',
  });
}

const send = (
  kind: NotificationKind,
  path: string,
  secret: string | null = null,
  change = {},
): Promise<SendOutcome> =>
  notifier.send(target(kind, `${receiver.url}${path}`, secret), message([line(1)], change), DELIVERY);
const only = (): Received => {
  expect(receiver.received).toHaveLength(1);
  return receiver.received[0]!;
};

describe('webhook', () => {
  it('is signed over timestamp, delivery id and body, and says everything as data', async () => {
    const outcome = await send('webhook', '/hook?x=1', 'shared secret');
    expect(outcome).toMatchObject({ kind: 'delivered', status: 200 });
    const { headers, text, json, url } = only();
    const timestamp = headers['x-parkpulse-timestamp'] as string;
    expect(timestamp).toBe(String(AT / 1000));
    expect(headers['x-delivery-id']).toBe('3f2a');
    expect(headers['x-parkpulse-signature']).toBe(
      `v1=${createHmac('sha256', 'shared secret').update(`${timestamp}.3f2a.${text}`).digest('hex')}`,
    );
    expect(url.search).toBe('?x=1');
    expect(json).toMatchObject({
      delivery: '3f2a',
      kind: 'notice',
      park: { id: 'p1' },
      severity: 'warning',
      alerts: [
        {
          id: '1-1',
          rule: 'A01',
          indicator: 'I10',
          from: 'S4',
          to: 'S3',
          points: '-0.5625',
          cause: 'value',
          z: { before: '85.0000', after: '84.4375' },
          link: 'https://park.example/alerts/1-1',
        },
      ],
    });
  });

  it('is not signed without a secret', async () => {
    await send('webhook', '/hook');
    expect(only().headers['x-parkpulse-signature']).toBeUndefined();
  });

  it.each([
    ['500', answering(500, 'oops'), { kind: 'retry', status: 500, code: 'HTTP_500' }],
    ['503 with a wait', answering(503, '', { 'retry-after': '7' }), { kind: 'retry', retryAfterMs: 7000 }],
    ['429 with a wait', answering(429, '', { 'retry-after': '30' }), { kind: 'retry', retryAfterMs: 30_000 }],
    ['408', answering(408), { kind: 'retry' }],
    ['400', answering(400, 'bad'), { kind: 'rejected', status: 400, excerpt: 'bad' }],
    ['404', answering(404), { kind: 'rejected' }],
    [
      '302 inside',
      answering(302, '', { location: 'http://169.254.169.254/' }),
      { kind: 'retry', status: 302 },
    ],
    ['a 10 MB reply', answering(200, 'x'.repeat(10_000_000)), { kind: 'delivered' }],
  ])('answered by %s', async (_name, answer, expected) => {
    receiver.answer = answer;
    const outcome = await send('webhook', '/hook');
    expect(outcome).toMatchObject(expected);
    expect(receiver.received).toHaveLength(1);
    expect(outcome.excerpt.length).toBeLessThanOrEqual(300);
  });

  it('that hangs up without an answer may or may not have taken it', async () => {
    receiver.answer = (_received, response) => void response.destroy();
    expect(await send('webhook', '/hook')).toMatchObject({ kind: 'unknown' });
  });

  it('that does not answer in five seconds is given up, and may have taken it', async () => {
    receiver.answer = () => undefined;
    const outcome = await send('webhook', '/hook');
    expect(outcome).toMatchObject({ kind: 'unknown', code: 'TIMEOUT' });
    expect(outcome.milliseconds).toBeLessThan(6000);
  }, 10_000);

  it('that refuses the connection has not got it', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const outcome = await open([`127.0.0.1:${port}`]).send(
      target('webhook', `http://127.0.0.1:${port}/`),
      message(),
      DELIVERY,
    );
    expect(outcome).toMatchObject({ kind: 'retry', code: 'ECONNREFUSED' });
  });

  it('that does not speak TLS where TLS is asked for has not got it', async () => {
    const url = receiver.url.replace('http:', 'https:');
    expect(await notifier.send(target('webhook', url), message(), DELIVERY)).toMatchObject({
      kind: 'retry',
      code: 'EPROTO',
    });
    expect(receiver.received).toEqual([]);
  });
});

describe('what may not be reached', () => {
  it('is refused at save and at send', async () => {
    for (const url of [
      'http://127.0.0.1:5432/',
      'http://169.254.169.254/',
      'http://2130706433/',
      'http://[::ffff:127.0.0.1]/',
      'file:///etc/passwd',
    ]) {
      expect(await notifier.checkUrl('webhook', url)).toMatchObject({ code: 'URL_NOT_ALLOWED' });
      expect(await notifier.send(target('webhook', url), message(), DELIVERY)).toMatchObject({
        kind: 'rejected',
        code: 'URL_NOT_ALLOWED',
      });
    }
    expect(await notifier.checkUrl('webhook', `${receiver.url}/hook`)).toBeNull();
  });

  it('is not reached by a name that leads elsewhere the second time', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    const rebinding = openNotifier({
      allow: ['rebind.park', '127.0.0.0/8'],
      adminList: () => Promise.resolve([]),
      ownPorts: [],
      standard: HGT_6313_2024,
      publicUrl: null,
      resolve: () => Promise.resolve(answers.shift() ?? []),
    });
    const url = `http://rebind.park:${receiver.port}/`;
    expect(await rebinding.send(target('webhook', url), message(), DELIVERY)).toMatchObject({
      kind: 'delivered',
    });
    expect(only().headers.host).toBe(`rebind.park:${receiver.port}`);
    expect(await rebinding.send(target('webhook', url), message(), DELIVERY)).toMatchObject({
      kind: 'rejected',
      excerpt: 'forbidden',
    });
  });

  it('includes a scheme that is not the channel’s', async () => {
    expect(await notifier.checkUrl('smtp', `${receiver.url}/`)).toMatchObject({ code: 'URL_NOT_ALLOWED' });
    expect(await open(['127.0.0.1:25']).checkUrl('webhook', 'smtp://127.0.0.1/?to=a@b')).toMatchObject({
      code: 'URL_NOT_ALLOWED',
    });
  });
});

describe('DingTalk robot', () => {
  const secret = 'SECd5f0';
  /** Checks as DingTalk does: the signature of the query, ± 1 h, and answers 200 with an errcode. */
  const robot = (now: number) => (received: Received, response: Parameters<typeof ok>[1]) => {
    const timestamp = received.url.searchParams.get('timestamp') ?? '';
    const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    const isSigned =
      received.url.searchParams.get('sign') === expected && Math.abs(Number(timestamp) - now) < 3_600_000;
    response.end(
      JSON.stringify(isSigned ? { errcode: 0, errmsg: 'ok' } : { errcode: 310000, errmsg: 'sign not match' }),
    );
  };

  it('is signed in the query by timestamp in milliseconds', async () => {
    receiver.answer = robot(AT);
    expect(await send('dingtalk', '/robot/send?access_token=abcdef', secret)).toMatchObject({
      kind: 'delivered',
      code: '0',
    });
    const { url, json } = only();
    expect(url.searchParams.get('access_token')).toBe('abcdef');
    expect(json).toMatchObject({
      msgtype: 'markdown',
      markdown: { title: '[预警] 演示园区 [预警] I10 物联网平台 S4 → S3 -0.5625 分 (A01 等级退化)' },
    });
  });

  it('that says errcode 310000 in a 200 has not taken it, and never will', async () => {
    receiver.answer = robot(AT + 2 * 3_600_000);
    expect(await send('dingtalk', '/robot/send?access_token=abcdef', 'wrong')).toMatchObject({
      kind: 'rejected',
      status: 200,
      code: '310000',
    });
  });

  it('that is throttled is left alone for ten minutes', async () => {
    receiver.answer = answering(200, { errcode: 130101, errmsg: 'send too fast' });
    expect(await send('dingtalk', '/robot/send')).toMatchObject({
      kind: 'retry',
      code: '130101',
      retryAfterMs: 600_000,
    });
  });

  it('calls whoever is on duty, and makes names that came with data inert', async () => {
    receiver.answer = answering(200, { errcode: 0 });
    const evil = line(1, {
      evidence: {
        ...line(1).evidence,
        members: ['<script>alert(1)</script>', '[点我](http://evil)', '@all', '=cmd|calc'],
      },
    });
    await notifier.send(
      target('dingtalk', `${receiver.url}/robot`),
      message([evil], { onDuty: { person: '王', mobile: '13800000000' } }),
      DELIVERY,
    );
    const { json } = only();
    const { text } = json['markdown'] as { readonly text: string };
    expect(json['at']).toEqual({ atMobiles: ['13800000000'], isAtAll: false });
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('[点我](');
    expect(text).not.toContain('@all');
  });
});

describe('WeCom robot', () => {
  it('is known by the key of its URL, and judged by errcode', async () => {
    receiver.answer = ({ url }, response) =>
      void response.end(
        JSON.stringify(
          url.searchParams.get('key') === 'k-1'
            ? { errcode: 0, errmsg: 'ok' }
            : { errcode: 93000, errmsg: 'invalid webhook url' },
        ),
      );
    expect(await send('wecom', '/cgi-bin/webhook/send?key=k-1')).toMatchObject({ kind: 'delivered' });
    expect(await send('wecom', '/cgi-bin/webhook/send?key=k-2')).toMatchObject({
      kind: 'rejected',
      code: '93000',
    });
    receiver.answer = answering(200, { errcode: 45009, errmsg: 'reach max api daily quota limit' });
    expect(await send('wecom', '/cgi-bin/webhook/send?key=k-1')).toMatchObject({
      kind: 'retry',
      code: '45009',
      retryAfterMs: 60_000,
    });
  });

  it('never gets more than 4096 bytes, and what is left out is counted', async () => {
    receiver.answer = ({ json }, response) => {
      const { content } = json['markdown'] as { readonly content: string };
      response.end(JSON.stringify(Buffer.byteLength(content) > 4096 ? { errcode: 40058 } : { errcode: 0 }));
    };
    const lines = Array.from({ length: 500 }, (_, index) => line(index));
    const outcome = await notifier.send(
      target('wecom', `${receiver.url}/send?key=k`),
      message(lines, { kind: 'storm' }),
      DELIVERY,
    );
    expect(outcome.kind).toBe('delivered');
    expect((only().json['markdown'] as { readonly content: string }).content).toMatch(/其余 \d+ 行/);
  });
});

describe('Feishu robot', () => {
  const secret = 'fs-secret';
  it('is signed in the body, key and message the other way round, in seconds', async () => {
    receiver.answer = ({ json }, response) => {
      const { timestamp, sign } = json as { readonly timestamp: string; readonly sign: string };
      const expected = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
      response.end(
        JSON.stringify(
          sign === expected
            ? { code: 0, msg: 'success', data: {} }
            : { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' },
        ),
      );
    };
    expect(await send('feishu', '/open-apis/bot/v2/hook/aaaa-bbbb-cccc', secret)).toMatchObject({
      kind: 'delivered',
      code: '0',
    });
    expect(only().json).toMatchObject({ timestamp: String(AT / 1000), msg_type: 'post' });
    expect(await send('feishu', '/open-apis/bot/v2/hook/aaaa-bbbb-cccc', 'wrong')).toMatchObject({
      kind: 'rejected',
      code: '19021',
    });
  });

  it.each([
    [11232, 'retry'],
    [9499, 'retry'],
    [19022, 'rejected'],
    [19024, 'rejected'],
    [12345, 'retry'],
  ])('that says code %i: %s', async (code, kind) => {
    receiver.answer = answering(200, { code, msg: 'x' });
    expect(await send('feishu', '/hook/x')).toMatchObject({ kind, code: String(code) });
  });

  it('that says a code nobody knows five times has refused', async () => {
    receiver.answer = answering(200, { code: 12345, msg: 'x' });
    const outcome = await notifier.send(target('feishu', `${receiver.url}/hook/x`), message(), {
      ...DELIVERY,
      attempt: 5,
    });
    expect(outcome).toMatchObject({ kind: 'rejected', code: '12345' });
    receiver.answer = answering(200, '<html>login</html>');
    expect(await send('feishu', '/hook/x')).toMatchObject({ kind: 'retry', code: 'BODY_INVALID' });
  });

  it('keeps keys and secrets out of the delivery log', async () => {
    receiver.answer = ({ url }, response) =>
      void response.end(JSON.stringify({ code: 19001, msg: `bad hook ${url.pathname} with fs-secret` }));
    const { excerpt } = await send('feishu', '/open-apis/bot/v2/hook/aaaa-bbbb-cccc', secret);
    expect(excerpt).not.toContain('aaaa-bbbb-cccc');
    expect(excerpt).not.toContain('fs-secret');
  });
});

describe('SMS gateway', () => {
  it('gets numbers, template and parameters, with the secret as bearer', async () => {
    receiver.answer = answering(200, { code: '0', message: 'OK' });
    expect(await send('sms', '/sms?to=13800000000,13900000000&template=T-1', 'token-1')).toMatchObject({
      kind: 'delivered',
    });
    const { headers, json, url } = only();
    expect(headers.authorization).toBe('Bearer token-1');
    expect(url.search).toBe('');
    expect(json).toEqual({
      id: '3f2a',
      phones: ['13800000000', '13900000000'],
      template: 'T-1',
      params: {
        park: '演示园区',
        severity: 'warning',
        what: 'I10',
        from: 'S4',
        to: 'S3',
        time: '2026-11-24 10:01',
      },
    });
  });
});

describe('Alertmanager-compatible webhook', () => {
  it('speaks version 4', async () => {
    await send('alertmanager', '/am');
    expect(only().json).toMatchObject({
      version: '4',
      status: 'firing',
      groupKey: 'p1:severity:warning',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'A01', severity: 'warning', park: 'p1', indicator: 'I10' },
          startsAt: '2026-11-24T02:01:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: '1-1',
        },
      ],
    });
  });
});

describe('the end of a silence', () => {
  const ending = message([], {
    kind: 'silence',
    silence: {
      ...{ id: '7', kind: 'silence', by: '张工', reason: '检修', from: AT, to: AT + 3_600_000 },
      muted: [{ alert: '1-1', key: line(1).key, severity: 'warning' }],
    },
  });

  it('is said by every kind of channel: when, by whom, why, and what is told again then', async () => {
    await send('webhook', '/hook', null, ending);
    expect(only().json).toMatchObject({
      kind: 'silence',
      alerts: [],
      silence: { by: '张工', reason: '检修', to: '2026-11-24T03:02:00.000Z', muted: [{ alert: '1-1' }] },
      title: { en: '[WARNING] 演示园区 The silence ends at 2026-11-24 11:02 (张工: 检修)' },
    });
    receiver.received.length = 0;
    await send('sms', '/sms?to=13800000000&template=T-1', null, ending);
    expect(only().json).toMatchObject({
      params: { what: 'silence', from: '张工', to: '2026-11-24 11:02', time: '2026-11-24 10:02' },
    });
    receiver.received.length = 0;
    await send('alertmanager', '/am', null, ending);
    expect(only().json).toMatchObject({
      alerts: [],
      commonAnnotations: { summary: expect.stringContaining('2026-11-24 11:02') as unknown },
    });
  });
});

afterEach(() => {
  receiver.answer = ok;
});
