import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { REQUEST_LIMITS, readJson } from '../json/readJson.js';
import { parseRequest } from './parseRequest.js';
import {
  alertQuery,
  deadLetterQuery,
  momentQuery,
  pageQuery,
  seriesQuery,
  spanQuery,
  trendQuery,
  valueQuery,
} from './queries.js';
import {
  attestationRequest,
  channelRequest,
  definitionRequest,
  parkPatch,
  parkRequest,
  replayRequest,
  shelveRequest,
  signInRequest,
  tokenRequest,
} from './requests.js';
import { inferRequest, scoreRequest } from './standardRequests.js';

const faults = (schema: z.ZodType, input: unknown): readonly string[] => {
  const parsed = parseRequest(schema, input);
  return parsed.ok ? [] : parsed.errors.map(({ code, pointer }) => `${code} ${pointer}`);
};
const accepted = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> => {
  const parsed = parseRequest(schema, input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
};
const park = { id: 'p1', name: '长兴岛' };
const FROM = '2026-11-01T00:00:00+08:00';
const TO = '2026-11-24T00:00:00Z';
const span = { from: FROM, to: TO };

describe('a refused request names every faulty field with a stable code', () => {
  it('row 63: an unknown field is UNKNOWN_FIELD, by its name', () => {
    expect(faults(parkRequest, { ...park, colour: 'red', size: 3 })).toEqual([
      'UNKNOWN_FIELD /colour',
      'UNKNOWN_FIELD /size',
    ]);
  });

  it('row 64: smuggled role and parkId are unknown fields', () => {
    expect(faults(signInRequest, { username: 'a', password: 'b', role: 'admin', parkId: 'p1' })).toEqual([
      'UNKNOWN_FIELD /role',
      'UNKNOWN_FIELD /parkId',
    ]);
  });

  it.each(['1 OR 1=1', 'P1', '', 'p'.repeat(65), 'p/1', 'p1\0', '园区', '..', '%00', 'p_1'])(
    'row 65: the park id %j is refused',
    (id) => {
      expect(faults(parkRequest, { ...park, id })).toContain('ID_INVALID /id');
    },
  );

  it.each(['1e9', '1000000000', '-1', '0', '1001', '1.5', '', ' 5', '0x10', 'ten'])(
    'row 67: limit=%s is refused',
    (limit) => {
      expect(faults(pageQuery, { limit })).toEqual(['OUT_OF_RANGE /limit']);
    },
  );

  it('row 68: a range that ends before it begins is RANGE_INVALID', () => {
    expect(faults(spanQuery, { from: TO, to: FROM })).toEqual(['RANGE_INVALID /from']);
    expect(faults(spanQuery, { from: TO, to: TO })).toEqual([]);
  });

  it('row 69: a range of 50 years is RANGE_TOO_LARGE and says how long it may be', () => {
    const parsed = parseRequest(spanQuery, { from: '1976-01-01T00:00:00Z', to: TO });
    expect(parsed).toMatchObject({
      ok: false,
      errors: [
        {
          code: 'RANGE_TOO_LARGE',
          pointer: '/to',
          detail: { en: 'the range may be at most 14640 days long' },
        },
      ],
    });
    expect(faults(trendQuery, { from: '2020-01-01T00:00:00Z', to: TO, interval: '1m' })).toEqual([
      'RANGE_TOO_LARGE /to',
    ]);
    expect(faults(trendQuery, { from: '2020-01-01T00:00:00Z', to: TO, interval: '1d' })).toEqual([]);
  });

  it('row 70: sort=;drop table is no parameter of ours', () => {
    expect(faults(pageQuery, { sort: ';drop table' })).toEqual(['UNKNOWN_FIELD /sort']);
  });

  it.each(['长兴\r\n岛', 'a\tb', 'a\u202eb', 'a\u200bb', '\ud800', 'a\0'])(
    'row 78: the name %j is refused',
    (name) => {
      expect(faults(parkRequest, { ...park, name })).toEqual(['BAD_STRING /name']);
      expect(faults(tokenRequest, { name, scopes: ['read'] })).toEqual(['BAD_STRING /name']);
    },
  );

  it('rows 80 to 84: only http, https and smtp addresses; the host is for the server to judge', () => {
    const channel = { kind: 'webhook', name: 'ops', url: 'https://hooks.example/x' };
    expect(faults(channelRequest, channel)).toEqual([]);
    expect(faults(channelRequest, { ...channel, url: 'file:///etc/passwd' })).toEqual([
      'URL_NOT_ALLOWED /url',
    ]);
    expect(faults(channelRequest, { ...channel, url: 'gopher://x' })).toEqual(['URL_NOT_ALLOWED /url']);
    expect(faults(channelRequest, { ...channel, url: 'not a url' })).toEqual(['FIELD_INVALID /url']);
  });

  it('rows 123 to 125: a passphrase is taken whole, 10 KB and a list are refused', () => {
    const password = '园'.repeat(128);
    expect(accepted(signInRequest, { username: 'admin', password }).password).toBe(password);
    expect(faults(signInRequest, { username: 'admin', password: 'x'.repeat(10_240) })).toEqual([
      'OUT_OF_RANGE /password',
    ]);
    expect(faults(signInRequest, { username: ['a'], password: 'x' })).toEqual(['FIELD_TYPE /username']);
  });

  it('missing and mistyped fields are told apart, in both languages', () => {
    const parsed = parseRequest(parkRequest, { id: 5 });
    expect(parsed).toEqual({
      ok: false,
      errors: [
        {
          pointer: '/id',
          code: 'FIELD_TYPE',
          detail: { zh: '/id：应为 string', en: '/id: must be of type string' },
        },
        { pointer: '/name', code: 'FIELD_MISSING', detail: { zh: '/name：必填', en: '/name: required' } },
      ],
    });
    expect(faults(parkRequest, null)).toEqual(['FIELD_TYPE ']);
    expect(faults(parkRequest, undefined)).toEqual(['FIELD_MISSING ']);
    expect(faults(parkRequest, [])).toEqual(['FIELD_TYPE ']);
    expect(faults(parkPatch, {})).toEqual(['FIELD_MISSING ']);
  });

  it('at most 20 faults are listed', () => {
    const smuggled = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 1]));
    expect(faults(parkRequest, { ...park, ...smuggled })).toHaveLength(20);
  });
});

