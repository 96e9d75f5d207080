import type { Transition } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './support/product.js';
import { type Sent, entry, reading } from './support/sent.js';

const T0 = Date.parse('2026-10-28T00:00:00+08:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = T0 + 5 * DAY;
const time = (at: number): string => new Date(at).toISOString();

/** A small generator of its own, so that a failing order can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [copy[index], copy[other]] = [copy[other] as Item, copy[index] as Item];
  }
  return copy;
}

/** Five days of a small park across a month's end, with an outage, a stop-use, a restatement and a new enterprise. */
function story(): Sent[] {
  const random = randomFrom(7);
  const events: Sent[] = [];
  let number = 0;
  const add = (event: Sent): void => {
    number += 1;
    events.push({ ...event, id: `s-${number}` });
  };
  for (let n = 1; n <= 6; n += 1) {
    add(
      entry({
        kind: 'enterprise',
        id: `E-${n}`,
        effectiveFrom: time(T0 - DAY),
        attributes: { name: `企业${n}`, status: 'commissioned' },
      }),
    );
  }
  add(
    entry({
      kind: 'enterprise',
      id: 'E-7',
      effectiveFrom: time(T0 + 2 * DAY),
      attributes: { name: '企业7', status: 'commissioned' },
    }),
  );
  for (let n = 1; n <= 5; n += 1) {
    const stopUse =
      n === 5 ? { stopUse: [{ from: time(T0 + DAY), to: time(T0 + DAY + 6 * HOUR), reason: '检修' }] } : {};
    add(
      entry({
        kind: 'device',
        id: `D-${n}`,
        effectiveFrom: time(T0 - DAY),
        attributes: {
          nominalPeriodSeconds: 1800,
          requiredByDesign: true,
          requiredByIndustry: n < 4,
          majorHazard: n < 3,
          autoMonitoring: n < 4 ? 'installed' : undefined,
          ...stopUse,
        },
      } as never),
    );
  }
  for (let at = T0; at < NOW; at += 30 * MINUTE) {
    const isOutage = at >= T0 + 3 * DAY && at < T0 + 3 * DAY + 5 * HOUR;
    const devices = [1, 2, 3, 4, 5]
      .filter((n) => !isOutage && random() > 0.06 * n)
      .map((n) => ({ device: `D-${n}`, state: 'online' as const }));
    if (devices.length > 0) add({ type: 'parkpulse.device.status.v1', data: { devices }, time: time(at) });
    if ((at - T0) % (2 * HOUR) === 0) {
      add(
        reading(time(at), [
          { measure: 'data_lake_ratio', numerator: Math.floor(25 + random() * 35), denominator: 100 },
        ]),
      );
      add(
        reading(time(at), [
          { measure: 'lake_data_call_ratio', numerator: Math.floor(20 + random() * 40), denominator: 100 },
        ]),
      );
      add({
        type: 'parkpulse.device.transmission.v1',
        data: {
          transmissions: [1, 2, 3].map((n) => ({
            device: `D-${n}`,
            from: time(at),
            to: time(at + 2 * HOUR),
            expected: 4,
            received: 4,
            valid: random() > 0.2 ? 4 : 3,
          })),
        },
        time: time(at + 2 * HOUR > NOW ? NOW : at + 2 * HOUR),
      });
    }
  }
  for (let day = 0; day < 5; day += 1) {
    const period = new Date(T0 + day * DAY + 8 * HOUR).toISOString().slice(0, 10);
    for (let n = 1; n <= 7; n += 1) {
      if (random() > 0.75) continue;
      add({
        type: 'parkpulse.enterprise.submission.v1',
        data: {
          submissions: [
            { enterprise: `E-${n}`, kind: 'energy', period, filled: Math.floor(random() * 25), required: 24 },
          ],
        },
        time: time(T0 + day * DAY + 20 * HOUR + n * MINUTE),
      });
    }
  }
  const moment = T0 + 2 * DAY + 4 * HOUR;
  add({
    ...reading(time(moment), [{ measure: 'data_lake_ratio', numerator: 55, denominator: 100 }]),
    sequence: 3,
  });
  add({
    ...reading(time(moment), [{ measure: 'data_lake_ratio', numerator: 12, denominator: 100 }]),
    sequence: 2,
  });
  return events;
}

const inOrder = (items: readonly Transition[]) =>
  items.toSorted((a, b) => a.at.localeCompare(b.at) || a.indicator.localeCompare(b.indicator));

describe('order of arrival', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(NOW);
  });
  afterAll(() => product.stop());

  async function historyOf(park: string): Promise<unknown> {
    const rows = await product.ports.read.levelsBetween(park, T0 - 10 * DAY, NOW + 1, null);
    const scores = await product.ports.read.scoresBetween(park, T0 - 10 * DAY, NOW + 1);
    return {
      levels: rows
        .map(({ indicator, at, stable, raw, stale, pending, since }) => ({
          indicator,
          at,
          stable,
          raw,
          stale,
          pending,
          since,
        }))
        .sort((a, b) => a.at - b.at || a.indicator.localeCompare(b.indicator)),
      scores: scores.map(({ at, z }) => ({ at, z })),
    };
  }

  it('gives one history for events in order, shuffled, doubled, and assessed one by one', async () => {
    const events = story();
    await product.park('in-order');
    await product.send('in-order', ...events);
    await product.settle('in-order');
    const expected = await historyOf('in-order');
    expect((expected as { levels: unknown[] }).levels.length).toBeGreaterThan(20);

    for (const seed of [1, 2, 3]) {
      const park = `shuffled-${seed}`;
      await product.park(park);
      await product.send(park, ...shuffled([...events, ...events.slice(0, 100)], randomFrom(seed)));
      await product.settle(park);
      expect(await historyOf(park), park).toEqual(expected);
    }

    for (const seed of [4, 5]) {
      const park = `piecemeal-${seed}`;
      await product.park(park);
      const pieces = shuffled(events, randomFrom(seed));
      for (let start = 0; start < pieces.length; start += 23) {
        await product.send(park, ...pieces.slice(start, start + 23));
        await product.settle(park);
      }
      expect(await historyOf(park), park).toEqual(expected);
    }
  }, 120_000);

  it('finds the moves of stable candidates, without what lies between, as the whole list has them', async () => {
    const [from, to] = [T0, NOW + 1];
    const all = await product.transitions('piecemeal-4', from, to);
    const moves = all.filter(({ level, series }) => level === 'candidate' && series === 'stable');
    expect([moves.length > 5, moves.length < all.length]).toEqual([true, true]);
    const asked = { level: 'candidate', series: 'stable' } as const;
    expect(inOrder(await product.transitions('piecemeal-4', from, to, asked))).toEqual(inOrder(moves));
    const later = moves.filter(({ at }) => at >= (moves[3]?.at ?? ''));
    const start = Date.parse(moves[3]?.at ?? '');
    expect(inOrder(await product.transitions('piecemeal-4', start, to, asked))).toEqual(inOrder(later));
  });
});
