import { onScopeDispose, shallowRef } from 'vue';
import type { Screen } from './layout/canvas.js';

/** The screen as it is now: size and pixel ratio. */
export function useScreen() {
  const read = (): Screen => ({
    width: window.innerWidth,
    height: window.innerHeight,
    pixelRatio: window.devicePixelRatio,
  });
  const screen = shallowRef(read());
  const refresh = (): void => {
    screen.value = read();
  };
  window.addEventListener('resize', refresh);
  onScopeDispose(() => window.removeEventListener('resize', refresh));
  return screen;
}