describe('requests', () => {
  it('a time zone is an IANA name', () => {
    expect(faults(parkRequest, { ...park, timeZone: 'Asia/Shanghai' })).toEqual([]);
    expect(faults(parkRequest, { ...park, timeZone: 'UTC' })).toEqual([]);
    expect(faults(parkRequest, { ...park, timeZone: 'Asia/Atlantis' })).toEqual([
      'UNKNOWN_TIME_ZONE /timeZone',
    ]);
    expect(faults(parkRequest, { ...park, timeZone: '+08:00' })).toEqual(['UNKNOWN_TIME_ZONE /timeZone']);
  });

  it('a token has one scope or two, each once', () => {
    expect(faults(tokenRequest, { name: 'gw', scopes: ['ingest', 'read'], park: 'p1' })).toEqual([]);
    expect(faults(tokenRequest, { name: 'gw', scopes: [] })).toEqual(['OUT_OF_RANGE /scopes']);
    expect(faults(tokenRequest, { name: 'gw', scopes: ['read', 'read'] })).toEqual(['FIELD_INVALID /scopes']);
    expect(faults(tokenRequest, { name: 'gw', scopes: ['admin'] })).toEqual(['FIELD_INVALID /scopes/0']);
  });

  it('a definition may be sent back as it was answered', () => {
    const answered = {
      measure: 'monitor_online_ratio',
      version: 2,
      effectiveFrom: '2013-01-01T00:00:00Z',
      input: 'auto',
      judge: 'window',
      periods: 1,
      windowSeconds: 86_400,
      freshSeconds: null,
      onlineWithinSeconds: 300,
      onlineNominalPeriods: 3,
      onlineMinSeconds: 180,
      seenWithinSeconds: 86_400,
      slotSeconds: 900,
      slotShare: '0.99',
      validFlags: ['N'],
      completeness: 'any',
      requiredFields: null,
      dwell: { downSeconds: 1800, upSeconds: 86_400, staleSeconds: 86_400 },
    };
    const { measure: _measure, version: _version, ...fields } = answered;
    expect(accepted(definitionRequest, answered)).toEqual({ ...fields, effectiveFrom: Date.UTC(2013, 0, 1) });
    expect(accepted(definitionRequest, {})).toEqual({});
    expect(accepted(definitionRequest, { dwell: { downSeconds: 0 } })).toEqual({
      dwell: { downSeconds: 0, upSeconds: 86_400, staleSeconds: 86_400 },
    });
    expect(
      faults(definitionRequest, { completeness: '1.1', slotShare: 0.5, judge: 'week', dwell: { up: 1 } }),
    ).toEqual([
      'FIELD_INVALID /judge',
      'FIELD_TYPE /slotShare',
      'OUT_OF_RANGE /completeness',
      'UNKNOWN_FIELD /dwell/up',
    ]);
  });

  it('an attestation speaks of one capability clause or of an indicator up to a level', () => {
    expect(accepted(attestationRequest, { clause: 'I17.S2.c1', status: 'unmet', from: FROM })).toEqual({
      clause: 'I17.S2.c1',
      status: 'unmet',
      from: Date.parse(FROM),
    });
    expect(
      accepted(attestationRequest, { indicator: 'I10', upTo: 'S3', from: FROM, to: TO, note: '一行\n两行' }),
    ).toMatchObject({ indicator: 'I10', upTo: 'S3' });
    expect(faults(attestationRequest, { clause: 'I17.S2.c99', status: 'met', from: FROM })).toEqual([
      'UNKNOWN_CLAUSE /clause',
    ]);
    expect(faults(attestationRequest, { clause: 'I10.S3.m1', status: 'met', from: FROM })).toEqual([
      'UNKNOWN_CLAUSE /clause',
    ]);
    expect(faults(attestationRequest, { indicator: 'I47', upTo: 'S3', from: FROM })).toEqual([
      'UNKNOWN_INDICATOR /indicator',
    ]);
    expect(faults(attestationRequest, { indicator: 'I10', upTo: 'S6', from: FROM })).toEqual([
      'FIELD_INVALID /upTo',
    ]);
    expect(faults(attestationRequest, { clause: 'I17.S2.c1', status: 'met', from: '2026-11-01' })).toEqual([
      'TS_INVALID /from',
    ]);
    expect(
      faults(attestationRequest, { clause: 'I17.S2.c1', status: 'met', from: '2026-11-01T00:00:00' }),
    ).toEqual(['TS_NO_OFFSET /from']);
    expect(
      faults(attestationRequest, { clause: 'I17.S2.c1', status: 'met', from: FROM, role: 'admin' }),
    ).toEqual(['UNKNOWN_FIELD /role']);
    expect(faults(attestationRequest, { clause: 'I17.S2.c1', status: 'met', from: TO, to: FROM })).toEqual([
      'RANGE_INVALID /to',
    ]);
  });

  it('alerts are shelved with a reason and an end', () => {
    expect(accepted(shelveRequest, { reason: '检修', until: TO })).toEqual({
      reason: '检修',
      until: Date.parse(TO),
    });
    expect(faults(shelveRequest, { until: TO })).toEqual(['FIELD_MISSING /reason']);
  });

  it('1 to 1000 dead letters are replayed at once', () => {
    expect(faults(replayRequest, { ids: [] })).toEqual(['OUT_OF_RANGE /ids']);
    expect(faults(replayRequest, { ids: ['17', "1' OR '1'='1"] })).toEqual(['ID_INVALID /ids/1']);
  });
});

