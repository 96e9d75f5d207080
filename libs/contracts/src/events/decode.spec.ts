import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeaders } from './attributes.js';
import { decodeCarefully, decodeEvent } from './decode.js';
import { DATA_SCHEMAS, EVENT_SCHEMAS } from './eventSchemas.js';
import { EVENT_TYPES } from './eventTypes.js';
import { openColumns } from './fast/columnSink.js';
import { FastDecoder } from './fast/fastDecoder.js';
import { anyEvent, anyEventText, tidyEventText } from './testing/arbitraryEvents.features.js';
import {
  CATALOGUE,
  CONTEXT,
  GOOD_DATA,
  NOW,
  POSITION,
  eventOf,
  readingEvent,
  recordOf,
} from './testing/sampleEvents.js';
import { TOMBSTONE_SOURCE } from './tombstone.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const carefully = (value: string | Uint8Array) =>
  decodeCarefully(recordOf(value), CONTEXT, readHeaders(undefined));

describe('every input becomes an event or a rejection', () => {
  it('whatever bytes it has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['event', 'rejected']).toContain(decodeEvent(recordOf(bytes), CONTEXT).kind);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        expect(['event', 'rejected']).toContain(decodeEvent(recordOf(text), CONTEXT).kind);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever headers and key come with it', () => {
    const header = fc.oneof(
      fc.string(),
      fc.uint8Array(),
      fc.array(fc.string()),
      fc.constantFrom(null, undefined),
    );
    const name = fc.constantFrom(
      'ce_id',
      'ce_specversion',
      'ce_type',
      'ce_time',
      'ce_source',
      'ce_subject',
      'ce_sequence',
      'ce___proto__',
      '__proto__',
      'x',
    );
    fc.assert(
      fc.property(
        fc.dictionary(name, header),
        fc.oneof(fc.string(), fc.uint8Array(), fc.constant(null)),
        anyEventText,
        (headers, key, text) => {
          expect(['event', 'rejected']).toContain(
            decodeEvent(recordOf(text, { headers, key }), CONTEXT).kind,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('also when a good event is cut, or a byte of it is changed', () => {
    const bytes = encode(JSON.stringify(eventOf(EVENT_TYPES.transmission)));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        expect(decodeEvent(recordOf(bytes.subarray(0, at)), CONTEXT).kind).toBe('rejected');
        expect(['event', 'rejected']).toContain(decodeEvent(recordOf(bytes.with(at, byte)), CONTEXT).kind);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the fast path', () => {
  const fast = new FastDecoder(CATALOGUE);
  const quickly = (value: string | Uint8Array) => fast.decode(recordOf(value), CONTEXT);

  it('gives what the careful path gives, or gives up', () => {
    fc.assert(
      fc.property(anyEventText, (text) => {
        const event = quickly(text);
        if (event !== null) expect(event).toEqual(carefully(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('says in columns what it says in facts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyEventText, tidyEventText), { maxLength: 5 }), (texts) => {
        const columns = openColumns(1);
        for (const text of texts) {
          const before = columns.count;
          const row = fast.decodeRows(recordOf(text), CONTEXT, columns);
          const event = carefully(text);
          if (row === null) {
            expect(columns.count).toBe(before);
            continue;
          }
          if (event.kind === 'rejected') throw new Error(`accepted what is refused: ${text}`);
          const { park, source, id, time, sequence, replay, facts } = event;
          const origin = facts[0]!.origin;
          expect(row).toEqual({ park, source, id, time, sequence, replay, from: before, to: columns.count });
          expect(facts.map((_, index) => columns.factAt(before + index, origin))).toEqual(facts);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('reads nearly all that real producers send into columns', () => {
    let [read, all] = [0, 0];
    fc.assert(
      fc.property(tidyEventText, (text) => {
        all += 1;
        if (fast.decodeRows(recordOf(text), CONTEXT, openColumns(1)) !== null) read += 1;
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(all / 2);
  });

  it('keeps a device and a measure of one name apart in columns', () => {
    const columns = openColumns(1);
    const name = 'monitor_online_ratio';
    const reading = readingEvent({ measure: name, numerator: 1, denominator: 2 });
    const status = eventOf(EVENT_TYPES.deviceStatus, {
      data: { devices: [{ device: name, state: 'fault' }] },
    });
    for (const event of [reading, status]) fast.decodeRows(recordOf(event), CONTEXT, columns);
    const origin = { source: '', event: '', sequence: 0, knownAt: 0, topic: '', partition: 0, offset: 0 };
    expect([0, 1].map((row) => columns.factAt(row, origin))).toMatchObject([
      { kind: 'reading', measure: name },
      { kind: 'state', device: name, state: 'fault' },
    ]);
  });

  it('takes what real producers send, in any order of members', () => {
    fc.assert(
      fc.property(tidyEventText, (text) => {
        expect(quickly(text) ?? 'gave up').toEqual(carefully(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is no easier to please than the careful path when a byte is changed or left out', () => {
    const samples = [
      readingEvent(
        {
          measure: 'monitor_online_ratio',
          numerator: 81,
          denominator: 100,
          time: '2026-11-24T05:59:00.25Z',
          missing: ['D-1'],
        },
        { measure: 'video_retention_days', value: 90.5 },
      ),
      {
        ...eventOf(EVENT_TYPES.deviceStatus, {
          data: { devices: [{ device: 'D-1', state: 'online', time: '2026-11-24T05:59:00+08:00' }] },
        }),
        sequence: 3,
      },
    ].map((event) => encode(JSON.stringify(event)));
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(...encode('"\\{}[]:,.0123456789-+eE \0')));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), byte, fc.boolean(), (sample, at, changed, isCut) => {
        const place = at % sample.length;
        const bytes = isCut
          ? Buffer.concat([sample.subarray(0, place), sample.subarray(place + 1)])
          : sample.with(place, changed);
        const event = quickly(bytes);
        if (event !== null) expect(event).toEqual(carefully(bytes));
      }),
      { numRuns: 6000 },
    );
  });

  it.each([
    [
      'a plain reading',
      readingEvent({ measure: 'iot_access_ratio_design', numerator: 812, denominator: 1000 }),
    ],
    [
      'an opaque reading with unit and members',
      readingEvent({
        measure: 'iot_access_ratio_design',
        value: 0.812,
        unit: 'ratio',
        missing: ['D-17', 'D-18'],
      }),
    ],
    [
      'a factory measure',
      readingEvent({ measure: 'sf_data_upload_ratio', numerator: 9, denominator: 10, enterprise: 'E-3' }),
    ],
    ['a count', readingEvent({ measure: 'enterprise_count', value: 31 })],
    ['device states', eventOf(EVENT_TYPES.deviceStatus)],
    [
      'data before the attributes',
      Object.fromEntries(Object.entries(eventOf(EVENT_TYPES.reading)).reverse()),
    ],
    [
      'a sequence and a replay mark',
      {
        ...eventOf(EVENT_TYPES.reading, { data: undefined }),
        sequence: 4,
        replay: true,
        data: GOOD_DATA[EVENT_TYPES.reading],
      },
    ],
  ])('takes %s', (_name, event) => {
    const text = JSON.stringify(event);
    expect(quickly(text)).not.toBeNull();
    expect(quickly(text)).toEqual(carefully(text));
    expect(quickly(JSON.stringify(event, null, 2))).toEqual(carefully(text));
  });

  it.each(['0.6666666666666666', '0.99999999999999999999', '0.50', '1.0', '0.0', '0.00000000000000000000'])(
    'takes the value %s with every digit',
    (value) => {
      const text = JSON.stringify(readingEvent({ measure: 'iot_access_ratio_design', value: 'V' })).replace(
        '"V"',
        value,
      );
      expect(quickly(text) ?? 'gave up').toEqual(carefully(text));
    },
  );

  it.each([
    ['a number of 17 digits above one', '1.0000000000000001'],
    ['an exponent', '8e-1'],
    ['a minus sign', '-0'],
    ['a leading zero', '01'],
  ])('leaves %s to the careful path', (_name, value) => {
    const text = JSON.stringify(readingEvent({ measure: 'iot_access_ratio_design', value: 'V' })).replace(
      '"V"',
      value,
    );
    expect(quickly(text)).toBeNull();
  });

  it('finds repeated moments of one device among many', () => {
    const devices = Array.from({ length: 1000 }, (_, index) => ({
      device: `D-${index % 700}`,
      state: index < 700 ? 'offline' : 'online',
    }));
    const event = quickly(JSON.stringify(eventOf(EVENT_TYPES.deviceStatus, { data: { devices } })));
    expect(event).toMatchObject({ facts: { length: 700 }, notes: { superseded: 300 } });
    expect(event?.facts.filter((fact) => fact.kind === 'state' && fact.state === 'online')).toHaveLength(300);
  });

  it('stays right when more names came by than it keeps', () => {
    const small = new FastDecoder(CATALOGUE);
    for (let round = 0; round < 300; round += 1) {
      const devices = Array.from({ length: 1000 }, (_, index) => ({
        device: `D-${round}-${index}`,
        state: 'online',
      }));
      const event = small.decode(recordOf(eventOf(EVENT_TYPES.deviceStatus, { data: { devices } })), CONTEXT);
      expect(event?.facts).toHaveLength(1000);
      expect(event?.facts[999]).toMatchObject({ device: `D-${round}-999` });
    }
  });
});

describe('the published schema and the decoder', () => {
  it('agree: what the decoder accepts, the schema accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyEvent, (event) => {
        const text = JSON.stringify(event);
        if (decodeEvent(recordOf(text), CONTEXT).kind === 'rejected') return;
        accepted += 1;
        const schema = EVENT_SCHEMAS[event['type'] as keyof typeof EVENT_SCHEMAS];
        expect(schema.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it.each(Object.values(EVENT_TYPES))('%s: a good event passes both', (type) => {
    expect(decodeEvent(recordOf(eventOf(type)), CONTEXT).kind).toBe('event');
    expect(DATA_SCHEMAS[type].safeParse(GOOD_DATA[type]).success).toBe(true);
  });
});

describe('facts of the other types', () => {
  const factsOf = (event: object) => {
    const decoded = decodeEvent(recordOf(event), CONTEXT);
    if (decoded.kind === 'rejected') throw new Error(decoded.detail.en);
    return decoded.facts;
  };

  it('a transmission covers its span and keeps its flags', () => {
    expect(factsOf(eventOf(EVENT_TYPES.transmission))).toMatchObject([
      {
        kind: 'transmission',
        device: 'D-17',
        from: Date.parse('2026-11-24T04:00:00Z'),
        to: Date.parse('2026-11-24T05:00:00Z'),
        expected: 60,
        received: 58,
        valid: 55,
        flags: { N: 55, D: 3 },
      },
    ]);
  });

  it('a submission without counts is filed in full', () => {
    const data = {
      submissions: [
        { enterprise: 'E-3', kind: 'carbon', period: '2026-10' },
        { enterprise: 'E-4', kind: 'emergency_plan', period: '2027' },
      ],
    };
    expect(factsOf(eventOf(EVENT_TYPES.submission, { data }))).toMatchObject([
      {
        kind: 'submission',
        submission: 'carbon',
        period: '2026-10',
        filled: null,
        required: null,
        at: NOW - 30_000,
      },
      { submission: 'emergency_plan', period: '2027' },
    ]);
  });

  it('a registry entry gets the defaults of its kind', () => {
    expect(factsOf(eventOf(EVENT_TYPES.registryEntry))).toMatchObject([
      {
        kind: 'registry',
        entity: 'device',
        id: 'D-17',
        effectiveFrom: Date.UTC(2013, 7, 24),
        effectiveTo: null,
        attributes: {
          entity: 'device',
          name: null,
          nominalPeriodSeconds: 60,
          valuesPerPeriod: 1,
          requiredByDesign: true,
          requiredByIndustry: false,
          majorHazard: false,
          autoMonitoring: null,
          stopUse: [],
          position: null,
        },
      },
    ]);
  });

  it('an enterprise and a system keep their attributes', () => {
    const entry = (kind: string, attributes: object) =>
      eventOf(EVENT_TYPES.registryEntry, {
        data: {
          kind,
          id: '企业-1',
          effectiveFrom: '1998-05-01T00:00:00+08:00',
          effectiveTo: '2030-01-01T00:00:00+08:00',
          attributes,
        },
      });
    expect(
      factsOf(
        entry('enterprise', { name: '化工一厂', status: 'suspended', key: true, position: [121.5, 38.91] }),
      ),
    ).toMatchObject([
      {
        id: '企业-1',
        effectiveFrom: Date.parse('1998-05-01T00:00:00+08:00'),
        attributes: { name: '化工一厂', status: 'suspended', key: true, position: [121.5, 38.91] },
      },
    ]);
    expect(factsOf(entry('system', { name: 'OA', cloudExempt: true }))).toMatchObject([
      { attributes: { entity: 'system', onCloud: false, cloudExempt: true } },
    ]);
  });

  it('a tombstone on park.registry removes the entry its key names', () => {
    const decoded = decodeEvent(
      recordOf(null, { topic: 'park.registry', key: encode('p1/device/a/b') }),
      CONTEXT,
    );
    expect(decoded).toMatchObject({
      kind: 'event',
      park: 'p1',
      source: TOMBSTONE_SOURCE,
      id: 'p1/device/a/b@park.registry/3/41',
      facts: [
        { kind: 'registry', entity: 'device', id: 'a/b', effectiveFrom: POSITION.knownAt, attributes: null },
      ],
    });
    expect(decodeEvent(recordOf(null, { topic: 'park.registry', key: 'p1/ghost/a' }), CONTEXT)).toMatchObject(
      { code: 'EMPTY_VALUE' },
    );
    expect(decodeEvent(recordOf(null, { topic: 'park.registry', key: null }), CONTEXT).kind).toBe('rejected');
  });
});

describe('binary mode', () => {
  const { data, datacontenttype, ...attributes } = eventOf(EVENT_TYPES.reading);
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce_${name}`, encode(String(value))]),
  );
  const binary = (changes: Record<string, string | Uint8Array | null | undefined> = {}) =>
    decodeEvent(
      recordOf(data as object, {
        headers: { ...headers, 'content-type': String(datacontenttype), ...changes },
        key: 'p1',
      }),
      CONTEXT,
    );

  it('gives the same event as structured mode', () => {
    const structured = decodeEvent(recordOf(eventOf(EVENT_TYPES.reading), { key: 'p1' }), CONTEXT);
    expect(binary()).toEqual(structured);
  });

  it('reads sequence and replay from their text', () => {
    expect(binary({ ce_sequence: '12', ce_replay: 'true' })).toMatchObject({ sequence: 12, replay: true });
    expect(binary({ ce_sequence: 'twelve' })).toMatchObject({ code: 'VALUE_TYPE', pointer: '/sequence' });
    expect(binary({ ce_sequence: '-1' })).toMatchObject({ code: 'VALUE_OUT_OF_RANGE' });
    expect(binary({ ce_replay: 'yes' })).toMatchObject({ code: 'VALUE_TYPE', pointer: '/replay' });
  });

  it('refuses headers as it refuses attributes', () => {
    expect(binary({ ce_id: encode('a\0') })).toMatchObject({ code: 'ID_INVALID', pointer: '/id' });
    expect(binary({ ce_type: Uint8Array.of(0xff) })).toMatchObject({
      code: 'BAD_ENCODING',
      pointer: '/type',
    });
    expect(binary({ ce_subject: 'p2' })).toMatchObject({ code: 'PARK_MISMATCH' });
    expect(binary({ ce_time: undefined })).toMatchObject({ code: 'BAD_ENCODING' });
    expect(binary({ 'content-type': 'application/xml' })).toMatchObject({ code: 'SCHEMA_UNSUPPORTED' });
  });
});
