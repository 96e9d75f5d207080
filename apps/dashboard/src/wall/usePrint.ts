import { onScopeDispose, watch, type Ref } from 'vue';
import type { Screen } from './layout/canvas.js';

/** Prints what is on the wall as one sheet of its own shape, for the daily report: nothing is laid out anew or cut. */
export function usePrint(screen: Readonly<Ref<Screen>>): void {
  const sheet = new CSSStyleSheet();
  watch(
    screen,
    ({ width, height }) => sheet.replaceSync(`@page { size: ${width}px ${height}px; margin: 0 }`),
    { immediate: true },
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  onScopeDispose(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  });
}
