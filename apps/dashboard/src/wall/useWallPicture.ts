import type { WallControl } from '@parkpulse/contracts';
import { computed, type Ref } from 'vue';
import { demoPicture, demoStep } from './data/demoPicture.js';
import { toFigures } from './data/figures.js';
import { NO_STAMPS, type PartName, type Stamps, type WallPicture } from './data/picture.js';
import type { useWallData } from './data/useWallData.js';
import { withoutNames } from './show/mask.js';

export interface PictureLinks {
  readonly data: ReturnType<typeof useWallData>;
  readonly control: Ref<WallControl | null>;
  readonly moment: Ref<number>;
  readonly second: Ref<number>;
}

/** What is shown: the park as it is, or the demonstration while the desk asks for it; names never while visitors look. */
export function useWallPicture({ data, control, moment, second }: PictureLinks) {
  const isMasked = computed(() => control.value?.visitor === true);
  const step = computed(() => (control.value?.demo === true ? demoStep(second.value) : null));
  const demo = computed(() =>
    step.value === null ? null : demoPicture(moment.value, control.value?.locale === 'en' ? 'en' : 'zh'),
  );
  const seen = (picture: WallPicture): WallPicture => (isMasked.value ? maskedPicture(picture) : picture);
  /** What is kept for a start without a server: never the demonstration, never names that visitors must not see. */
  const kept = computed(() => seen(data.picture.value));
  const picture = computed(() => (demo.value === null ? kept.value : seen(demo.value)));
  const stamps = computed((): Stamps => (demo.value === null ? data.stamps.value : freshAt(moment.value)));
  const figures = computed(() => toFigures(picture.value, moment.value));
  return { picture, kept, stamps, figures };
}

function maskedPicture(picture: WallPicture): WallPicture {
  return picture.places === null ? picture : { ...picture, places: withoutNames(picture.places) };
}

function freshAt(now: number): Stamps {
  return Object.fromEntries(
    Object.keys(NO_STAMPS).map((part) => [part as PartName, now]),
  ) as unknown as Stamps;
}
