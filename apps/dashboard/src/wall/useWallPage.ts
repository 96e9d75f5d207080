import { watch, type Ref } from 'vue';
import { setLocale, type LocaleName } from '../i18n/index.js';

export interface PageLinks {
  readonly unit: Ref<number>;
  readonly locale: Ref<LocaleName>;
  readonly preferences: { readonly locale: LocaleName; readonly theme: string };
}

/** Takes the page over: dark, in the wall's language, 1 rem being the smallest type; gives it back when left. */
export function useWallPage({ unit, locale, preferences }: PageLinks) {
  const root = document.documentElement;
  root.dataset['theme'] = 'dark';
  watch(unit, (px) => (root.style.fontSize = `${px}px`), { immediate: true });
  watch(locale, setLocale, { immediate: true });
  if ('serviceWorker' in navigator)
    void navigator.serviceWorker.register('/wall-sw.js', { scope: '/wall' }).catch(() => undefined);

  function dispose(): void {
    root.style.removeProperty('font-size');
    root.dataset['theme'] = preferences.theme;
    setLocale(preferences.locale);
  }
  return { dispose };
}