describe('queries', () => {
  it('a plus sign that was not escaped is understood', () => {
    expect(accepted(momentQuery, { at: '2026-11-01T00:00:00 08:00' })).toEqual({ at: Date.parse(FROM) });
  });

  it('a trend is of the whole score unless told; how finely is left open', () => {
    expect(accepted(trendQuery, span)).toEqual({
      from: Date.parse(FROM),
      to: Date.parse(TO),
      node: 'Z',
    });
    expect(faults(trendQuery, { ...span, node: 'I47', interval: '5m' })).toEqual([
      'FIELD_INVALID /interval',
      'UNKNOWN_INDICATOR /node',
    ]);
    for (const node of ['P1', 'Q17', 'I46']) expect(faults(trendQuery, { ...span, node })).toEqual([]);
  });

  it('a value is asked for a period or a moment, of one member at most', () => {
    expect(accepted(valueQuery, { period: '2014-02-26T05', device: 'D-17' })).toEqual({
      period: '2014-02-26T05',
      device: 'D-17',
    });
    expect(faults(valueQuery, { period: '2014-02-30' })).toEqual(['FIELD_INVALID /period']);
    expect(faults(valueQuery, { period: '2014', at: FROM })).toEqual(['FIELD_INVALID /at']);
    expect(faults(valueQuery, { device: 'D', enterprise: 'E' })).toEqual(['FIELD_INVALID /device']);
  });

  it('a series needs its span', () => {
    expect(faults(seriesQuery, { from: FROM })).toEqual(['FIELD_MISSING /to']);
  });

  it('lists have cursors that we write', () => {
    expect(accepted(pageQuery, { limit: '50', cursor: 'aGVsbG8_-' })).toEqual({
      limit: 50,
      cursor: 'aGVsbG8_-',
    });
    expect(faults(pageQuery, { cursor: '../x' })).toEqual(['BAD_CURSOR /cursor']);
    expect(faults(deadLetterQuery, { code: 'NO_SUCH' })).toEqual(['FIELD_INVALID /code']);
    expect(accepted(alertQuery, { state: 'firing' })).toEqual({ state: 'firing' });
  });
});

