import type { AssessmentStore } from '@parkpulse/application';
import { describe, expect, it } from 'vitest';
import { HeldParks } from './heldParks.js';

const store: AssessmentStore = {
  dueParks: (_now, limit) => Promise.resolve(['a', 'demo', 'b', 'c'].slice(0, limit)),
  nextDue: () => Promise.resolve(null),
  assess: () => Promise.resolve(null),
};

describe('a held park', () => {
  it('is not due, and the others are not fewer for it', async () => {
    const held = new HeldParks();
    held.hold('demo');
    expect(await held.over(store).dueParks(0, 3)).toEqual(['a', 'b', 'c']);
    held.release('demo');
    expect(await held.over(store).dueParks(0, 3)).toEqual(['a', 'demo', 'b']);
  });
});
