import { ref, watch, type Ref } from 'vue';
import { nextPaint } from '../charts/nextPaint.js';

/** Becomes true once the page has been painted with what is ready; the rest of the page may follow then. */
export function usePainted(isReady: () => boolean): Readonly<Ref<boolean>> {
  const isPainted = ref(false);
  const stop = watch(
    isReady,
    async (ready) => {
      if (!ready) return;
      // Once to hand the picture over, once more so that it is on the screen before the rest takes the processor.
      await nextPaint();
      await nextPaint();
      isPainted.value = true;
      stop();
    },
    { immediate: true, flush: 'post' },
  );
  return isPainted;
}
