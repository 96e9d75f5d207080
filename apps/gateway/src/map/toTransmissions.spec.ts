import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../hj212/decodeFrame.js';
import { encodeFrame } from '../hj212/encodeReply.js';
import { LENIENT } from '../hj212/frame.js';
import { type GatewayMapping, readMapping } from './mapping.js';
import { toTransmissions } from './toTransmissions.js';

const mapped = (entry: object, zone = 'Asia/Shanghai'): GatewayMapping => {
  const result = readMapping(
    JSON.stringify({ zone, devices: [{ mn: 'A1', device: 'D-1', ...entry }] }),
    'demo',
  );
  if (result.kind === 'faults') throw new Error(result.faults.join(' '));
  return result.mapping;
};
const translate = (segment: string, mapping: GatewayMapping, heardAt = 0) => {
  const frame = decodeFrame(encodeFrame(segment), LENIENT);
  if (frame.kind === 'fault') throw new Error(frame.code);
  return toTransmissions(frame, mapping, heardAt);
};
const eventsOf = (segment: string, mapping: GatewayMapping) => {
  const result = translate(segment, mapping);
  if (result.kind === 'refused') throw new Error(result.code);
  return result.events;
};
const segment = (cn: string, body: string, qn = '20231008140015000') =>
  `QN=${qn};ST=22;CN=${cn};PW=123456;MN=A1;Flag=5;CP=&&DataTime=20231008130507;${body}&&`;
const dataOf = (cn: string, body: string, entry: object) => {
  const events = eventsOf(segment(cn, body), mapped(entry));
  return events.flatMap((event) => ('transmissions' in event.data ? event.data.transmissions : []));
};
const ALL = { periods: { '2011': 30, '2051': 600, '2061': 3600, '2031': 86_400 } };

describe('A data frame', () => {
  it.each([
    ['2011', '2023-10-08T05:05:00.000Z', '2023-10-08T05:05:30.000Z'],
    ['2051', '2023-10-08T05:00:00.000Z', '2023-10-08T05:10:00.000Z'],
    ['2061', '2023-10-08T05:00:00.000Z', '2023-10-08T06:00:00.000Z'],
    ['2031', '2023-10-07T16:00:00.000Z', '2023-10-08T16:00:00.000Z'],
  ])('of command %s covers the period its time falls in', (cn, from, to) => {
    expect(dataOf(cn, 'a-Rtd=1,a-Flag=N', ALL)).toEqual([
      { device: 'D-1', from, to, expected: 1, received: 1, valid: 1, flags: { N: 1 } },
    ]);
  });

  it('counts what was owed, what came and what is valid by its flags', () => {
    const body = 'a-Avg=1,a-Flag=N;b-Avg=2,b-Flag=D;c-Avg=,c-Flag=N;x-Avg=9,x-Flag=N';
    expect(dataOf('2061', body, { factors: ['a', 'b', 'c', 'd'] })).toMatchObject([
      { expected: 4, received: 2, valid: 1, flags: { N: 1, D: 1 } },
    ]);
  });

  it('knows a factor by its code of either generation', () => {
    expect(
      dataOf('2061', '011-Avg=1,011-Flag=N;w21003-Avg=2,w21003-Flag=N', { factors: ['w01018', '060'] }),
    ).toMatchObject([{ expected: 2, received: 2, valid: 2 }]);
  });

  it('counts a repeated factor once, by its last mention', () => {
    expect(dataOf('2061', 'a-Avg=1,a-Flag=N;a-Avg=1,a-Flag=D', { expected: 1 })).toMatchObject([
      { expected: 1, received: 1, valid: 0, flags: { D: 1 } },
    ]);
  });

  it('counts values without a flag as not valid unless the park decided otherwise', () => {
    expect(dataOf('2061', 'a-Avg=1;b-Avg=2,b-Flag=N', {})).toMatchObject([
      { received: 2, valid: 1, flags: { N: 1 } },
    ]);
    const [trusted] = dataOf('2061', 'a-Avg=1;b-Avg=2,b-Flag=N', { unflagged: 'valid' });
    expect(trusted).toMatchObject({ received: 2, valid: 2 });
    expect(trusted).not.toHaveProperty('flags');
  });

  it('shows the device online at the time of its data and speaks when it was sent', () => {
    const [status, transmission] = eventsOf(segment('2061', 'a-Avg=1,a-Flag=N'), mapped({}));
    expect(status).toMatchObject({
      time: '2023-10-08T05:05:07.000Z',
      data: { devices: [{ device: 'D-1', state: 'online' }] },
    });
    expect(transmission).toMatchObject({
      time: '2023-10-08T06:00:15.000Z',
      subject: 'demo',
      source: '/demo/hj212',
    });
  });

  it('shows only that the device is there when its command is not the one that counts', () => {
    expect(eventsOf(segment('2011', 'a-Rtd=1'), mapped({}))).toHaveLength(1);
  });

  it('is the same event when sent again and another when corrected, and keeps its protocol version', () => {
    const ids = (text: string) => eventsOf(text, mapped({})).map(({ id }) => id);
    const first = ids(segment('2061', 'a-Avg=1,a-Flag=N'));
    expect(ids(segment('2061', 'a-Avg=1,a-Flag=N'))).toEqual(first);
    expect(ids(segment('2061', 'a-Avg=2,a-Flag=N'))).not.toEqual(first);
    expect(first[0]).toMatch(/^hj212:2017:A1:2061:20231008130507:[0-9a-f]{16}:status$/);
    expect(new Set(first).size).toBe(2);
  });

  it('covers a local day of 25 hours where clocks change', () => {
    const text = segment('2031', 'a-Avg=1,a-Flag=N').replace('20231008130507', '20231029130507');
    const frame = decodeFrame(encodeFrame(text), { ...LENIENT, zone: 'Europe/Berlin' });
    const result = frame.kind === 'frame' && toTransmissions(frame, mapped(ALL, 'Europe/Berlin'), 0);
    expect(result && result.kind === 'events' && result.events[1]?.data).toMatchObject({
      transmissions: [{ from: '2023-10-28T22:00:00.000Z', to: '2023-10-29T23:00:00.000Z' }],
    });
  });
});

