import type {
  Assessment,
  Explanation,
  FeedsAnswer,
  IndicatorDetail,
  MeasureDefinitionAnswer,
  MeasureValueAnswer,
  ProblemDocument,
  Series,
  Trend,
  Trends,
} from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PARK = '/api/v1/parks/p1';
const MEASURE = 'iot_access_ratio_design';

let server: TestServer;
let start = 0;
let count = 0;
const iso = (at: number) => new Date(at).toISOString();
const text = (at: number) => encodeURIComponent(iso(at));

const reading = (at: number, numerator: number, change: object = {}) => {
  count += 1;
  return {
    specversion: '1.0',
    type: 'parkpulse.measure.reading.v1',
    source: 'urn:test',
    id: `e-${count}`,
    subject: 'p1',
    time: iso(at),
    data: { readings: [{ measure: MEASURE, numerator, denominator: 1000 }] },
    ...change,
  };
};

/** Sends and waits until everything sent is assessed. */
async function send(events: readonly object[]): Promise<void> {
  const answer = await server.events(events);
  expect(answer.body).toEqual({ accepted: events.length, rejected: [] });
  await settled();
}

async function settled(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await server.get<FeedsAnswer>(`${PARK}/feeds`)).body.backlog === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the backlog did not drain');
}

beforeAll(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: '一号园区' });
  start = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR;
  await send([reading(start, 650), reading(start + HOUR, 660), reading(start + 2 * HOUR, 670)]);
});
afterAll(() => server.stop());

