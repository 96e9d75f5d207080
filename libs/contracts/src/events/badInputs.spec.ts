import { describe, expect, it } from 'vitest';
import type { EventRecord, RejectedEvent } from './decodedEvent.js';
import { decodeEvent } from './decode.js';
import { EVENT_TYPES } from './eventTypes.js';
import {
  CONTEXT,
  GOOD_DATA,
  NOW,
  POSITION,
  eventOf,
  readingEvent,
  readingText,
  recordOf,
} from './testing/sampleEvents.js';

/** The rows of reliability.md, section 3, that concern telemetry. */
const decode = (value: string | Uint8Array | object | null, changes: Partial<EventRecord> = {}) =>
  decodeEvent(recordOf(value, changes), CONTEXT);

function refusal(
  value: string | Uint8Array | object | null,
  changes: Partial<EventRecord> = {},
): RejectedEvent {
  const decoded = decode(value, changes);
  if (decoded.kind === 'event') throw new Error('the event was accepted');
  return decoded;
}

const ratio = '"measure":"iot_access_ratio_design"';
const count = '"measure":"enterprise_count"';
const withValue = (value: string, measure = ratio) => readingText(`${measure},"value":${value}`);
const good = JSON.stringify(eventOf(EVENT_TYPES.reading));
const registry = (attributes: object) => eventOf(EVENT_TYPES.registryEntry, { data: attributes });
const named = (name: unknown) =>
  registry({
    kind: 'enterprise',
    id: 'E-1',
    effectiveFrom: '2026-01-01T00:00:00Z',
    attributes: { name, status: 'commissioned' },
  });

