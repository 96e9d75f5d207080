import { INDICATOR_IDS } from '@parkpulse/domain';
import type { InferAnswer, ProblemDocument, ScoreAnswer, StandardAnswer } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const infer = (body: object) =>
  server.send<InferAnswer & ProblemDocument>('POST', '/api/v1/standard/infer', body);
const indicator = (answer: { readonly body: InferAnswer }, id: string) =>
  answer.body.indicators.find((each) => each.id === id);

describe('GET /standard', () => {
  it('tells the 6, 17 and 46 indicators with weights, clauses and thresholds', async () => {
    const { body } = await server.get<StandardAnswer>('/api/v1/standard');
    expect([body.primary.length, body.secondary.length, body.indicators.length]).toEqual([6, 17, 46]);
    const iot = body.indicators.find(({ id }) => id === 'I10');
    expect(iot).toMatchObject({ zh: '物联网平台', secondary: 'Q04', weight: '0.15', max: '3.7500' });
    const s3 = iot?.levels.find(({ level }) => level === 'S3');
    expect(s3?.clauses[0]).toMatchObject({
      id: 'I10.S3.m1',
      kind: 'measure',
      measure: 'iot_access_ratio_design',
      comparator: '>=',
      threshold: '0.6',
    });
    expect(body.rulings.length).toBeGreaterThan(30);
    expect(body.measures.find(({ key }) => key === 'iot_access_ratio_design')).toMatchObject({
      unit: 'ratio',
    });
  });
});

describe('POST /standard/infer', () => {
  it('infers nothing from nothing', async () => {
    const answer = await infer({});
    expect(answer.body.indicators.length).toBe(46);
    expect(answer.body.score).toEqual({
      assured: { z: '0.0000', grade: 'initial' },
      candidate: { z: '0.0000', grade: 'initial' },
      ceiling: { z: '100.0000', grade: 'smart' },
    });
  });

  it('takes a ratio in every form, and compares all digits', async () => {
    for (const value of [{ numerator: 83, denominator: 100 }, 0.83, { value: 0.83 }]) {
      expect(indicator(await infer({ measures: { iot_access_ratio_design: value } }), 'I10')).toMatchObject({
        candidate: 'S4',
      });
    }
    const close = await fetch(`${server.url}/api/v1/standard/infer`, {
      method: 'POST',
      body: '{"measures":{"iot_access_ratio_design":0.79999999999999999999}}',
      headers: { 'content-type': 'application/json', cookie: server.cookie },
    });
    expect(indicator({ body: (await close.json()) as never }, 'I10')).toMatchObject({ candidate: 'S3' });
  });

  it('attests up to a level and lets a clause override', async () => {
    const attested = await infer({
      measures: { iot_access_ratio_design: 0.83 },
      capabilities: { I10: 'S4' },
    });
    expect(indicator(attested, 'I10')).toMatchObject({ assured: 'S4', candidate: 'S4' });
    const refuted = await infer({
      measures: { iot_access_ratio_design: 0.83 },
      capabilities: { I10: 'S4', 'I10.S3.c2': 'unmet' },
    });
    expect(indicator(refuted, 'I10')).toMatchObject({ assured: 'S2', ceiling: 'S2' });
  });

  it.each([
    [{ measures: { no_such_measure: 1 } }, '/measures/no_such_measure'],
    [{ measures: { iot_access_ratio_design: '0.8' } }, '/measures/iot_access_ratio_design'],
    [{ capabilities: { I47: 'S3' } }, '/capabilities/I47'],
    [{ capabilities: { I10: 'S9' } }, '/capabilities/I10'],
    [{ measure: {} }, '/measure'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await infer(body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('POST /standard/score', () => {
  const all = (level: string) => Object.fromEntries(INDICATOR_IDS.map((id) => [id, level]));

  it('scores by the formulas', async () => {
    const answer = await server.send<ScoreAnswer>('POST', '/api/v1/standard/score', {
      levels: { ...all('S5'), I10: 'S4' },
    });
    expect(answer.body).toMatchObject({ z: '99.4375', grade: 'smart' });
    expect(answer.body.primary).toMatchObject({ P1: '4.0000', P3: '24.4375' });
    expect(
      (await server.send<ScoreAnswer>('POST', '/api/v1/standard/score', { levels: all('S1') })).body.z,
    ).toBe('0.0000');
  });

  it('wants all 46', async () => {
    const answer = await server.send('POST', '/api/v1/standard/score', { levels: { I01: 'S3' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
  });
});
