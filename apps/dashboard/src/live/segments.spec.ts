// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { toDips, toSegments } from './segments.js';

describe('a level over time', () => {
  it('joins equal buckets and keeps gaps as gaps', () => {
    expect(toSegments({ candidate: ['S3', 'S3', null, 'S4'] })).toEqual([
      { level: 'S3', from: 0, to: 2 },
      { level: null, from: 2, to: 3 },
      { level: 'S4', from: 3, to: 4 },
    ]);
  });

  it('shows a dip that the end of its bucket hides', () => {
    expect(toDips({ candidate: ['S4', 'S4', null], min: ['S4', 'S2', null] })).toEqual([1]);
  });
});
