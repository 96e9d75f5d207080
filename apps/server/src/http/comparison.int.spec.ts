import type {
  Annotation,
  Attestation,
  Comparison,
  FeedsAnswer,
  IndicatorDetail,
  MeasureValueAnswer,
  Page,
  Target,
  Transition,
} from '@parkpulse/contracts';
import { HGT_6313_2024 } from '@parkpulse/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PARK = '/api/v1/parks/p1';

let server: TestServer;
let start = 0;
let count = 0;
const iso = (at: number) => new Date(at).toISOString();

const event = (type: string, at: number, data: object, park = 'p1') => {
  count += 1;
  const head = { specversion: '1.0', source: 'urn:test', id: `c-${count}`, subject: park };
  return { ...head, type: `parkpulse.${type}.v1`, time: iso(at), data };
};
const reading = (at: number, measure: string, numerator: number, park = 'p1') =>
  event('measure.reading', at, { readings: [{ measure, numerator, denominator: 100 }] }, park);
const entry = (kind: string, id: string, from: number, attributes: object) =>
  event('registry.entry', from, { kind, id, effectiveFrom: iso(from), attributes });
const device = (from: number, stopUse: readonly object[] = []) =>
  entry('device', 'D-1', from, { nominalPeriodSeconds: 60, requiredByDesign: true, stopUse });

async function send(events: readonly object[]): Promise<void> {
  expect((await server.events(events)).body).toEqual({ accepted: events.length, rejected: [] });
  for (const park of ['p1', 'p2']) await settled(park);
}

async function settled(park: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if ((await server.get<FeedsAnswer>(`/api/v1/parks/${park}/feeds`)).body.backlog === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the backlog did not drain');
}

const measuresAt = async (query = '') =>
  (await server.get<Page<MeasureValueAnswer>>(`${PARK}/measures${query}`)).body.items;

beforeAll(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: '一号园区' });
  await server.send('POST', '/api/v1/parks', { id: 'p2', name: '二号园区' });
  start = Math.floor(Date.now() / HOUR) * HOUR - 6 * HOUR;
  const stop = { from: iso(start + 3 * HOUR), to: iso(start + 4 * HOUR), reason: '年度检修' };
  await send([
    reading(start, 'iot_access_ratio_design', 65),
    reading(start + HOUR, 'data_lake_ratio', 40),
    reading(start, 'iot_access_ratio_design', 90, 'p2'),
    entry('enterprise', 'E-1', start + HOUR, { name: '甲厂', status: 'commissioned' }),
    entry('enterprise', 'E-2', start + HOUR, { name: '乙厂', status: 'commissioned' }),
    entry('enterprise', 'E-2', start + 5 * HOUR, { name: '乙厂', status: 'suspended' }),
    device(start + HOUR),
    device(start + 2 * HOUR, [stop]),
  ]);
});
afterAll(() => server.stop());

describe('all measures at once', () => {
  it('are those of the standard, each as it is answered alone, now and then', async () => {
    const at = encodeURIComponent(iso(start + 2 * HOUR));
    const known = encodeURIComponent(iso(start));
    for (const query of [`?at=${at}`, `?at=${at}&knownAt=${known}`]) {
      const items = await measuresAt(query);
      expect(items.map(({ measure }) => measure)).toEqual(HGT_6313_2024.measures.map(({ key }) => key));
      for (const item of items) {
        const alone = await server.get<MeasureValueAnswer>(`${PARK}/measures/${item.measure}/value${query}`);
        expect(item).toEqual(alone.body);
      }
    }
    const known65 = (await measuresAt()).filter(({ status }) => status === 'known');
    expect(known65.map(({ measure }) => measure)).toContain('enterprise_count');
    expect((await measuresAt(`?at=${at}&knownAt=${known}`)).every(({ status }) => status === 'unknown')).toBe(
      true,
    );
  });
});

