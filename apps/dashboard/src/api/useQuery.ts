import { UnreachableError } from './http.js';
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';

export interface Query<Answer> {
  readonly data: ShallowRef<Answer | null>;
  readonly error: ShallowRef<Error | null>;
  /** A load has been under way for longer than 300 ms and there is nothing to show yet. */
  readonly slow: Ref<boolean>;
  readonly loading: Ref<boolean>;
  refresh(): Promise<void>;
}

const SLOW_MS = 300;
const RETRY_MS = 4000;

/**
 * Loads whenever `key` changes and is not null. The former answer stays until the new one comes (so a page never
 * blinks), unless the part of the key before "|" changed: then it is another thing and the old answer would mislead.
 */
export function useQuery<Answer>(
  key: () => string | null,
  load: (signal: AbortSignal) => Promise<Answer>,
): Query<Answer> {
  const data = shallowRef<Answer | null>(null);
  const error = shallowRef<Error | null>(null);
  const loading = ref(false);
  const slow = ref(false);
  let abort: AbortController | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  async function refresh(): Promise<void> {
    clearTimeout(again);
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    loading.value = true;
    const timer = setTimeout(() => (slow.value = data.value === null), SLOW_MS);
    try {
      const answer = await load(mine.signal);
      if (mine.signal.aborted) return;
      data.value = answer;
      error.value = null;
    } catch (reason) {
      if (mine.signal.aborted) return;
      error.value = reason instanceof Error ? reason : new Error(String(reason));
      if (reason instanceof UnreachableError) again = setTimeout(() => void refresh(), RETRY_MS);
    } finally {
      clearTimeout(timer);
      if (abort === mine) loading.value = slow.value = false;
    }
  }

  const subjectOf = (text: string | null): string => text?.split('|')[0] ?? '';
  watch(
    key,
    (next, previous) => {
      if (subjectOf(next) !== subjectOf(previous ?? null)) data.value = error.value = null;
      clearTimeout(again);
      if (next === null) abort?.abort();
      else void refresh();
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(again);
    abort?.abort();
  });
  return { data, error, slow, loading, refresh };
}
