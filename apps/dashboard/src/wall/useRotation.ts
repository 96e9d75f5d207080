import type { WallControl, WallScene } from '@parkpulse/contracts';
import { ref, shallowRef, watch } from 'vue';
import { firstRotation, nextRotation } from './show/rotation.js';

/** A scene that failed is tried again after this long. */
const FORGIVE_MS = 10 * 60_000;

export interface RotationLinks {
  readonly control: () => WallControl | null;
  readonly isTakenOver: () => boolean;
  readonly now: () => number;
  /** The scene that was on before a reload. */
  readonly kept: WallScene | null;
}

/** Turns through the scenes by the second; a scene that fails is passed over for ten minutes. */
export function useRotation({ control, isTakenOver, now, kept }: RotationLinks) {
  const rotation = shallowRef<ReturnType<typeof firstRotation> | null>(null);
  const failures = ref<ReadonlyMap<WallScene, number>>(new Map());

  function turn(): void {
    const told = control();
    if (told === null) return;
    const time = now();
    for (const [scene, at] of failures.value)
      if (time - at > FORGIVE_MS)
        failures.value = new Map([...failures.value].filter(([name]) => name !== scene));
    const failing = new Set(failures.value.keys());
    rotation.value =
      rotation.value === null
        ? firstRotation(told, time, kept)
        : nextRotation(rotation.value, { control: told, failing, isTakenOver: isTakenOver(), now: time });
  }

  function fail(scene: WallScene): void {
    failures.value = new Map(failures.value).set(scene, now());
    turn();
  }

  watch([now, control, isTakenOver], turn, { immediate: true });
  return { rotation, failures, fail };
}
