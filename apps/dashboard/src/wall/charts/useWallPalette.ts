import { inject, provide, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue';
import { readPalette, type Palette } from '../../charts/palette.js';

const UNIT: InjectionKey<Ref<number>> = Symbol('wall unit');

/** Tells charts below what the smallest type is, so that they draw anew when it changes. */
export function provideUnit(unit: Ref<number>): void {
  provide(UNIT, unit);
}

/** The palette of the wall with its type size, read after the page has taken it over. */
export function useWallPalette(): Readonly<Ref<Palette>> {
  const unit = inject(UNIT, ref(16));
  const palette = shallowRef({ ...readPalette(), rem: unit.value });
  watch(unit, (rem) => (palette.value = { ...readPalette(), rem }));
  return palette;
}