describe('a refused event has a stable code, a place and a sentence in both languages', () => {
  it.each<[number, string, string, string, string | null]>([
    [9, 'bare NaN', withValue('NaN'), 'BAD_JSON', null],
    [10, 'the text "NaN"', withValue('"NaN"'), 'VALUE_TYPE', '/data/readings/0/value'],
    [11, '1e400', withValue('1e400'), 'VALUE_NOT_FINITE', '/data/readings/0/value'],
    [13, 'the text "80"', withValue('"80"'), 'VALUE_TYPE', '/data/readings/0/value'],
    [14, 'an empty text', withValue('""'), 'VALUE_TYPE', '/data/readings/0/value'],
    [15, 'a list [5]', withValue('[5]'), 'VALUE_TYPE', '/data/readings/0/value'],
    [16, 'the text "80abc"', withValue('"80abc"'), 'VALUE_TYPE', '/data/readings/0/value'],
    [17, 'true', withValue('true'), 'VALUE_TYPE', '/data/readings/0/value'],
    [18, 'null', withValue('null'), 'VALUE_MISSING', '/data/readings/0/value'],
    [19, '1.8e308, no finite double', withValue('1.8e308'), 'VALUE_NOT_FINITE', '/data/readings/0/value'],
    [19, '1.7e308, a finite double', withValue('1.7e308'), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [20, '101 %', withValue('1.01'), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [20, 'a bare 80 for a ratio', withValue('80'), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [21, '-5 %', withValue('-0.05'), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [
      22,
      'numerator > denominator',
      readingText(`${ratio},"numerator":101,"denominator":100`),
      'RATIO_INVALID',
      '/data/readings/0',
    ],
    [23, '-3 devices', withValue('-3', count), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [
      23,
      '-3 devices of 5',
      readingText(`${ratio},"numerator":-3,"denominator":5`),
      'VALUE_OUT_OF_RANGE',
      '/data/readings/0/numerator',
    ],
    [23, '2.5 enterprises', withValue('2.5', count), 'VALUE_OUT_OF_RANGE', '/data/readings/0/value'],
    [24, '5/0', readingText(`${ratio},"numerator":5,"denominator":0`), 'RATIO_INVALID', '/data/readings/0'],
    [
      25,
      'a negative denominator',
      readingText(`${ratio},"numerator":1,"denominator":-5`),
      'RATIO_INVALID',
      '/data/readings/0/denominator',
    ],
    [
      26,
      'no denominator',
      readingText(`${ratio},"numerator":1`),
      'VALUE_MISSING',
      '/data/readings/0/denominator',
    ],
    [
      40,
      'an unknown measure',
      readingText('"measure":"no_such_ratio","value":0.5'),
      'UNKNOWN_MEASURE',
      '/data/readings/0/measure',
    ],
    [
      56,
      'a foreign unit',
      readingText(`${ratio},"value":0.5,"unit":"%"`),
      'UNIT_MISMATCH',
      '/data/readings/0/unit',
    ],
  ])('row %i: %s', (...[, , text, code, pointer]) => {
    const rejected = refusal(text);
    expect(rejected).toMatchObject({ kind: 'rejected', code, pointer });
    expect(rejected.detail.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(rejected.detail.en).toMatch(/^[\x20-\x7e]+$/);
  });

  it('rows 19 to 23: the sentence names the measure and its range', () => {
    expect(refusal(withValue('1.01')).detail.en).toContain('iot_access_ratio_design: 0..1');
    expect(refusal(withValue('6', '"measure":"mlps_level"')).detail.zh).toContain(
      'mlps_level 的允许范围 0..5',
    );
  });

  it('row 1: a value of 0 bytes, and a tombstone outside park.registry, are EMPTY_VALUE', () => {
    expect(refusal(new Uint8Array()).code).toBe('EMPTY_VALUE');
    expect(refusal(' \n').code).toBe('EMPTY_VALUE');
    expect(refusal(null, { topic: 'park.measures', key: 'p1' })).toMatchObject({
      code: 'EMPTY_VALUE',
      park: 'p1',
    });
    expect(refusal(new Uint8Array(), { topic: 'park.registry', key: 'p1/device/D-1' }).code).toBe(
      'EMPTY_VALUE',
    );
  });

  it('row 2: bytes that are no UTF-8 are BAD_ENCODING', () => {
    expect(refusal(Uint8Array.of(0xff, 0xfe)).code).toBe('BAD_ENCODING');
    expect(refusal(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)).code).toBe('BAD_ENCODING');
  });

  it('row 3: a byte order mark before good JSON is stripped', () => {
    expect(decode(`\ufeff${good}`).kind).toBe('event');
  });

  it('row 4: truncated JSON is BAD_JSON with the position where it ends', () => {
    const cut = good.slice(0, 100);
    const rejected = refusal(cut);
    expect(rejected.code).toBe('BAD_JSON');
    expect(rejected.detail.en).toContain('ends unexpectedly at line 1, column 101 (position 100)');
  });

  it.each([
    [5, '[]'],
    [6, '"x"'],
    [7, '80'],
  ])('row %i: top-level %s is NOT_OBJECT', (_row, text) => {
    expect(refusal(text).code).toBe('NOT_OBJECT');
  });

  it('row 8: a key that appears twice is DUPLICATE_KEY, wherever it stands', () => {
    expect(refusal(readingText(`${ratio},"value":1,"value":99`))).toMatchObject({
      code: 'DUPLICATE_KEY',
      pointer: '/data/readings/0/value',
    });
    expect(refusal(good.replace('"id":"e-1"', '"id":"e-1","\\u0069d":"e-2"')).code).toBe('DUPLICATE_KEY');
    expect(refusal(good.replace('"data":', '"extra":{"a":1,"a":1},"data":')).code).toBe('DUPLICATE_KEY');
  });

  it.each<[number, string, unknown, string]>([
    [31, 'no time', undefined, 'TS_MISSING'],
    [31, 'null', null, 'TS_MISSING'],
    [32, '2026-13-45', '2026-13-45', 'TS_INVALID'],
    [33, '2026-02-29T00:00Z', '2026-02-29T00:00Z', 'TS_INVALID'],
    [34, 'no offset', '2026-11-24T06:00:00', 'TS_NO_OFFSET'],
    [35, 'seconds', 1_795_500_000, 'TS_UNIT'],
    [35, 'milliseconds', 1_795_500_000_000, 'TS_UNIT'],
    [35, 'milliseconds as text', '1795500000000', 'TS_UNIT'],
    [36, '1970', '1970-01-01T00:00:00Z', 'TS_TOO_OLD'],
    [36, 'just before 2000', '1999-12-31T23:59:59.999Z', 'TS_TOO_OLD'],
    [37, '10 minutes ahead', '2026-11-24T06:10:00Z', 'TS_FUTURE'],
    [38, 'year 10000', '10000-01-01T00:00:00Z', 'TS_INVALID'],
  ])('row %i: time %s', (_row, _name, time, code) => {
    expect(refusal(eventOf(EVENT_TYPES.reading, { time }))).toMatchObject({ code, pointer: '/time' });
    if (time === undefined || time === null) return;
    const item = { device: 'D-1', state: 'online', time };
    const inItem = refusal(eventOf(EVENT_TYPES.deviceStatus, { data: { devices: [item] } }));
    expect(inItem).toMatchObject({ code, pointer: '/data/devices/0/time' });
  });

  it('row 43: a subject that is not the park of the key is PARK_MISMATCH', () => {
    expect(refusal(good, { key: 'p2' })).toMatchObject({
      code: 'PARK_MISMATCH',
      park: 'p1',
      source: '/park/p1/gateway-3',
      id: 'e-1',
    });
    expect(refusal(good, { key: new TextEncoder().encode('p12') }).code).toBe('PARK_MISMATCH');
    expect(refusal(registry(GOOD_DATA[EVENT_TYPES.registryEntry]), { key: 'p2/device/D-17' }).code).toBe(
      'PARK_MISMATCH',
    );
  });

  it.each<[number, string, unknown]>([
    [44, 'of 10 KB', 'x'.repeat(10_240)],
    [45, 'empty', ''],
    [45, 'absent', undefined],
    [45, 'a number', 5],
    [46, 'with NUL', 'e\0'],
    [47, 'with half a surrogate pair', 'e\ud800'],
    [48, 'with a zero-width space', 'e\u200b1'],
    [48, 'with a bidirectional override', 'e\u202e1'],
    [48, 'with outer spaces', ' e1 '],
  ])('row %i: an event id %s is ID_INVALID', (_row, _name, id) => {
    expect(refusal(eventOf(EVENT_TYPES.reading, { id }))).toMatchObject({
      code: 'ID_INVALID',
      pointer: '/id',
    });
  });

  it.each<[number, string, string]>([
    [46, 'NUL', 'a\0b'],
    [47, 'a lone surrogate', 'a\udc00b'],
    [48, 'a right-to-left mark', 'a\u200fb'],
  ])('row %i: %s is BAD_STRING in a text and ID_INVALID in an identifier', (_row, _name, text) => {
    expect(refusal(named(text))).toMatchObject({ code: 'BAD_STRING', pointer: '/data/attributes/name' });
    const device = eventOf(EVENT_TYPES.deviceStatus, {
      data: { devices: [{ device: text, state: 'online' }] },
    });
    expect(refusal(device)).toMatchObject({ code: 'ID_INVALID', pointer: '/data/devices/0/device' });
    const missing = readingEvent({ measure: 'iot_access_ratio_design', value: 0.5, missing: ['D-1', text] });
    expect(refusal(missing)).toMatchObject({ code: 'ID_INVALID', pointer: '/data/readings/0/missing/1' });
    expect(refusal(eventOf(EVENT_TYPES.reading, { note: text })).code).toBe('BAD_STRING');
  });

  it.each([
    [49, '"__proto__":{"admin":true}'],
    [50, '"constructor":{"prototype":{"admin":true}}'],
    [50, '"prototype":1'],
  ])('row %i: %s is PROTO_KEY and leaves the prototype clean', (_row, member) => {
    expect(refusal(good.replace('"id":', `${member},"id":`)).code).toBe('PROTO_KEY');
    expect(refusal(good.replace('"readings":[{', `"readings":[{${member},`)).code).toBe('PROTO_KEY');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('row 51: nesting of 10,000 is TOO_DEEP', () => {
    expect(refusal('['.repeat(10_000) + ']'.repeat(10_000)).code).toBe('TOO_DEEP');
    const deep = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(refusal(deep(17)).code).toBe('TOO_DEEP');
    expect(refusal(deep(16)).code).toBe('SCHEMA_UNSUPPORTED');
  });

  it('row 52: a list of 100,000 is TOO_MANY, as is one of 1,001', () => {
    expect(refusal(good.replace('"id":', `"extra":[${'1,'.repeat(99_999)}1],"id":`)).code).toBe('TOO_MANY');
    const devices = Array.from({ length: 1001 }, (_, index) => ({ device: `D-${index}`, state: 'online' }));
    expect(refusal(eventOf(EVENT_TYPES.deviceStatus, { data: { devices } })).code).toBe('TOO_MANY');
    const most = decode(eventOf(EVENT_TYPES.deviceStatus, { data: { devices: devices.slice(1) } }));
    expect(most).toMatchObject({ kind: 'event', facts: { length: 1000 } });
  });

  it('row 53: a text of 1 MB is TOO_LARGE', () => {
    expect(refusal(eventOf(EVENT_TYPES.reading, { note: 'x'.repeat(1 << 20) })).code).toBe('TOO_LARGE');
  });

  it('row 54: a message of 5 MB is TOO_LARGE, whatever is in it', () => {
    expect(refusal(new Uint8Array(5 << 20)).code).toBe('TOO_LARGE');
    expect(refusal(good.padEnd(256 * 1024 + 1)).code).toBe('TOO_LARGE');
    expect(decode(good.padEnd(256 * 1024)).kind).toBe('event');
  });

  it('row 55: a schema version that is not ours is SCHEMA_UNSUPPORTED', () => {
    const version99 = refusal({ ...eventOf(EVENT_TYPES.reading), type: 'parkpulse.measure.reading.v99' });
    expect(version99).toMatchObject({ code: 'SCHEMA_UNSUPPORTED', pointer: '/type' });
    expect(refusal({ ...eventOf(EVENT_TYPES.reading), type: undefined }).code).toBe('SCHEMA_UNSUPPORTED');
    expect(refusal({ ...eventOf(EVENT_TYPES.reading), specversion: '0.3' }).code).toBe('SCHEMA_UNSUPPORTED');
    expect(refusal({ ...eventOf(EVENT_TYPES.reading), datacontenttype: 'text/xml' }).code).toBe(
      'SCHEMA_UNSUPPORTED',
    );
    expect(refusal(good, { topic: 'park.devices' }).code).toBe('SCHEMA_UNSUPPORTED');
  });

  it('row 57: 1,000 headers are HEADERS_TOO_MANY, also under one name', () => {
    const headers = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`h${index}`, 'x']));
    expect(refusal(good, { headers, key: 'p1' })).toMatchObject({ code: 'HEADERS_TOO_MANY', park: 'p1' });
    expect(refusal(good, { headers: { h: new Array<string>(1000).fill('x') } }).code).toBe(
      'HEADERS_TOO_MANY',
    );
  });

  it('one bad item refuses the whole event and is named', () => {
    const readings = [1, 2, 3].map((numerator) => ({
      measure: 'iot_access_ratio_design',
      numerator,
      denominator: 2,
    }));
    expect(refusal(readingEvent(...readings))).toMatchObject({
      code: 'RATIO_INVALID',
      pointer: '/data/readings/2',
    });
  });

  it.each<[string, unknown, string]>([
    ['no data', undefined, 'VALUE_MISSING'],
    ['data that is a list', [], 'VALUE_TYPE'],
    ['no list', {}, 'VALUE_MISSING'],
    ['an empty list', { readings: [] }, 'VALUE_MISSING'],
    ['a list that is an object', { readings: {} }, 'VALUE_TYPE'],
    ['an item that is a number', { readings: [5] }, 'VALUE_TYPE'],
    ['an item that is null', { readings: [null] }, 'VALUE_MISSING'],
    ['no measure', { readings: [{ value: 1 }] }, 'VALUE_MISSING'],
    [
      'an enterprise for a park measure',
      { readings: [{ measure: 'iot_access_ratio_design', value: 1, enterprise: 'E-1' }] },
      'SCOPE_MISMATCH',
    ],
    [
      'no enterprise for a factory measure',
      { readings: [{ measure: 'sf_data_upload_ratio', value: 1 }] },
      'VALUE_MISSING',
    ],
    [
      'a value beside numerator and denominator',
      { readings: [{ measure: 'iot_access_ratio_design', value: 1, numerator: 1, denominator: 1 }] },
      'RATIO_INVALID',
    ],
    [
      'a count as a quotient',
      { readings: [{ measure: 'enterprise_count', numerator: 3, denominator: 1 }] },
      'VALUE_MISSING',
    ],
    [
      'members missing that are no list',
      { readings: [{ measure: 'iot_access_ratio_design', value: 1, missing: 'D-1' }] },
      'VALUE_TYPE',
    ],
  ])('%s is refused', (_name, data, code) => {
    expect(refusal(eventOf(EVENT_TYPES.reading, { data })).code).toBe(code);
  });

  it.each<[string, object, string]>([
    ['more received than expected', { received: 61 }, 'RATIO_INVALID'],
    ['more valid than received', { valid: 59 }, 'RATIO_INVALID'],
    ['more flags than values', { flags: { N: 55, D: 4 } }, 'RATIO_INVALID'],
    ['half a value', { valid: 1.5 }, 'VALUE_OUT_OF_RANGE'],
    ['a negative flag count', { flags: { N: -1 } }, 'VALUE_OUT_OF_RANGE'],
    ['an end before the beginning', { to: '2026-11-24T03:00:00Z' }, 'TS_INVALID'],
    ['no beginning', { from: null }, 'TS_MISSING'],
    ['an end in the future', { to: '2026-11-24T07:00:00Z' }, 'TS_FUTURE'],
  ])('a transmission with %s is refused', (_name, changes, code) => {
    const [transmission] = (GOOD_DATA[EVENT_TYPES.transmission] as { transmissions: object[] }).transmissions;
    const data = { transmissions: [{ ...transmission, ...changes }] };
    expect(refusal(eventOf(EVENT_TYPES.transmission, { data })).code).toBe(code);
  });

  it.each<[string, object, string]>([
    ['an unknown kind', { kind: 'gossip' }, 'VALUE_OUT_OF_RANGE'],
    ['a month that is none', { period: '2026-13' }, 'TS_INVALID'],
    ['29 February 2026', { period: '2026-02-29' }, 'TS_INVALID'],
    ['an hour as period', { period: '2026-11-22T05' }, 'TS_INVALID'],
    ['a period years ahead', { period: '2062' }, 'TS_FUTURE'],
    ['a period before 2000', { period: '1998' }, 'TS_TOO_OLD'],
    ['more filled than required', { filled: 41 }, 'RATIO_INVALID'],
    ['filled without required', { required: null }, 'VALUE_MISSING'],
  ])('a submission with %s is refused', (_name, changes, code) => {
    const [submission] = (GOOD_DATA[EVENT_TYPES.submission] as { submissions: object[] }).submissions;
    const data = { submissions: [{ ...submission, ...changes }] };
    expect(refusal(eventOf(EVENT_TYPES.submission, { data })).code).toBe(code);
  });

  it.each<[string, object, string]>([
    ['an unknown kind', { kind: 'ghost' }, 'VALUE_OUT_OF_RANGE'],
    ['no attributes', { attributes: null }, 'VALUE_MISSING'],
    ['no nominal period', { attributes: {} }, 'VALUE_MISSING'],
    ['a nominal period of 0', { attributes: { nominalPeriodSeconds: 0 } }, 'VALUE_OUT_OF_RANGE'],
    [
      'a stop of use that ends before it begins',
      {
        attributes: {
          nominalPeriodSeconds: 60,
          stopUse: [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z', reason: 'x' }],
        },
      },
      'TS_INVALID',
    ],
    [
      'a place that is none',
      { attributes: { nominalPeriodSeconds: 60, position: [200, 10] } },
      'VALUE_OUT_OF_RANGE',
    ],
    ['an end before the beginning', { effectiveTo: '2013-01-01T00:00:00Z' }, 'TS_INVALID'],
    ['a flag that is text', { attributes: { nominalPeriodSeconds: 60, majorHazard: 'yes' } }, 'VALUE_TYPE'],
  ])('a registry entry with %s is refused', (_name, changes, code) => {
    const data = { ...GOOD_DATA[EVENT_TYPES.registryEntry], ...changes };
    expect(refusal(registry(data)).code).toBe(code);
  });

  it('a registry entry whose key names another entry is ID_INVALID', () => {
    expect(refusal(registry(GOOD_DATA[EVENT_TYPES.registryEntry]), { key: 'p1/device/D-18' })).toMatchObject({
      code: 'ID_INVALID',
      pointer: '/data/id',
    });
  });

  it('a name with a line break is BAD_STRING (row 78 in a register)', () => {
    expect(refusal(named('a\r\nb'))).toMatchObject({ code: 'BAD_STRING', pointer: '/data/attributes/name' });
  });

  it('a rejection tells what could be read of the identity', () => {
    expect(refusal('{', { key: 'p7' })).toMatchObject({
      code: 'BAD_JSON',
      park: 'p7',
      source: null,
      id: null,
    });
    expect(refusal(eventOf(EVENT_TYPES.reading, { time: 'x' }))).toMatchObject({
      park: 'p1',
      source: '/park/p1/gateway-3',
      id: 'e-1',
    });
  });
});

describe('what is unusual but sound is accepted', () => {
  const numeratorOf = (text: string): string => {
    const decoded = decode(text);
    if (decoded.kind === 'rejected') throw new Error(decoded.code);
    const [fact] = decoded.facts;
    return fact?.kind === 'reading' ? fact.numerator : '';
  };

  it('row 12: -0 is 0', () => {
    expect(numeratorOf(withValue('-0'))).toBe('0');
    expect(numeratorOf(withValue('-0.0'))).toBe('0');
    expect(numeratorOf(withValue('-0e5'))).toBe('0');
  });

  it('row 22: a share of I03 may exceed one', () => {
    expect(decode(readingText('"measure":"smart_factory_share","numerator":40,"denominator":30')).kind).toBe(
      'event',
    );
    expect(decode(readingText('"measure":"smart_factory_share","value":1.25')).kind).toBe('event');
  });

  it('row 24: 0/0 is accepted', () => {
    expect(decode(readingText(`${ratio},"numerator":0,"denominator":0`))).toMatchObject({
      kind: 'event',
      facts: [{ numerator: '0', denominator: '0', opaque: false }],
    });
  });

  it.each([
    [27, '79.9999', '0.799999'],
    [28, '80', '0.80'],
    [29, '80.00000000000001', '0.8000000000000001'],
    [30, '79.99999999999999999 (20 digits)', '0.7999999999999999999'],
  ])('row %i: %s keeps its digits', (_row, _percent, value) => {
    expect(numeratorOf(withValue(value))).toBe(value.replace(/0$/, ''));
    const days = numeratorOf(
      withValue(String(_percent).split(' ')[0] ?? '', '"measure":"video_retention_days"'),
    );
    expect(days).toBe(String(_percent).split(' ')[0]);
  });

  it('exponents are written out: 8e-1, 8E1, 1e-7', () => {
    expect(numeratorOf(withValue('8e-1'))).toBe('0.8');
    expect(numeratorOf(withValue('8E1', '"measure":"video_retention_days"'))).toBe('80');
    expect(numeratorOf(withValue('1e-7'))).toBe('0.0000001');
    expect(numeratorOf(withValue('0.00000001'))).toBe('0.00000001');
    expect(numeratorOf(withValue('5.0', count))).toBe('5');
  });

  it('row 39: a leap second is the next second, and noted', () => {
    const decoded = decode(eventOf(EVENT_TYPES.reading, { time: '2016-12-31T23:59:60Z' }));
    expect(decoded).toMatchObject({
      kind: 'event',
      time: Date.parse('2017-01-01T00:00:00Z'),
      notes: { leapSecond: true },
    });
    expect(decode(eventOf(EVENT_TYPES.reading, { time: '2017-01-01T07:59:60+08:00' }))).toMatchObject({
      time: Date.parse('2017-01-01T00:00:00Z'),
    });
    expect(refusal(eventOf(EVENT_TYPES.reading, { time: '2017-01-01T00:00:60Z' })).code).toBe('TS_INVALID');
  });

  it.each([
    [58, '<script>alert(1)</script>'],
    [59, `=cmd|'/c calc'!A1`],
  ])('row %i: %s in a text field is kept as text', (_row, name) => {
    expect(decode(named(name))).toMatchObject({ kind: 'event', facts: [{ attributes: { name } }] });
  });

  it('up to 5 minutes ahead, and however late', () => {
    expect(decode(eventOf(EVENT_TYPES.reading, { time: '2026-11-24T06:05:00Z' }))).toMatchObject({
      kind: 'event',
      time: NOW + 300_000,
    });
    expect(decode(eventOf(EVENT_TYPES.reading, { time: '2000-01-01T00:00:00Z' })).kind).toBe('event');
  });

  it('fields this version does not know are accepted, counted and not used', () => {
    const event = {
      ...readingEvent({ measure: 'enterprise_count', value: 5, quality: 'good' }),
      traceparent: '00-abc',
    };
    expect(decode({ ...event, data: { ...(event as { data?: object }).data, schema: 2 } })).toMatchObject({
      kind: 'event',
      facts: [{ measure: 'enterprise_count', numerator: '5', denominator: null }],
      notes: { unknownFields: 2 },
    });
  });

  it('an optional member that is null counts as absent', () => {
    const reading = {
      measure: 'iot_access_ratio_design',
      numerator: null,
      denominator: null,
      value: 0.5,
      time: null,
      unit: null,
      missing: null,
      enterprise: null,
    };
    expect(decode({ ...readingEvent(reading), sequence: null, replay: null })).toMatchObject({
      facts: [{ numerator: '0.5', denominator: '1', opaque: true, missing: [], at: NOW - 30_000 }],
      sequence: 0,
      replay: false,
    });
  });

  it('of several items for one series and moment the later one counts', () => {
    const at = (value: number, time?: string) => ({
      measure: 'iot_access_ratio_design',
      value,
      ...(time === undefined ? {} : { time }),
    });
    const decoded = decode(
      readingEvent(at(0.1), at(0.2, '2026-11-24T05:00:00Z'), at(0.3), at(0.4, '2026-11-24T13:00:00+08:00')),
    );
    expect(decoded).toMatchObject({
      facts: [{ numerator: '0.3' }, { numerator: '0.4' }],
      notes: { superseded: 2 },
    });
  });

  it('every fact carries the origin of its event', () => {
    const decoded = decode(
      { ...eventOf(EVENT_TYPES.reading), sequence: 7, replay: true },
      { topic: 'park.measures', key: 'p1' },
    );
    const origin = {
      source: '/park/p1/gateway-3',
      event: 'e-1',
      sequence: 7,
      topic: 'park.measures',
      ...POSITION,
    };
    expect(decoded).toMatchObject({ sequence: 7, replay: true, facts: [{ origin }] });
  });
});
