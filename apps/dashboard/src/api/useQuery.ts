import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { UnreachableError } from './http.js';

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
  const state = { data, error, loading, slow };
  let stop = (): void => undefined;

  async function refresh(): Promise<void> {
    stop();
    const abort = new AbortController();
    stop = () => abort.abort();
    await attempt(state, load, abort.signal);
    // While the server is away the page goes on asking, so that it continues by itself.
    if (abort.signal.aborted || !(error.value instanceof UnreachableError)) return;
    const again = setTimeout(() => void refresh(), RETRY_MS);
    stop = () => clearTimeout(again);
  }

  watch(
    key,
    (next, previous) => {
      if (subjectOf(next) !== subjectOf(previous ?? null)) data.value = error.value = null;
      if (next === null) stop();
      else void refresh();
    },
    { immediate: true },
  );
  onScopeDispose(() => stop());
  return { ...state, refresh };
}

/** The part of a key before "|". */
function subjectOf(key: string | null): string {
  return key?.split('|')[0] ?? '';
}

async function attempt<Answer>(
  { data, error, loading, slow }: Omit<Query<Answer>, 'refresh'>,
  load: (signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
): Promise<void> {
  loading.value = true;
  const timer = setTimeout(() => (slow.value = data.value === null && !signal.aborted), SLOW_MS);
  try {
    const answer = await load(signal);
    if (signal.aborted) return;
    data.value = answer;
    error.value = null;
  } catch (reason) {
    if (!signal.aborted) error.value = reason instanceof Error ? reason : new Error(String(reason));
  } finally {
    clearTimeout(timer);
    if (!signal.aborted) loading.value = slow.value = false;
  }
}