describe('POST /standard/infer', () => {
  const infer = (text: string) => {
    const reading = readJson(new TextEncoder().encode(text), REQUEST_LIMITS);
    if (!reading.ok) throw new Error(reading.refusal.code);
    return parseRequest(inferRequest, reading.value);
  };
  const codes = (text: string): readonly string[] => {
    const parsed = infer(text);
    return parsed.ok ? [] : parsed.errors.map(({ code, pointer }) => `${code} ${pointer}`);
  };
  const measure = (value: string) => `{"measures":{"iot_access_ratio_design":${value}}}`;

  it('takes a number, a value, or numerator and denominator, with every digit', () => {
    const parsed = infer(
      '{"measures":{"iot_access_ratio_design":{"numerator":83,"denominator":100,"stale":true},"data_lake_ratio":0.79999999999999999999,"video_retention_days":{"value":9e1}},"capabilities":{"I10":"S3","I17.S2.c1":"unmet"}}',
    );
    expect(parsed).toEqual({
      ok: true,
      value: {
        measures: new Map([
          ['iot_access_ratio_design', { numerator: '83', denominator: '100', stale: true }],
          ['data_lake_ratio', { numerator: '0.79999999999999999999', denominator: null, stale: false }],
          ['video_retention_days', { numerator: '90', denominator: null, stale: false }],
        ]),
        upTo: new Map([['I10', 'S3']]),
        overrides: new Map([['I17.S2.c1', 'unmet']]),
      },
    });
    expect(infer('{}')).toMatchObject({ ok: true });
  });

  it.each([
    '1.5',
    '-0.1',
    '{"numerator":5,"denominator":0}',
    '{"numerator":0,"denominator":0}',
    '{"numerator":7,"denominator":5}',
  ])('ruling A11: %s is well formed, so no fault here', (value) => {
    expect(codes(measure(value))).toEqual([]);
  });

  it.each([
    ['"0.8"', 'FIELD_TYPE /measures/iot_access_ratio_design'],
    ['"NaN"', 'FIELD_TYPE /measures/iot_access_ratio_design'],
    ['null', 'FIELD_TYPE /measures/iot_access_ratio_design'],
    ['[1]', 'FIELD_TYPE /measures/iot_access_ratio_design'],
    ['true', 'FIELD_TYPE /measures/iot_access_ratio_design'],
    ['{"value":"1"}', 'FIELD_TYPE /measures/iot_access_ratio_design/value'],
    ['{}', 'FIELD_MISSING /measures/iot_access_ratio_design/value'],
    ['{"numerator":1}', 'FIELD_MISSING /measures/iot_access_ratio_design/denominator'],
    ['{"value":1,"denominator":1}', 'FIELD_INVALID /measures/iot_access_ratio_design/value'],
    ['{"value":1,"stale":"yes"}', 'FIELD_TYPE /measures/iot_access_ratio_design/stale'],
    ['{"value":1,"unit":"%"}', 'UNKNOWN_FIELD /measures/iot_access_ratio_design/unit'],
    ['1e400', 'VALUE_NOT_FINITE /measures/iot_access_ratio_design'],
  ])('%s is %s', (value, fault) => {
    expect(codes(measure(value))).toEqual([fault]);
  });

  it('unknown measures, indicators, clauses and levels are refused by name', () => {
    expect(
      codes(
        '{"measures":{"no_such":1},"capabilities":{"I47":"S3","I10.S3.c99":"met","I10.S3.m1":"met","I10":"S6","I17.S2.c1":"maybe"}}',
      ),
    ).toEqual([
      'UNKNOWN_MEASURE /measures/no_such',
      'UNKNOWN_INDICATOR /capabilities/I47',
      'UNKNOWN_CLAUSE /capabilities/I10.S3.c99',
      'UNKNOWN_CLAUSE /capabilities/I10.S3.m1',
      'UNKNOWN_LEVEL /capabilities/I10',
      'FIELD_INVALID /capabilities/I17.S2.c1',
    ]);
    expect(codes('{"measure":{}}')).toEqual(['UNKNOWN_FIELD /measure']);
    expect(codes('{"measures":[]}')).toEqual(['FIELD_TYPE /measures']);
  });

  it('more than 200 measures are too many', () => {
    const measures = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`m${index}`, 1]));
    expect(faults(inferRequest, { measures })).toEqual(['TOO_MANY /measures']);
  });
});

describe('POST /standard/score', () => {
  const all = Object.fromEntries(
    Array.from({ length: 46 }, (_, index) => [`I${String(index + 1).padStart(2, '0')}`, 'S3']),
  );

  it('takes one level for each of the 46 indicators', () => {
    expect(accepted(scoreRequest, { levels: all })).toEqual({ levels: all });
  });

  it('names what is missing, unknown or no level', () => {
    const { I07: _left, ...rest } = all;
    expect(faults(scoreRequest, { levels: { ...rest, I99: 'S3', I01: 's3' } })).toEqual([
      'UNKNOWN_LEVEL /levels/I01',
      'UNKNOWN_INDICATOR /levels/I99',
      'FIELD_MISSING /levels/I07',
    ]);
    expect(faults(scoreRequest, {})).toEqual(['FIELD_MISSING /levels']);
  });
});
