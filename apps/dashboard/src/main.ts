import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n/index.js';
import { router } from './router.js';
import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import './theme/tables.css';
import './theme/forms.css';

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app');

// Fonts for machines without Chinese ones: declared late, fetched by the browser only for glyphs it lacks.
window.addEventListener('load', () => setTimeout(() => void import('./theme/chineseFonts.js'), 1500));
