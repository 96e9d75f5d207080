import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipSpans, isWithin, joinSpans, sharedLength, spansLength, subtractSpans } from './timeSpans.js';

const span = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }))
  .map(([from, length]) => ({ from, to: from + length }));
const spans = fc.array(span, { maxLength: 8 });
const apart = spans.map((list) => joinSpans([...list].sort((a, b) => a.from - b.from)));

describe('spans of time', () => {
  it('are joined, clipped, subtracted and measured as the instants they hold', () => {
    fc.assert(
      fc.property(apart, spans, span, (own, holes, bounds) => {
        const instants = Array.from({ length: 60 }, (_, at) => at);
        const left = subtractSpans(own, holes);
        const clipped = clipSpans(own, bounds);
        for (const at of instants) {
          expect(isWithin(left, at)).toBe(isWithin(own, at) && !isWithin(holes, at));
          expect(isWithin(clipped, at)).toBe(isWithin(own, at) && isWithin([bounds], at));
        }
        expect(spansLength(own)).toBe(instants.filter((at) => isWithin(own, at)).length);
        expect(sharedLength(own, bounds.from, bounds.to)).toBe(spansLength(clipped));
      }),
    );
  });
});
