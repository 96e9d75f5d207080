import { defineStore } from 'pinia';
import { ref } from 'vue';
import { serverNow } from '../api/http.js';

/** The server's time, once a second while the page is seen; ages on the screen hang on it. */
export const useClock = defineStore('clock', () => {
  const now = ref(serverNow());
  setInterval(() => {
    if (!document.hidden) now.value = serverNow();
  }, 1000);
  document.addEventListener('visibilitychange', () => (now.value = serverNow()));
  return { now };
});