describe('all indicators at once', () => {
  it('are of one snapshot, each as it is answered alone', async () => {
    const at = encodeURIComponent(iso(start + 2 * HOUR));
    const { items } = (await server.get<Page<IndicatorDetail>>(`${PARK}/indicators?at=${at}`)).body;
    expect(items.length).toBe(46);
    expect(new Set(items.map(({ revision }) => revision)).size).toBe(1);
    for (const id of ['I05', 'I10', 'I22']) {
      const alone = (await server.get<IndicatorDetail>(`${PARK}/indicators/${id}?at=${at}`)).body;
      expect(items.find((item) => item.id === id)).toEqual(alone);
    }
  });
});

describe('annotations', () => {
  const between = async (from: number, to: number) => {
    const span = `from=${encodeURIComponent(iso(from))}&to=${encodeURIComponent(iso(to))}`;
    return (await server.get<Page<Annotation>>(`${PARK}/annotations?${span}`)).body.items;
  };

  it('tell of the register once per moment and kind, and of stop-use with its end and reason', async () => {
    const items = await between(start, start + 6 * HOUR);
    expect(items.map(({ kind, at, subject, change, count: of }) => [kind, at, subject, change, of])).toEqual([
      ['registry', iso(start + HOUR), 'enterprise', 'added', 2],
      ['registry', iso(start + HOUR), 'device', 'added', 1],
      ['stop_use', iso(start + 3 * HOUR), 'device', null, 1],
      ['registry', iso(start + 5 * HOUR), 'enterprise', 'changed', 1],
    ]);
    expect(items[0]?.ids).toEqual(['E-1', 'E-2']);
    expect(items[2]).toMatchObject({ to: iso(start + 4 * HOUR), reason: '年度检修', ids: ['D-1'] });
  });

  it('tell of maintenance as the devices say, those of a gateway as one, until they say something else', async () => {
    const states = (at: number, ids: readonly string[], state: string) =>
      event('device.status', at, { devices: ids.map((id) => ({ device: id, state })) });
    const from = start - 2 * DAY;
    await send([
      states(from, ['D-7', 'D-8', 'D-9'], 'maintenance'),
      states(from + HOUR / 2, ['D-7'], 'maintenance'),
      states(from + HOUR, ['D-7', 'D-8'], 'online'),
    ]);
    const stretches = async (begin: number) =>
      (await between(begin, begin + 2 * HOUR)).map(({ kind, at, to, ids }) => [kind, at, to, ids]);
    const open = ['maintenance', iso(from), null, ['D-9']];
    expect(await stretches(from - HOUR)).toEqual([
      ['maintenance', iso(from), iso(from + HOUR), ['D-7', 'D-8']],
      open,
    ]);
    expect(await stretches(from + 2 * HOUR)).toEqual([open]);
    await send([states(from + 2 * HOUR, ['D-9'], 'online')]);
    expect(await stretches(from + 2 * HOUR)).toEqual([]);
  });

  it('name a definition that came into force, and only within the span', async () => {
    const effectiveFrom = iso(start + 2 * HOUR);
    await server.send('PUT', `${PARK}/definitions/data_lake_ratio`, { effectiveFrom, freshSeconds: 7200 });
    const found = await between(start + 2 * HOUR, start + 3 * HOUR);
    expect(found).toMatchObject([
      { kind: 'definition', at: effectiveFrom, subject: 'data_lake_ratio', version: 2 },
    ]);
    expect(await between(start - DAY, start)).toEqual([]);
  });
});

describe('the comparison of parks', () => {
  it('gives every park its score, its versions and thirty days', async () => {
    const { items } = (await server.get<Comparison>('/api/v1/comparison')).body;
    expect(items.map(({ park }) => park)).toEqual(['p1', 'p2']);
    const [p1, p2] = items;
    expect(p2?.score.candidate.z).toBe('3.1875');
    expect(p1).toMatchObject({ edition: 'HG/T 6313-2024', name: '一号园区', ownDefinitions: 1 });
    expect(p2?.ownDefinitions).toBe(0);
    expect(p2?.primary.length).toBe(6);
    expect(p2?.trend.candidate.at(-1)).toBe('3.1875');
    expect(p2?.trend.candidate[0]).toBeNull();
  });

  it('shows a token of one park that park alone', async () => {
    const headers = await server.token(['read'], 'p2');
    const { items } = (await server.get<Comparison>('/api/v1/comparison', headers)).body;
    expect(items.map(({ park }) => park)).toEqual(['p2']);
  });
});

