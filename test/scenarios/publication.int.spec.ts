import { type Publisher, assessmentOf, startPublisher, toAssessment } from '@parkpulse/application';
import { DEFAULT_TOPICS, type IndicatorState, type LivePatch } from '@parkpulse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product, RULES } from './support/product.js';
import { reading } from './support/sent.js';

const T0 = Date.parse('2026-11-02T08:00:00+08:00');
const MINUTE = 60_000;
const time = (at: number): string => new Date(at).toISOString();
const iot = (at: number, numerator: number) =>
  reading(time(at), [{ measure: 'iot_access_ratio_design', numerator, denominator: 1000 }]);

interface Told {
  readonly id: string;
  readonly sequence: number;
  readonly subject: string;
  readonly data: LivePatch;
}

describe('assessments told to other systems', () => {
  let product: Product;
  const told: Told[] = [];
  const faults: unknown[] = [];
  const publishers: Publisher[] = [];
  let subscription: { stop(): Promise<void> };

  beforeAll(async () => {
    product = await Product.start(T0);
    subscription = await product.ports.eventLog.subscribe([DEFAULT_TOPICS.assessments], {
      assigned: () => Promise.resolve(null),
      batch: ({ records }) => {
        for (const { value } of records) told.push(JSON.parse(Buffer.from(value ?? []).toString()) as Told);
        return Promise.resolve();
      },
      revoked: () => undefined,
      alarm: (alarm) => faults.push(alarm),
    });
  });
  afterAll(async () => {
    for (const publisher of publishers) await publisher.stop();
    await subscription.stop();
    await product.stop();
  });

  const start = (holder: string): Publisher => {
    const { publications: store, read, eventLog: log } = product.ports;
    const onError = (error: unknown) => faults.push(error);
    const publisher = startPublisher({
      store,
      read,
      log,
      rules: RULES,
      topics: DEFAULT_TOPICS,
      holder,
      onError,
    });
    publishers.push(publisher);
    return publisher;
  };
  const change = async (at: number, numerator: number) => {
    product.clock.set(at);
    await product.send('p1', iot(at, numerator));
    await product.settle('p1');
  };
  const revisionNow = async () => (await product.ports.read.status('p1')).revision;
  const caughtUp = async () => {
    const revision = await revisionNow();
    for (const end = Date.now() + 20_000; told.at(-1)?.sequence !== revision;) {
      if (Date.now() > end)
        throw new Error(`told up to ${told.at(-1)?.sequence}, not ${revision}; ${faults.map(String).join()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('begin with the whole as it stands, then say every revision once and in order', async () => {
    await product.park('p1');
    await change(T0, 812);
    const first = await revisionNow();
    start('a');
    start('b');
    await caughtUp();
    expect(told).toHaveLength(1);
    expect(told[0]!.data.indicators).toHaveLength(46);
    expect(told[0]).toMatchObject({
      id: `p1/${first}`,
      subject: 'p1',
      sequence: first,
      type: 'parkpulse.assessment.changed.v1',
    });
    for (let n = 1; n <= 5; n += 1) await change(T0 + n * MINUTE, n % 2 === 0 ? 812 : 700);
    await caughtUp();
    expect(told.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: (await revisionNow()) - first + 1 }, (_, n) => first + n),
    );
    for (const { data } of told.slice(1)) expect(data.indicators.length).toBeLessThan(46);
  });

  it('add up to the assessment as it stands', async () => {
    const state = new Map<string, IndicatorState>();
    for (const { data } of told) for (const indicator of data.indicators) state.set(indicator.id, indicator);
    const now = await product.assessment('p1');
    expect([...state.values()]).toEqual([...now.indicators]);
    expect(told.at(-1)!.data.score).toEqual(now.score);
  });

  it('go on where they were when another process takes over', async () => {
    for (const publisher of publishers.splice(0)) await publisher.stop();
    const before = told.length;
    const held = await revisionNow();
    await change(T0 + 10 * MINUTE, 640);
    await change(T0 + 11 * MINUTE, 810);
    start('c');
    await caughtUp();
    expect(told.slice(before).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: (await revisionNow()) - held }, (_, n) => held + 1 + n),
    );
    expect(faults).toEqual([]);
  });

  it('are word for word the same from what the assessor knows and from what the store remembers', async () => {
    await product.park('p2');
    const minutes = [0, 3, 1, 5, 4, 2, 9, 7, 3, 8, 1];
    for (const [n, minute] of minutes.entries()) {
      product.clock.set(T0 + (20 + n) * MINUTE);
      await product.send('p2', iot(T0 + minute * MINUTE, 600 + ((n * 137) % 300)));
      await product.settle('p2');
    }
    const standings = product.standings.filter(({ park }) => park === 'p2');
    expect(standings.map(({ revision }) => revision)).toEqual(standings.map((_, n) => n + 1));
    expect(standings.length).toBeGreaterThan(8);
    for (const standing of standings) {
      const { assessedTo: at, knownFrom: knownAt } = standing;
      const query = { park: 'p2', at, knownAt, now: knownAt };
      const read = await assessmentOf(product.ports.read, RULES, query);
      expect({ ...toAssessment(RULES, query, standing), revision: 0 }).toEqual({ ...read, revision: 0 });
    }
  });
});
