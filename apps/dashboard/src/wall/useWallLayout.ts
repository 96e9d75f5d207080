import type { WallInstallation } from '@parkpulse/contracts';
import { computed, type ComputedRef } from 'vue';
import { boxOf, divide, type Box } from './layout/areas.js';
import { fitCanvas } from './layout/canvas.js';
import { textEm } from './show/fitText.js';
import { useScreen } from './useScreen.js';

export interface LayoutLinks {
  readonly installation: ComputedRef<WallInstallation | null>;
  readonly hasBanner: () => boolean;
  readonly disclaimer: () => string;
}

/** An alert takes no more than this share of the wall (W6). */
const CARD_SHARE = 0.2;
const CARD = { width: 36, height: 16 };

/** Where everything stands on this screen. */
export function useWallLayout({ installation, hasBanner, disclaimer }: LayoutLinks) {
  const screen = useScreen();
  const fit = computed(() => fitCanvas(screen.value, installation.value));
  const canvas = computed(() => (fit.value.kind === 'fits' ? fit.value.canvas : null));
  const areas = computed(() => {
    if (canvas.value === null) return null;
    const divided = divide(canvas.value, { isLost: hasBanner(), disclaimer: textEm(disclaimer()) });
    const { unit } = canvas.value;
    const marks = divided.rows.flatMap((row) => divided.columns.map((column) => boxOf(column, row, unit)));
    return { ...divided, marks };
  });
  const cardBox = computed((): Box | null => {
    const last = areas.value?.marks.at(-1);
    if (last === undefined || canvas.value === null) return null;
    const { unit, width, height } = canvas.value;
    const cardWidth = Math.min(last.width, CARD.width * unit);
    const cardHeight = Math.min(last.height, CARD.height * unit, (CARD_SHARE * width * height) / cardWidth);
    return {
      x: last.x + last.width - cardWidth,
      y: last.y + last.height - cardHeight,
      width: cardWidth,
      height: cardHeight,
    };
  });
  return { screen, fit, areas, cardBox };
}
