import type { Fact, Instant, ReadingFact } from '@parkpulse/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadModel } from '../ports.js';
import { intervalOf } from './buckets.js';
import { type SeriesQuery, seriesOf } from './seriesOf.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 9, 1);
const MEASURE = 'maturity_l2_plus_ratio';
const QUERY: SeriesQuery = {
  ...{ park: 'p1', zone: 'Asia/Shanghai', measure: MEASURE, enterprise: null },
  ...{ from: FROM, to: FROM + 10 * DAY, interval: '1d', now: FROM + 8 * DAY },
};

function reading(at: Instant, numerator: string, offset: number): ReadingFact {
  const origin = { source: 's', event: `e-${offset}`, sequence: 0, knownAt: FROM + offset, topic: 't' };
  return {
    ...{ kind: 'reading', measure: MEASURE, enterprise: null, at, numerator, denominator: '1000' },
    ...{ opaque: false, missing: [], origin: { ...origin, partition: 0, offset } },
  };
}

/** A store of readings; the values alone are given where `gives` says so. */
function storeOf(readings: readonly ReadingFact[], gives: 'values' | 'facts'): ReadModel {
  const sorted = [...readings].sort((a, b) => a.at - b.at);
  const before = (at: Instant, count: number): readonly ReadingFact[] => {
    const moments = [...new Set(sorted.filter((each) => each.at < at).map((each) => each.at))].slice(-count);
    return sorted.filter((each) => each.at < at && moments.includes(each.at));
  };
  const within = (from: Instant, to: Instant) => sorted.filter(({ at }) => at >= from && at < to);
  const store: Partial<ReadModel> = {
    definitions: () => Promise.resolve([]),
    registry: () => Promise.resolve([]),
    readingsBefore: (...[, , at, count]) => Promise.resolve<readonly Fact[]>(before(at, count)),
    facts: (_park, { from, to }) => Promise.resolve<readonly Fact[]>(within(from, to)),
    readingValues: (_park, _measure, span) =>
      Promise.resolve(
        gives === 'facts'
          ? null
          : [...before(span.from, span.before), ...within(span.from, span.to)].map(
              ({ at, numerator, denominator }) => ({ at, numerator, denominator }),
            ),
      ),
  };
  return store as ReadModel;
}

describe('a series in buckets', () => {
  it('is the same from the values alone as from the facts', async () => {
    const hours = fc.uniqueArray(fc.integer({ min: -60, max: 250 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        hours,
        fc.array(fc.integer({ min: -10, max: 1100 }), { minLength: 60 }),
        async (at, of) => {
          const readings = at.map((hour, index) =>
            reading(FROM + hour * HOUR + (index % 7), String(of[index] ?? 0), index),
          );
          const [lean, whole] = [storeOf(readings, 'values'), storeOf(readings, 'facts')];
          expect(await seriesOf(lean, QUERY)).toEqual(await seriesOf(whole, QUERY));
        },
      ),
    );
  });

  it('means by the time each value held, to twelve digits', async () => {
    const readings = [reading(FROM - HOUR, '1', 0), reading(FROM + 8 * HOUR, '2', 1)].map((each) => ({
      ...each,
      denominator: '3',
    }));
    const asked = { ...QUERY, from: FROM, to: FROM + DAY };
    expect(await seriesOf(storeOf(readings, 'values'), asked)).toMatchObject({
      last: ['0.666666666667', '0.666666666667'],
      min: ['0.333333333333', '0.666666666667'],
      mean: ['0.490196078431', '0.666666666667'],
    });
  });
});

it('a span of which no interval is asked is given in at most 2,000 points, by the hour where it can', () => {
  expect(intervalOf(FROM, FROM + 2000 * HOUR)).toBe('1h');
  expect(intervalOf(FROM, FROM + 2000 * HOUR + 1)).toBe('1d');
  expect(intervalOf(FROM, FROM + 365 * DAY)).toBe('1d');
});
