import { createI18n } from 'vue-i18n';
import { en } from './en/index.js';
import { zh } from './zh/index.js';

export type LocaleName = 'zh-CN' | 'en';

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as LocaleName,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
});

/** Switches the language of the page and tells the browser and screen readers so. */
export function setLocale(name: LocaleName): void {
  i18n.global.locale.value = name;
  document.documentElement.lang = name;
}
