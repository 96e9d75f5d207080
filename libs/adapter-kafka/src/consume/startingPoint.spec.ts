import { describe, expect, it } from 'vitest';
import { startingPoint } from './startingPoint.js';

const stream = { cluster: 'c', topicId: 'i', topic: 't', partition: 0 };
const bounds = { low: 10, high: 20 };

describe('the point to read on from', () => {
  it('is the stored offset, the end included', () => {
    for (const stored of [10, 15, 20])
      expect(startingPoint(stream, stored, bounds)).toEqual({ offset: stored, alarm: null });
  });

  it('is the first there is for who never read, without a word', () => {
    expect(startingPoint(stream, null, bounds)).toEqual({ offset: 10, alarm: null });
  });

  it('is never silently another: records deleted unread are a gap, an offset beyond the end another log', () => {
    expect(startingPoint(stream, 4, bounds)).toEqual({
      offset: 10,
      alarm: { kind: 'gap', stream, from: 4, to: 10 },
    });
    expect(startingPoint(stream, 25, bounds)).toEqual({
      offset: 10,
      alarm: { kind: 'recreated', stream, lost: 5 },
    });
  });
});
