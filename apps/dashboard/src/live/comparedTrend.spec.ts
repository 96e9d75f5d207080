// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { trendOf } from '../testing/park.js';
import { byBucket, byClock } from './comparedTrend.js';

describe('a trend beside another', () => {
  it('of another period goes bucket by bucket, however many there are', () => {
    const main = trendOf('Z', ['1.0000', '2.0000', '3.0000']);
    expect(byBucket(main, trendOf('Z', ['7.0000', null]))).toEqual(['7.0000', null, null]);
  });

  it('of another park stands at the same hour of the clock', () => {
    const main = trendOf('Z', ['1.0000', '2.0000', '3.0000']);
    const other = trendOf('Z', ['7.0000', '8.0000', '9.0000']);
    expect(byClock(main, other, { main: 'UTC', other: 'UTC' })).toEqual(other.candidate);
    // One hour further east the same instant reads one hour later.
    expect(byClock(main, other, { main: 'UTC', other: 'Africa/Lagos' })).toEqual([null, '7.0000', '8.0000']);
  });
});