describe('filters', () => {
  it('of level changes: one indicator, newest first, in pages', async () => {
    const span = `from=${encodeURIComponent(iso(start - HOUR))}&to=${encodeURIComponent(iso(Date.now()))}`;
    const ask = async (rest: string) =>
      (await server.get<Page<Transition>>(`${PARK}/transitions?${span}${rest}`)).body;
    const all = (await ask('')).items;
    const of = all.filter(({ indicator }) => indicator === 'I10');
    expect(of.length).toBeGreaterThan(0);
    expect(of.length).toBeLessThan(all.length);
    expect((await ask('&indicator=I10')).items).toEqual(of);
    const first = await ask('&order=desc&limit=1');
    const second = await ask(`&order=desc&limit=1000&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.toReversed());
    const walked = [...first.items];
    for (let { next } = first; next !== null;) {
      const page = await ask(`&order=desc&limit=1&cursor=${next}`);
      walked.push(...page.items);
      next = page.next;
    }
    expect(walked).toEqual(all.toReversed());
    expect((await server.get(`${PARK}/transitions?${span}&indicator=I99`)).body.code).toBe(
      'UNKNOWN_INDICATOR',
    );
  });

  it('of attestations: one indicator, either order', async () => {
    for (const clause of ['I17.S2.c1', 'I18.S2.c1', 'I17.S3.c1'])
      await server.send('POST', `${PARK}/attestations`, { clause, status: 'met', from: iso(start) });
    const ask = async (query: string) =>
      (await server.get<Page<Attestation>>(`${PARK}/attestations?${query}`)).body.items.map(
        ({ clause }) => clause,
      );
    expect(await ask('indicator=I17')).toEqual(['I17.S3.c1', 'I17.S2.c1']);
    expect(await ask('indicator=I17&order=asc')).toEqual(['I17.S2.c1', 'I17.S3.c1']);
    expect(await ask('')).toHaveLength(3);
  });
});

describe('targets', () => {
  const targets = async () => (await server.get<Page<Target>>(`${PARK}/targets`)).body.items;

  it('are set, changed, listed and given up, each on record', async () => {
    const body = { level: 'S4', owner: '安监局', due: '2026-12-31' };
    const put = await server.send<Target>('PUT', `${PARK}/targets/I10`, body);
    expect([put.status, put.body]).toMatchObject([200, { ...body, indicator: 'I10', by: 'admin' }]);
    await server.send('PUT', `${PARK}/targets/I10`, { level: 'S5' });
    expect(await targets()).toMatchObject([{ indicator: 'I10', level: 'S5', owner: null, due: null }]);
    expect((await server.send('DELETE', `${PARK}/targets/I10`)).status).toBe(204);
    expect((await server.send('DELETE', `${PARK}/targets/I10`)).status).toBe(404);
    expect(await targets()).toEqual([]);
  });

  it.each([
    [{ level: 'S1' }, 400],
    [{ level: 'S4', due: '2026-02-30' }, 400],
    [{ level: 'S4', owner: 'x\ny' }, 400],
    [{ level: 'S4', note: 'x' }, 400],
  ])('refuse %j', async (body, status) => {
    expect((await server.send('PUT', `${PARK}/targets/I10`, body)).status).toBe(status);
    expect((await server.send('PUT', `${PARK}/targets/I99`, { level: 'S4' })).status).toBe(404);
  });

  it('may be read with a token and not changed', async () => {
    const headers = await server.token(['read'], 'p1');
    expect((await server.get(`${PARK}/targets`, headers)).status).toBe(200);
    expect((await server.send('PUT', `${PARK}/targets/I10`, { level: 'S4' }, headers)).status).toBe(403);
  });
});