describe('a park that sends readings', () => {
  it('is assessed: the candidate level follows the data, the assured one waits for attestations', async () => {
    const { body } = await server.get<Assessment>(`${PARK}/assessment`);
    const iot = body.indicators.find(({ id }) => id === 'I10');
    expect(iot).toMatchObject({ assured: 'S1', candidate: 'S3', ceiling: 'S3', max: '3.7500', stale: false });
    expect(body.score.candidate).toEqual({ z: '2.6250', grade: 'initial' });
    expect(body).toMatchObject({ park: 'p1', edition: 'HG/T 6313-2024' });
  });

  it('is remembered as it was, and as it was known then', async () => {
    const before = (await server.get<Assessment>(`${PARK}/assessment?at=${text(start - MINUTE)}`)).body;
    expect(before.score.candidate.z).toBe('0.0000');
    const unknown = (
      await server.get<Assessment>(
        `${PARK}/assessment?at=${text(start + HOUR)}&knownAt=${text(start + HOUR)}`,
      )
    ).body;
    expect(unknown.score.candidate.z).toBe('0.0000');
  });

  it('explains an indicator clause by clause, down to the event', async () => {
    const { body } = await server.get<IndicatorDetail>(`${PARK}/indicators/I10`);
    expect(body.clauses.find(({ id }) => id === 'I10.S3.m1')).toMatchObject({
      status: 'met',
      raw: 'met',
      measure: MEASURE,
      comparator: '>=',
      threshold: '0.6',
      numerator: 670,
      denominator: 1000,
      value: '0.67',
      decidedBy: { source: 'urn:test', topic: 'park.measures' },
    });
    expect(body.next).toMatchObject({ level: 'S4' });
    expect((await server.get(`${PARK}/indicators/I47`)).status).toBe(404);
  });

  it('draws many trends in one answer, each as it is drawn alone', async () => {
    const span = `from=${text(start)}&to=${text(start + 3 * HOUR)}&interval=1h`;
    const nodes = ['Z', 'P2', 'I10', 'I11'];
    const together = (await server.get<Trends>(`${PARK}/trends?${span}&nodes=${nodes.join(',')}`)).body;
    expect(Object.keys(together.nodes).sort()).toEqual(nodes.toSorted());
    for (const node of nodes) {
      const {
        time,
        revision,
        node: _node,
        ...alone
      } = (await server.get<Trend>(`${PARK}/trend?${span}&node=${node}`)).body;
      expect(together.nodes[node]).toEqual(alone);
      expect([together.time, together.revision]).toEqual([time, revision]);
    }
    expect(Object.keys((await server.get<Trends>(`${PARK}/trends?${span}`)).body.nodes)).toHaveLength(46);
    const refused = await server.get<{ code: string }>(`${PARK}/trends?${span}&nodes=Z,X1`);
    expect([refused.status, refused.body.code]).toEqual([400, 'UNKNOWN_INDICATOR']);
  });

  it('draws trends and series in columns', async () => {
    const span = `from=${text(start)}&to=${text(start + 3 * HOUR)}`;
    const trend = (await server.get<Trend>(`${PARK}/trend?${span}&interval=1h&node=I10`)).body;
    expect(trend.time.length).toBe(3);
    expect(trend.candidate.slice(0, 3)).toEqual(['S3', 'S3', 'S3']);
    expect((await server.get<Trend>(`${PARK}/trend?${span}&interval=1h&node=Z`)).body.candidate[0]).toBe(
      '2.6250',
    );
    const series = (await server.get<Series>(`${PARK}/measures/${MEASURE}/series?${span}`)).body;
    expect(series.numerator).toEqual([650, 660, 670]);
    expect(
      (await server.get<Series>(`${PARK}/measures/${MEASURE}/series?${span}&interval=1h`)).body.mean?.[0],
    ).toBe('0.65');
    expect((await server.get(`${PARK}/measures/nothing/series?${span}`)).status).toBe(404);
  });

  it('gives a measure over a period and at a moment', async () => {
    const { body } = await server.get(`${PARK}/measures/${MEASURE}/value?at=${text(start + HOUR + MINUTE)}`);
    expect(body).toMatchObject({
      measure: MEASURE,
      status: 'known',
      numerator: 660,
      denominator: 1000,
      value: '0.66',
      definition: { version: 1 },
    });
    const early = await server.get(`${PARK}/measures/${MEASURE}/value?at=${text(start - HOUR)}`);
    expect(early.body).toMatchObject({ status: 'unknown', reason: 'insufficient_data' });
  });

  it.each([
    ['from after to', (s: number) => `trend?from=${text(s + HOUR)}&to=${text(s)}`, 400, 'RANGE_INVALID'],
    [
      'fifty years by the hour',
      (s: number) => `trend?from=1980-01-01T00:00:00Z&to=${text(s)}&interval=1h`,
      422,
      'RANGE_TOO_LARGE',
    ],
    [
      'no such node',
      (s: number) => `trend?from=${text(s)}&to=${text(s + HOUR)}&node=X1`,
      400,
      'UNKNOWN_INDICATOR',
    ],
    ['a time without an offset', () => 'assessment?at=2026-01-01T00:00:00', 400, 'TS_NO_OFFSET'],
    ['an unknown parameter', () => 'assessment?when=now', 400, 'UNKNOWN_FIELD'],
    ['a missing parameter', () => 'transitions', 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_name, path, status, code) => {
    const answer = await server.get(`${PARK}/${path(start)}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('tells each level change with its cause, and explains the score exactly', async () => {
    const span = `from=${text(start - HOUR)}&to=${text(Date.now())}`;
    const { items } = (await server.get(`${PARK}/transitions?${span}`)).body;
    const stable = items.filter(({ series, level }) => series === 'stable' && level === 'candidate');
    expect(stable).toMatchObject([
      { indicator: 'I10', from: 'S1', to: 'S3', cause: 'value', points: '2.6250' },
    ]);
    const asked = `${PARK}/transitions?${span}&level=candidate&series=stable`;
    expect((await server.get(asked)).body).toEqual({ items: stable, next: null });
    expect((await server.get(`${asked}&order=desc&limit=1`)).body.items).toEqual(stable);
    expect((await server.get(`${asked}&indicator=I11`)).body.items).toEqual([]);
    const explained = (await server.get<Explanation>(`${PARK}/explain?${span}`)).body;
    expect(explained).toMatchObject({ zFrom: '0.0000', zTo: '2.6250', difference: '2.6250' });
    expect(explained.terms).toMatchObject([{ indicator: 'I10', points: '2.6250' }]);
  });

  it('corrects history when a restatement comes, and keeps what was believed', async () => {
    const known = iso(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 20));
    await send([reading(start + 2 * HOUR, 500, { sequence: 1 })]);
    const at = text(start + 2 * HOUR);
    const now = (await server.get<MeasureValueAnswer>(`${PARK}/measures/${MEASURE}/value?at=${at}`)).body;
    const then = (
      await server.get<MeasureValueAnswer>(
        `${PARK}/measures/${MEASURE}/value?at=${at}&knownAt=${encodeURIComponent(known)}`,
      )
    ).body;
    expect([now.numerator, then.numerator]).toEqual([500, 670]);
  });
});

interface Attested extends ProblemDocument {
  readonly clauses: readonly unknown[];
}

describe('attestations', () => {
  const post = (body: object) => server.send<Attested>('POST', `${PARK}/attestations`, body);

  it('of an indicator up to a level count at once for each of its capability clauses', async () => {
    const made = await post({ indicator: 'I01', upTo: 'S3', from: iso(start) });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ indicator: 'I01', upTo: 'S3', by: 'admin', verifiedBy: 'admin' });
    await settled();
    const { body } = await server.get<Assessment>(`${PARK}/assessment`);
    expect(body.indicators[0]).toMatchObject({ id: 'I01', assured: 'S3', candidate: 'S3' });
    const listed = (await server.get(`${PARK}/attestations`)).body.items;
    expect(listed.length).toBe(made.body.clauses.length);
    expect(listed[0]?.['clause']).toMatch(/^I01\.S[23]\.c\d$/);
  });

  it('of one clause may refute, and the newest is in force', async () => {
    const clause = 'I01.S2.c1';
    expect((await post({ clause, status: 'unmet', from: iso(start + HOUR), note: '现场核查' })).status).toBe(
      201,
    );
    await settled();
    expect((await server.get<Assessment>(`${PARK}/assessment`)).body.indicators[0]).toMatchObject({
      id: 'I01',
      ceiling: 'S1',
    });
    expect(
      (await server.get<Assessment>(`${PARK}/assessment?at=${text(start + MINUTE)}`)).body.indicators[0],
    ).toMatchObject({ assured: 'S3' });
  });

  it.each([
    [{ clause: 'I10.S3.m1', status: 'met', from: '2026-01-01T00:00:00Z' }, 'UNKNOWN_CLAUSE'],
    [{ clause: 'I10.S3.c99', status: 'met', from: '2026-01-01T00:00:00Z' }, 'UNKNOWN_CLAUSE'],
    [{ clause: 'I10.S3.c1', status: 'unknown', from: '2026-01-01T00:00:00Z' }, 'FIELD_INVALID'],
    [{ clause: 'I10.S3.c1', status: 'met', from: '2026-01-01' }, 'TS_INVALID'],
    [{ indicator: 'I10', upTo: 'S9', from: '2026-01-01T00:00:00Z' }, 'FIELD_INVALID'],
  ])('refuse %j', async (body, code) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});

describe('measure definitions', () => {
  const path = `${PARK}/definitions/monitor_online_ratio`;

  it('are the default until the park puts a version of its own', async () => {
    expect((await server.get(path)).body).toMatchObject({
      version: 1,
      onlineMinSeconds: 180,
      judge: 'window',
    });
    const put = await server.send<MeasureDefinitionAnswer>('PUT', path, {
      onlineWithinSeconds: 300,
      effectiveFrom: iso(start),
    });
    expect([put.status, put.body.version, put.body.onlineWithinSeconds]).toEqual([200, 2, 300]);
    expect((await server.get<MeasureDefinitionAnswer>(path)).body.version).toBe(2);
    expect((await server.get<MeasureDefinitionAnswer>(`${path}?at=${text(start - 1000)}`)).body.version).toBe(
      1,
    );
    expect((await server.get<MeasureDefinitionAnswer>(`${path}?version=2`)).body.onlineWithinSeconds).toBe(
      300,
    );
    expect((await server.get(`${path}?version=7`)).status).toBe(404);
    await settled();
  });

  it('take back what they gave', async () => {
    const { body } = await server.get(path);
    expect((await server.send<MeasureDefinitionAnswer>('PUT', path, body)).body.version).toBe(3);
  });

  it('refuse fields that mean nothing', async () => {
    expect((await server.send('PUT', path, { slotShare: '1.5' })).status).toBe(400);
    expect((await server.send('PUT', path, { windowSecond: 5 })).body.code).toBe('UNKNOWN_FIELD');
    expect((await server.get(`${PARK}/definitions/nothing`)).status).toBe(404);
  });
});

describe('provenance', () => {
  it('of an ordinary park is live', async () => {
    expect((await server.get(`${PARK}/provenance`)).body).toMatchObject({ park: 'p1', kind: 'live' });
  });
});
