import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { setLocale, type LocaleName } from '../i18n/index.js';

export type ThemeName = 'dark' | 'light';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(`parkpulse.${key}`);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`parkpulse.${key}`, value);
  } catch {
    // A browser that keeps nothing still works; the choice lasts as long as the page.
  }
}

/** The reader's language and theme, kept in this browser. */
export const usePreferences = defineStore('preferences', () => {
  const locale = ref<LocaleName>(stored('locale') === 'en' ? 'en' : 'zh-CN');
  const theme = ref<ThemeName>(document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark');
  const lastPark = ref(stored('park'));

  watch(
    locale,
    (name) => {
      setLocale(name);
      keep('locale', name);
    },
    { immediate: true },
  );
  watch(theme, (name) => {
    document.documentElement.dataset['theme'] = name;
    keep('theme', name);
  });

  function rememberPark(id: string): void {
    lastPark.value = id;
    keep('park', id);
  }

  return { locale, theme, lastPark, rememberPark };
});
