import { onScopeDispose, ref } from 'vue';
import { serverNow } from '../../api/http.js';

const SECOND = 1000;
const SLOW_SECONDS = 10;

/** The server's time: `second` turns with each of its seconds, `moment` every ten, for what need not be drawn so often. */
export function useServerClock() {
  const second = ref(serverNow());
  const moment = ref(second.value);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function turn(): void {
    const now = serverNow();
    second.value = now;
    if (Math.abs(now - moment.value) >= SLOW_SECONDS * SECOND) moment.value = now;
    timer = setTimeout(turn, SECOND - (now % SECOND) + 5);
  }

  turn();
  onScopeDispose(() => clearTimeout(timer));
  return { second, moment };
}
