import type { AlertRecord } from '@parkpulse/application';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product, type Sent, entry, reading } from './support/product.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const time = (at: number): string => new Date(at).toISOString();

/** Alerts through log, ingest, assessment and store, on a clock that the test moves. */
describe('alerts of a park', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(Date.parse('2026-10-30T08:00:00+08:00'));
  });
  afterAll(() => product.stop());

  const alertsOf = (park: string): Promise<readonly AlertRecord[]> =>
    product.ports.alerts.alerts(
      {
        park,
        states: ['pending', 'firing', 'recovering', 'resolved'],
        severity: null,
        rule: null,
        indicator: null,
        from: null,
        to: null,
      },
      { limit: 100, after: null },
    );
  const named = (alerts: readonly AlertRecord[]) =>
    alerts.map(({ key, phase }) => `${key.rule} ${phase}`).sort();

  async function step(park: string, at: number, ...events: readonly Sent[]): Promise<void> {
    product.clock.set(at);
    if (events.length > 0) await product.send(park, ...events);
    await product.settle(park);
    await product.passTo(park, at);
  }

  const devices = Array.from({ length: 20 }, (_, index) => `D-${index + 1}`);
  const beats = (at: number, source: string, which: readonly string[]): Sent => ({
    type: 'parkpulse.device.status.v1',
    time: time(at),
    source,
    data: { devices: which.map((device) => ({ device, state: 'online' })) },
  });
  const allBeats = (at: number): readonly Sent[] => [
    beats(at, '/gateway/1', devices.slice(0, 12)),
    beats(at, '/gateway/2', devices.slice(12)),
  ];

  it('tell once, and as one condition, that all telemetry is silent for five hours', async () => {
    const start = product.clock.now();
    await product.park('silent');
    const since = time(start);
    await step(
      'silent',
      start,
      ...devices.map((id) =>
        entry({
          ...{ kind: 'device', id, effectiveFrom: since },
          attributes: { nominalPeriodSeconds: 300, requiredByDesign: true, requiredByIndustry: true },
        }),
      ),
      ...allBeats(start),
    );
    let at = start;
    for (; at < start + 4 * HOUR; at += 5 * MINUTE) await step('silent', at, ...allBeats(at));
    expect(named(await alertsOf('silent'))).toEqual([]);
    const silence = at;
    for (; at < silence + 5 * HOUR; at += 5 * MINUTE) await step('silent', at);
    expect(named(await alertsOf('silent'))).toEqual(['A12 firing']);
    const back = at;
    for (; at < back + HOUR; at += 5 * MINUTE) await step('silent', at, ...allBeats(at));
    expect(named(await alertsOf('silent'))).toEqual(['A12 resolved']);
    const falls = (await product.transitions('silent', silence, at)).filter(
      ({ series, level, cause }) => series === 'stable' && level === 'candidate' && cause !== 'staleness',
    );
    expect(falls).toEqual([]);
  }, 240_000);

  it('are not raised by midnight, nor by the first of the month', async () => {
    const start = Date.parse('2026-10-31T18:00:00+08:00');
    product.clock.set(start);
    await product.park('month');
    const since = time(start - 60 * DAY);
    const enterprises = Array.from({ length: 10 }, (_, index) => `E-${index + 1}`);
    const filed = (
      at: number,
      kind: 'dual_prevention' | 'special_work' | 'energy',
      period: string,
    ): Sent => ({
      type: 'parkpulse.enterprise.submission.v1',
      time: time(at),
      source: `/enterprises/${kind}`,
      data: { submissions: enterprises.map((enterprise) => ({ enterprise, kind, period })) },
    });
    const day = (at: number): string => time(at + 8 * HOUR).slice(0, 10);
    const past = Array.from({ length: 40 }, (_, ago) => start - (40 - ago) * DAY);
    await step(
      'month',
      start,
      ...enterprises.map((id) =>
        entry({
          ...{ kind: 'enterprise', id, effectiveFrom: since },
          attributes: { name: id, status: 'commissioned' },
        }),
      ),
      ...past.flatMap((at) => [filed(at, 'dual_prevention', day(at)), filed(at, 'energy', day(at))]),
      filed(start - 20 * DAY, 'special_work', '2026-10'),
      filed(start - 40 * DAY, 'special_work', '2026-09'),
    );
    const levels = async () =>
      (await product.assessment('month')).indicators.map(({ id, candidate }) => `${id} ${candidate}`);
    await step(
      'month',
      start + HOUR,
      filed(start + HOUR, 'dual_prevention', day(start)),
      filed(start + HOUR, 'energy', day(start)),
    );
    const before = await levels();
    expect(before.filter((text) => !text.endsWith('S1')).length).toBeGreaterThan(1);
    // Through midnight of the 31st, and the day after with its filings at the usual hour.
    for (let at = start + 2 * HOUR; at < start + 24 * HOUR; at += HOUR) {
      await step(
        'month',
        at,
        reading(time(at), [
          { measure: 'iot_access_ratio_design', numerator: 900 + ((at / HOUR) % 7), denominator: 1000 },
        ]),
      );
    }
    const now = start + 24 * HOUR;
    await step('month', now, filed(now, 'dual_prevention', day(now)), filed(now, 'energy', day(now)));
    const after = await levels();
    for (const [index, text] of before.entries()) {
      if (!text.startsWith('I10')) expect(after[index]).toBe(text);
    }
    const regressions = (await alertsOf('month')).filter(({ key }) =>
      ['A01', 'A02', 'A03'].includes(key.rule),
    );
    expect(named(regressions)).toEqual([]);
  }, 240_000);
});