describe('A message that is not taken', () => {
  it.each([
    ['UNKNOWN_DEVICE', 'ST=22;CN=2011;MN=B2;CP=&&&&', {}],
    ['WRONG_PASSWORD', 'ST=22;CN=2011;MN=A1;PW=2;CP=&&&&', { password: '1' }],
    ['UNKNOWN_COMMAND', 'ST=22;CN=1011;MN=A1;CP=&&&&', {}],
    ['DATA_TIME_MISSING', 'ST=22;CN=2061;MN=A1;CP=&&a-Avg=1&&', {}],
  ])('says %s', (code, text, entry) => {
    expect(translate(text, mapped(entry))).toMatchObject({ kind: 'refused', code });
  });

  it('is still a sign of life when it is an answer or a boot time', () => {
    const [event] = eventsOf('ST=22;CN=2081;MN=A1;CP=&&DataTime=20231008130507&&', mapped({}));
    expect(event).toMatchObject({ time: '2023-10-08T05:05:07.000Z' });
    const heard = translate('ST=22;CN=9014;MN=A1;CP=&&&&', mapped({}), 86_400_000);
    expect(heard.kind === 'events' && heard.events[0]!.time).toBe('1970-01-02T00:00:00.000Z');
  });
});

describe('The mapping file', () => {
  it('reports all its faults at once and quotes no password', () => {
    const text = JSON.stringify({
      zone: 'Mars/Base',
      devices: [
        { mn: 'A 1', device: '', password: 7, periods: { '9': 1 }, expected: 0, colour: 1 },
        { mn: 'A1', device: 'D' },
        { mn: 'A1', device: 'D' },
      ],
    });
    const result = readMapping(text, 'demo');
    expect(result.kind === 'faults' && result.faults).toHaveLength(8);
    expect(readMapping('{', 'demo')).toMatchObject({ faults: ['The mapping file is no JSON object.'] });
  });
});
