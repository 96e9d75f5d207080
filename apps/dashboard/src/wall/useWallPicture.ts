import type { WallControl } from '@parkpulse/contracts';
import { computed, type Ref } from 'vue';
import { demoPicture, demoStep } from './data/demoPicture.js';
import { toFigures } from './data/figures.js';
import { NO_STAMPS, type PartName, type Stamps } from './data/picture.js';
import type { useWallData } from './data/useWallData.js';

export interface PictureLinks {
  readonly data: ReturnType<typeof useWallData>;
  readonly control: Ref<WallControl | null>;
  readonly moment: Ref<number>;
  readonly second: Ref<number>;
}

/** What is shown: the park as it is, or the demonstration while the desk asks for it. */
export function useWallPicture({ data, control, moment, second }: PictureLinks) {
  const step = computed(() => (control.value?.demo === true ? demoStep(second.value) : null));
  const demo = computed(() =>
    step.value === null ? null : demoPicture(moment.value, control.value?.locale === 'en' ? 'en' : 'zh'),
  );
  const picture = computed(() => demo.value ?? data.picture.value);
  const stamps = computed((): Stamps => (demo.value === null ? data.stamps.value : freshAt(moment.value)));
  const figures = computed(() => toFigures(picture.value, moment.value));
  return { picture, stamps, figures };
}

function freshAt(now: number): Stamps {
  return Object.fromEntries(
    Object.keys(NO_STAMPS).map((part) => [part as PartName, now]),
  ) as unknown as Stamps;
}
