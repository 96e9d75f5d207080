import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { UnreachableError } from './http.js';
import { useQuery } from './useQuery.js';

describe('a query', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function start<Answer>(load: (signal: AbortSignal) => Promise<Answer>) {
    const key = ref<string | null>('a|1');
    const scope = effectScope();
    const query = scope.run(() => useQuery(() => key.value, load));
    if (query === undefined) throw new Error('no scope');
    return { key, query, scope };
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('loads at once and again when its key changes', async () => {
    let count = 0;
    const { key, query } = start(() => new Promise((resolve) => setTimeout(() => resolve((count += 1)), 50)));
    await vi.advanceTimersByTimeAsync(50);
    expect(query.data.value).toBe(1);
    key.value = 'a|2';
    await nextTick();
    expect(query.data.value).toBe(1);
    await vi.advanceTimersByTimeAsync(50);
    expect(query.data.value).toBe(2);
  });

  it('forgets the answer of another subject', async () => {
    const { key, query } = start(() => new Promise((resolve) => setTimeout(() => resolve('x'), 50)));
    await vi.advanceTimersByTimeAsync(50);
    key.value = 'b|1';
    await nextTick();
    expect(query.data.value).toBeNull();
  });

  it('keeps the last good answer when a later load fails', async () => {
    const load = vi.fn().mockResolvedValueOnce('good').mockRejectedValueOnce(new Error('down'));
    const { key, query } = start(load);
    await settle();
    key.value = 'a|2';
    await nextTick();
    await settle();
    expect([query.data.value, query.error.value?.message]).toEqual(['good', 'down']);
  });

  it('is slow only after 300 ms with nothing to show', async () => {
    const { query } = start(() => new Promise((resolve) => setTimeout(() => resolve('late'), 500)));
    await vi.advanceTimersByTimeAsync(299);
    expect(query.slow.value).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(query.slow.value).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    expect([query.slow.value, query.data.value]).toEqual([false, 'late']);
  });

  it('drops answers that come after their question', async () => {
    const answers: ((value: string) => void)[] = [];
    const { key, query } = start(() => new Promise<string>((resolve) => answers.push(resolve)));
    key.value = 'a|2';
    await nextTick();
    answers[1]?.('new');
    answers[0]?.('old');
    await settle();
    expect(query.data.value).toBe('new');
  });

  it('goes on asking while the server is away', async () => {
    const load = vi.fn().mockRejectedValueOnce(new UnreachableError('x')).mockResolvedValueOnce('back');
    const { query } = start(load);
    await settle();
    expect(query.error.value).toBeInstanceOf(UnreachableError);
    await vi.advanceTimersByTimeAsync(4000);
    expect([query.data.value, query.error.value]).toEqual(['back', null]);
  });

  it('does not ask again when it was refused', async () => {
    const load = vi.fn().mockRejectedValue(new Error('refused'));
    start(load);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('stops with its scope', async () => {
    let aborted = false;
    const { scope } = start(
      (signal) => new Promise(() => signal.addEventListener('abort', () => (aborted = true))),
    );
    scope.stop();
    await settle();
    expect(aborted).toBe(true);
  });
});
