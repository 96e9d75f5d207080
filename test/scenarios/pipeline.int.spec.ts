import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './support/product.js';
import { entry, reading } from './support/sent.js';

const T0 = Date.parse('2026-11-02T08:00:00+08:00');
const HOUR = 3_600_000;
const time = (at: number): string => new Date(at).toISOString();
const iot = (at: number, numerator: number, more = {}) =>
  reading(time(at), [{ measure: 'iot_access_ratio_design', numerator, denominator: 1000 }], more);

describe('readings in, levels out', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(T0);
  });
  afterAll(() => product.stop());

  const i10 = async (park: string, at?: number, knownAt: number | null = null) =>
    (await product.assessment(park, at, knownAt)).indicators.find(({ id }) => id === 'I10');

  it('starts with nothing assured and nothing refuted', async () => {
    await product.park('empty');
    const { score, indicators } = await product.assessment('empty');
    expect(score.assured.z).toBe('0.0000');
    expect(score.candidate).toEqual({ z: '0.0000', grade: 'initial' });
    expect(score.ceiling).toEqual({ z: '100.0000', grade: 'smart' });
    expect(indicators).toHaveLength(46);
  });

  it('infers a candidate level from the first reading at once', async () => {
    await product.park('p1');
    await product.send('p1', iot(T0, 812));
    await product.settle('p1');
    expect(await i10('p1')).toMatchObject({
      assured: 'S1',
      candidate: 'S4',
      ceiling: 'S5',
      pending: null,
      stale: false,
    });
    expect((await product.assessment('p1')).score.candidate.z).toBe('3.1875');
  });

  it('shows a fall as raw and pending at once, and as stable after its dwell', async () => {
    product.clock.set(T0 + HOUR);
    await product.send('p1', iot(T0 + HOUR, 799));
    await product.settle('p1');
    expect(await i10('p1')).toMatchObject({
      candidate: 'S4',
      raw: { candidate: 'S3' },
      pending: { candidate: 'S3', due: time(T0 + 1.5 * HOUR) },
    });
    await product.passTo('p1', T0 + 1.5 * HOUR);
    expect(await i10('p1')).toMatchObject({ candidate: 'S3', ceiling: 'S3', pending: null });
    const transitions = await product.transitions('p1', T0 + HOUR, T0 + 2 * HOUR);
    expect(
      transitions.filter(({ series, level }) => series === 'stable' && level === 'candidate'),
    ).toMatchObject([
      {
        at: time(T0 + 1.5 * HOUR),
        indicator: 'I10',
        from: 'S4',
        to: 'S3',
        cause: 'value',
        points: '-0.5625',
      },
    ]);
  });

  it('keeps what was believed before a restatement', async () => {
    const before = product.clock.now();
    product.clock.set(before + 1000);
    await product.send('p1', iot(T0 + HOUR, 805, { sequence: 1 }));
    await product.settle('p1');
    expect(await i10('p1', before)).toMatchObject({ candidate: 'S4', raw: { candidate: 'S4' } });
    expect(await i10('p1', before, before)).toMatchObject({ candidate: 'S3' });
    expect(await product.transitions('p1', T0 + HOUR, T0 + 2 * HOUR)).toEqual([]);
  });

  it('explains a clause down to the event', async () => {
    const detail = await product.indicator('p1', 'I10');
    expect(detail.clauses.find(({ id }) => id === 'I10.S4.m1')).toMatchObject({
      status: 'met',
      raw: 'met',
      measure: 'iot_access_ratio_design',
      comparator: '>=',
      threshold: '0.8',
      numerator: 805,
      denominator: 1000,
      value: '0.805',
      decidedBy: { source: '/test', topic: 'park.measures' },
    });
    expect(detail.next).toMatchObject({ level: 'S5', gain: '0.5625', missing: ['I10.S5.m1'] });
  });

  it('turns indicator 3 down by the register when the 31st enterprise comes', async () => {
    const at = T0 + 3 * HOUR;
    product.clock.set(at);
    await product.park('p3');
    const start = time(at - HOUR);
    for (let n = 1; n <= 30; n += 1) {
      await product.send(
        'p3',
        entry({
          kind: 'enterprise',
          id: `E-${n}`,
          effectiveFrom: start,
          attributes: { name: `企业${n}`, status: 'commissioned' },
        }),
      );
    }
    await product.send(
      'p3',
      reading(start, [
        { measure: 'smart_factory_count', value: 3 },
        { measure: 'sf_qualified_90_count', value: 3 },
        { measure: 'sf_qualified_95_count', value: 3 },
      ]),
    );
    await product.settle('p3');
    const i03 = async () => (await product.assessment('p3')).indicators.find(({ id }) => id === 'I03');
    expect(await i03()).toMatchObject({ candidate: 'S5' });
    await product.send(
      'p3',
      entry({
        kind: 'enterprise',
        id: 'E-31',
        effectiveFrom: time(at),
        attributes: { name: '企业31', status: 'commissioned' },
      }),
    );
    await product.settle('p3');
    expect(await i03()).toMatchObject({ candidate: 'S5', raw: { candidate: 'S4' } });
    await product.passTo('p3', at + 0.5 * HOUR);
    expect(await i03()).toMatchObject({ candidate: 'S4' });
    const [stable] = (await product.transitions('p3', at, at + HOUR)).filter(
      ({ series, level }) => series === 'stable' && level === 'candidate',
    );
    expect(stable).toMatchObject({ indicator: 'I03', from: 'S5', to: 'S4', cause: 'registry' });
  });

  it('calls nothing a restatement that was merely sent out of order at once', async () => {
    await product.park('p4');
    const start = T0 + 4 * HOUR;
    product.clock.set(start + 3 * HOUR);
    await product.send('p4', iot(start + 2 * HOUR, 790), iot(start, 812), iot(start + HOUR, 810));
    await product.settle('p4');
    const transitions = await product.transitions('p4', start, start + 3 * HOUR);
    expect(transitions.length).toBeGreaterThan(0);
    expect(transitions.map(({ cause }) => cause)).not.toContain('restatement');
  });

  it('calls a late change of history a restatement', async () => {
    const start = T0 + 4 * HOUR;
    product.clock.set(start + 3 * HOUR + 1000);
    await product.send('p4', iot(start + 1.5 * HOUR, 500));
    await product.settle('p4');
    const transitions = await product.transitions('p4', start + 1.5 * HOUR, start + 3 * HOUR);
    expect(transitions.filter(({ series }) => series === 'raw').map(({ cause }) => cause)).toContain(
      'restatement',
    );
  });

  it('draws the trend with the least and greatest of each bucket', async () => {
    const trend = await product.trend({
      park: 'p1',
      from: T0 - 2 * HOUR,
      to: T0 + 4 * HOUR,
      interval: '1h',
      node: 'I10',
    });
    expect(trend).toMatchObject({ node: 'I10', candidate: [null, null, 'S4', 'S4', 'S4', 'S4'] });
  });
});
