import { RECORDED_SETS, type OutboundEvent } from '@parkpulse/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../scenarios/support/product.js';
import { DATA_DIR, mustRun } from './recordedData.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PARK = 'iot';
/** Hours of live telemetry before the recorded outage of all devices, its five hours, and what comes after. */
const FROM = Date.parse('2013-08-27T15:00:00Z');
const TO = Date.parse('2013-08-28T01:00:00Z');

const eventTime = ({ event }: OutboundEvent): number => Date.parse(event.time);

/** The recorded five-hour outage as it would have been lived: events come as time passes, alerts are decided on the way. */
describe.runIf(mustRun)('the recorded outage, lived through', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(FROM);
  });
  afterAll(() => product?.stop());

  const alerts = async () =>
    (
      await product.ports.alerts.alerts(
        {
          park: PARK,
          states: ['pending', 'firing', 'recovering', 'resolved'],
          severity: null,
          rule: null,
          indicator: null,
          from: null,
          to: null,
        },
        { limit: 100, after: null },
      )
    ).map(({ key, phase, resolvedAt, openedAt }) => ({ rule: key.rule, phase, openedAt, resolvedAt }));

  it('is one alert that the feed is silent, opened in it and over after it, and no fall of a stable level', async () => {
    const set = RECORDED_SETS.get('iot_heartbeats')!;
    await product.park(PARK, set.zone);
    const lived: OutboundEvent[] = [];
    for await (const outbound of set.events({ folder: DATA_DIR, park: PARK, batch: 100 })) {
      const isEntry = outbound.key !== PARK;
      if (isEntry || (eventTime(outbound) >= FROM && eventTime(outbound) < TO)) lived.push(outbound);
    }
    let next = 0;
    for (let at = FROM + 2 * MINUTE; at <= TO; at += 2 * MINUTE) {
      product.clock.set(at);
      const from = next;
      while (next < lived.length && eventTime(lived[next]!) <= at) next += 1;
      if (next > from) await product.append(lived.slice(from, next));
      await product.settle(PARK);
      await product.passTo(PARK, at);
    }
    expect(next).toBe(lived.length);
    const told = await alerts();
    expect(told.map(({ rule, phase }) => `${rule} ${phase}`)).toEqual(['A12 resolved']);
    const [silence] = told;
    const outage = Date.parse('2013-08-27T18:00:00Z');
    expect(silence!.openedAt).toBeGreaterThan(outage - HOUR);
    expect(silence!.openedAt).toBeLessThan(outage + HOUR);
    expect(silence!.resolvedAt! - silence!.openedAt).toBeGreaterThan(4 * HOUR);
    const stable = (await product.transitions(PARK, FROM + HOUR, TO)).filter(
      ({ series, level }) => series === 'stable' && level === 'candidate',
    );
    expect(stable.filter(({ points }) => points.startsWith('-'))).toEqual([]);
  }, 240_000);
});
