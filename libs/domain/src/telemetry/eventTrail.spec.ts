import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventTrail } from './eventTrail.js';
import { freshnessStretches, staleSpans } from './staleSpans.js';

const instants = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 60 }).map((second) => second * 1000),
    fc.integer({ min: 0, max: 60_000 }),
  ),
  { maxLength: 30 },
);

describe('the trail of a feed', () => {
  it('names the newest event at any instant, to the second, whatever the order of arrival', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1000, max: 70_000 }), (events, at) => {
        const trail = new EventTrail();
        for (const event of events) trail.add(event);
        const known = events.filter((event) => event <= at);
        const newest = trail.newestAt(at);
        if (known.length === 0) expect(newest).toBeNull();
        else {
          expect(Math.abs((newest ?? Number.NaN) - Math.max(...known))).toBeLessThan(1000);
          expect(newest).toBeLessThanOrEqual(at);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is exact for events on whole seconds', () => {
    const trail = new EventTrail();
    for (const second of [5, 9, 1]) trail.add(second * 1000);
    expect([0, 1000, 4999, 5000, 8999, 9000, 99_000].map((at) => trail.newestAt(at))).toEqual([
      null,
      1000,
      1000,
      5000,
      5000,
      9000,
      9000,
    ]);
    expect([0, 1000, 5000, 9000].map((at) => trail.nextStart(at))).toEqual([1000, 5000, 9000, null]);
  });

  it('says the same of a past instant whether or not later events are known', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 60_000 }), (events, at) => {
        const [all, early] = [new EventTrail(), new EventTrail()];
        for (const event of events) {
          all.add(event);
          if (event <= at) early.add(event);
        }
        expect(all.newestAt(at)).toBe(early.newestAt(at));
      }),
      { numRuns: 500 },
    );
  });

  it('finds every silence: stale from its freshness limit until the next event', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 20 }), (events, seconds) => {
        const trail = new EventTrail();
        for (const event of events) trail.add(event);
        const span = { from: 10_000, to: 50_000 };
        const stale = staleSpans(trail, span, () => seconds * 1000);
        for (let at = span.from; at < span.to; at += 250) {
          const newest = trail.newestAt(at);
          const expected = newest === null || at >= newest + seconds * 1000;
          expect(stale.some(({ from, to }) => from <= at && at < to)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('cuts a span into fresh and stale stretches', () => {
    const stretches = freshnessStretches({ from: 0, to: 10 }, [
      [{ from: 2, to: 4 }],
      [
        { from: 3, to: 5 },
        { from: 9, to: 10 },
      ],
    ]);
    expect(stretches.map(({ from, to, isStale }) => `${from}-${to}${isStale ? ' stale' : ''}`)).toEqual([
      '0-2',
      '2-5 stale',
      '5-9',
      '9-10 stale',
    ]);
  });
});
