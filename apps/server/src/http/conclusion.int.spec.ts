import type { Assessment, ConclusionAnswer, ProblemDocument, StandardAnswer } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

const PARK = '/api/v1/parks/p1';
let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: '一号园区' });
});
afterAll(() => server.stop());

const conclusion = async (query = '') =>
  (await server.get<ConclusionAnswer>(`${PARK}/conclusion${query}`)).body;
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const declaration = () => ({ riskClass: 'C', incidents: [], completeTo: today() });
const declare = (change: object = {}) =>
  server.send<ConclusionAnswer & ProblemDocument>('PUT', `${PARK}/eligibility`, {
    ...declaration(),
    ...change,
  });
const judge = (body: object) =>
  server.send<ConclusionAnswer & ProblemDocument>('POST', `${PARK}/judgements`, body);

describe('the conclusion', () => {
  it('begins with nothing shown, and the grade of what was measured', async () => {
    const body = await conclusion();
    expect(body).toMatchObject({ z: '0.0000', grade: 'initial', agreement: 'open' });
    expect([body.gate.status, body.gate.declaration]).toEqual(['not_shown', null]);
    expect(body.keyItems.map(({ grade, status, items }) => [grade, status, items.length])).toEqual([
      ['initial', 'unknown', 4],
      ['enhanced', 'unknown', 4],
      ['smart', 'unknown', 4],
    ]);
  });

  it('opens and shuts the gate by what is declared, and remembers what was known', async () => {
    expect((await declare()).body.gate.status).toBe('eligible');
    const between = encodeURIComponent(new Date().toISOString());
    await new Promise((resolve) => setTimeout(resolve, 5));
    const accident = { kind: 'safety', grade: 'major', on: today(), name: '某装置爆燃' };
    const { gate } = (await declare({ incidents: [accident] })).body;
    expect(gate.status).toBe('not_eligible');
    expect(gate.conditions[1]).toMatchObject({ id: 'R4.1-2', status: 'unmet', incidents: [accident] });
    expect(gate.declaration).toMatchObject({ riskClass: 'C', riskClassValidTo: null, by: 'admin' });
    expect((await conclusion(`?at=${between}`)).gate.status).toBe('eligible');
  });

  it('keeps judgements on key items beside the grade: score, levels and revision stay as they are', async () => {
    const { body: before } = await server.get<Assessment>(`${PARK}/assessment`);
    for (const letter of ['a', 'b', 'c', 'd']) {
      expect((await judge({ item: `K.initial.${letter}`, status: 'met', note: '见记录' })).status).toBe(201);
    }
    expect(await conclusion()).toMatchObject({ grade: 'initial', agreement: 'supported' });
    const { body } = await judge({ item: 'K.initial.b', status: 'unmet' });
    expect(body).toMatchObject({ grade: 'initial', agreement: 'contradicted' });
    expect(body.keyItems[0]?.items[1]).toMatchObject({ status: 'unmet', note: null, by: 'admin' });
    const { body: after } = await server.get<Assessment>(`${PARK}/assessment`);
    expect([after.score, after.revision]).toEqual([before.score, before.revision]);
  });

  it('refuses what cannot be', async () => {
    const codeOf = async (answer: Promise<{ status: number; body: ProblemDocument }>) => {
      const { status, body } = await answer;
      return [status, body.errors?.[0]?.pointer ?? body.code];
    };
    expect(await codeOf(declare({ completeTo: '2099-01-01' }))).toEqual([400, '/completeTo']);
    expect(await codeOf(declare({ completeTo: '2026-02-30' }))).toEqual([400, '/completeTo']);
    expect(await codeOf(declare({ riskClass: 'E' }))).toEqual([400, '/riskClass']);
    expect(await codeOf(judge({ item: 'K.smart.e', status: 'met' }))).toEqual([400, '/item']);
    expect(await codeOf(judge({ item: 'K.smart.a', status: 'maybe' }))).toEqual([400, '/status']);
    expect((await server.get('/api/v1/parks/none/conclusion')).status).toBe(404);
  });

  it('is told by the standard: grades with their least Z, and the conditions of the gate', async () => {
    const { body } = await server.get<StandardAnswer>('/api/v1/standard');
    expect(body.grades.map(({ grade, from, keyItems }) => [grade, from, keyItems.length])).toEqual([
      ['initial', '0.0000', 4],
      ['enhanced', '60.0000', 4],
      ['smart', '80.0000', 4],
    ]);
    expect(body.gate.map(({ id }) => id)).toEqual(['R4.1-1', 'R4.1-2', 'R4.1-3', 'R4.1-4']);
  });
});
