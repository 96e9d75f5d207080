import { onScopeDispose, shallowRef } from 'vue';
import { readPalette } from './palette.js';

/** The palette of the theme on the screen; read anew when the theme or the window's size class changes. */
export function usePalette() {
  const palette = shallowRef(readPalette());
  const refresh = (): void => {
    palette.value = readPalette();
  };
  // The page changes its colours at once; charts are drawn anew right after that has been painted.
  const refreshSoon = (): void => void requestAnimationFrame(() => setTimeout(refresh));
  const themes = new MutationObserver(refreshSoon);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const sizes = ['(min-width: 2300px)', '(min-width: 3200px)'].map((query) => matchMedia(query));
  sizes.forEach((size) => size.addEventListener('change', refresh));
  onScopeDispose(() => {
    themes.disconnect();
    sizes.forEach((size) => size.removeEventListener('change', refresh));
  });
  return palette;
}
