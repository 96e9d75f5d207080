import type { FeedsAnswer, MeasureValueAnswer } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/testServer.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PARK = '/api/v1/parks/p1';
let server: TestServer;
const now = Date.now();
const localDay = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 10);

const event = (id: string, type: string, at: number, data: object) => ({
  specversion: '1.0',
  ...{ id, type, source: 'urn:test', subject: 'p1', time: new Date(at).toISOString(), data },
});
const reading = (at: number, numerator: number) =>
  event(`r-${at}`, 'parkpulse.measure.reading.v1', at, {
    readings: [{ measure: 'iot_access_ratio_design', numerator, denominator: 1000 }],
  });
const value = async (measure: string) =>
  (await server.get<MeasureValueAnswer>(`${PARK}/measures/${measure}/value`)).body;

async function settle(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await server.get<FeedsAnswer>(`${PARK}/feeds`)).body.backlog === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the backlog did not drain');
}

beforeAll(async () => {
  server = await TestServer.start();
  await server.send('POST', '/api/v1/parks', { id: 'p1', name: '一号园区' });
});
afterAll(() => server.stop());

describe('a value at a moment', () => {
  it('is marked suspect while readings come on without moving, though they used to', async () => {
    const moving = Array.from({ length: 12 }, (_, index) =>
      reading(now - 20 * HOUR + index * HOUR, 800 + index),
    );
    await server.events(moving);
    await settle();
    expect(await value('iot_access_ratio_design')).not.toHaveProperty('suspect');
    const still = Array.from({ length: 16 }, (_, index) => reading(now - 8 * HOUR + index * (HOUR / 2), 815));
    await server.events(still);
    await settle();
    expect(await value('iot_access_ratio_design')).toMatchObject({
      status: 'known',
      value: '0.815',
      suspect: { since: new Date(now - 8 * HOUR).toISOString(), repeats: 16 },
    });
    const { body } = await server.get<MeasureValueAnswer>(
      `${PARK}/measures/iot_access_ratio_design/value?period=${localDay(now)}`,
    );
    expect(body).not.toHaveProperty('suspect');
  });

  it('that is judged by closed days shows beside it what today has come to', async () => {
    const enterprises = ['E-1', 'E-2', 'E-3', 'E-4'];
    await server.events([
      ...enterprises.map((id) =>
        event(`reg-${id}`, 'parkpulse.registry.entry.v1', now, {
          ...{ kind: 'enterprise', id, effectiveFrom: new Date(now - 9 * DAY).toISOString() },
          attributes: { name: id, status: 'commissioned' },
        }),
      ),
      ...[2, 1, 0].flatMap((ago) =>
        enterprises.slice(0, 4 - ago).map((enterprise) =>
          event(`s-${ago}-${enterprise}`, 'parkpulse.enterprise.submission.v1', now - ago * DAY, {
            submissions: [{ enterprise, kind: 'dual_prevention', period: localDay(now - ago * DAY) }],
          }),
        ),
      ),
    ]);
    await settle();
    await server.send('PUT', `${PARK}/definitions/dual_prevention_daily_upload_ratio`, {
      effectiveFrom: new Date(now - 9 * DAY).toISOString(),
      judge: 'day',
      periods: 1,
    });
    await settle();
    const { closed, numerator, denominator, running } = await value('dual_prevention_daily_upload_ratio');
    expect([closed, numerator, denominator]).toEqual([true, 3, 4]);
    expect(running).toMatchObject({ status: 'known', numerator: 4, denominator: 4, value: '1' });
  });
});
