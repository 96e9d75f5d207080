// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { toPoints } from '../format/points.js';
import { trendOf } from '../testing/park.js';
import { toFigures, trimmed } from './trendFigures.js';

describe('the figures of a trend', () => {
  it('are exact and honest about extremes inside buckets', () => {
    const trend = {
      ...trendOf('Z', ['70.0000', null, '70.5625']),
      min: ['70.0000', null, '61.2500'],
      max: ['72.0000', null, '70.5625'],
    };
    expect(toFigures(trend)).toMatchObject({
      first: toPoints('70'),
      last: toPoints('70.5625'),
      change: toPoints('0.5625'),
      lowest: { points: toPoints('61.25') },
      highest: { points: toPoints('72') },
      known: 2 / 3,
    });
  });

  it('are not made up for an empty trend or for levels', () => {
    expect(toFigures(trendOf('Z', [null, null]))).toBeNull();
    expect(toFigures(trendOf('I10', ['S3']))).toBeNull();
  });

  it('begin where history does', () => {
    expect(trimmed(trendOf('Z', [null, null, null, '1.0000'])).candidate).toEqual([null, '1.0000']);
    expect(trimmed(trendOf('Z', ['1.0000'])).time).toHaveLength(1);
  });
});
