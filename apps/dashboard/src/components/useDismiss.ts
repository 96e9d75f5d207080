import { onBeforeUnmount, onMounted, type Ref } from 'vue';

/** Folds an open `details` menu away on Escape and on a press outside it. */
export function useDismiss(menu: Ref<HTMLDetailsElement | null>): void {
  const isOpen = (): boolean => menu.value?.open === true;
  const close = (): void => menu.value?.removeAttribute('open');

  function pressed(event: PointerEvent): void {
    if (isOpen() && !menu.value?.contains(event.target as Node)) close();
  }
  function typed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !isOpen()) return;
    close();
    menu.value?.querySelector('summary')?.focus();
  }

  onMounted(() => {
    document.addEventListener('pointerdown', pressed);
    document.addEventListener('keydown', typed);
  });
  onBeforeUnmount(() => {
    document.removeEventListener('pointerdown', pressed);
    document.removeEventListener('keydown', typed);
  });
}
