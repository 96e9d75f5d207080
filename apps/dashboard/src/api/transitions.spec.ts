import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadNewestTransitions } from './calls.js';

const SPAN = { from: '2026-11-01T00:00:00Z', to: '2026-11-24T00:00:00Z' };
const change = (at: number) => ({ at, level: 'candidate', series: 'stable' });
const pages = [[change(9), change(7)], [change(5), change(4)], [change(3)]];

afterEach(() => vi.unstubAllGlobals());

/** Answers the pages in turn and keeps what was asked. */
function answering(): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    const items = pages[asked.length] ?? [];
    asked.push(url);
    const next = asked.length < pages.length ? `c${asked.length}` : null;
    return Promise.resolve(new Response(JSON.stringify({ items, next })));
  });
  return asked;
}

describe('the newest level changes', () => {
  it('are asked for as moves of stable candidates, newest first, and no page more than they need', async () => {
    const asked = answering();
    const found = await loadNewestTransitions('p1', { ...SPAN, count: 3 });
    expect(found.map(({ at }) => at)).toEqual([9, 7, 5]);
    expect(asked.length).toBe(2);
    for (const part of ['order=desc', 'level=candidate', 'series=stable', 'limit=3'])
      expect(asked[0]).toContain(part);
  });

  it('are all there are when there are fewer', async () => {
    const asked = answering();
    expect((await loadNewestTransitions('p1', { ...SPAN, count: 50 })).length).toBe(5);
    expect(asked.length).toBe(3);
  });
});
