import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** Counts up when `source` changes, at once for the first change and at most once per `milliseconds` after that. */
export function useBeat(source: () => unknown, milliseconds: number): Ref<number> {
  const beat = ref(0);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isDue = false;
  watch(source, () => {
    if (timer !== null) {
      isDue = true;
      return;
    }
    strike();
  });

  function strike(): void {
    beat.value += 1;
    isDue = false;
    timer = setTimeout(() => {
      timer = null;
      if (isDue) strike();
    }, milliseconds);
  }

  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer);
  });
  return beat;
}
