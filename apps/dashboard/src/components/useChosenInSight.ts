import { nextTick, onMounted, watch, type Ref } from 'vue';

/** Scrolls a row of links that is wider than its place, as on a phone, so that the page it leads to now is in sight. */
export function useChosenInSight(row: Readonly<Ref<HTMLElement | null>>, changes: () => unknown): void {
  async function show(): Promise<void> {
    await nextTick();
    const box = row.value;
    const chosen = box?.querySelector('[aria-current="page"]');
    if (!box || !chosen) return;
    const [outer, inner] = [box.getBoundingClientRect(), chosen.getBoundingClientRect()];
    box.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }
  onMounted(show);
  watch(changes, show);
}
