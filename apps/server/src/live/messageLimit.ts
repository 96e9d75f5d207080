import type { LiveSocket } from './liveSocket.js';

const KNOWN_EVENTS = new Set(['watch']);
const MESSAGES_PER_SECOND = 20;
const UNKNOWN_EVENTS = 10;
const REFUSED_MESSAGES = 200;

/** Drops events nobody listens to and messages that come too fast; a browser that goes on with either is disconnected. */
export function limitMessages(socket: LiveSocket): void {
  let unknown = 0;
  let refusedCount = 0;
  let windowStart = 0;
  let inWindow = 0;
  socket.use(([event, ...args], next) => {
    if (!KNOWN_EVENTS.has(event)) {
      unknown += 1;
      if (unknown >= UNKNOWN_EVENTS) socket.disconnect(true);
      return;
    }
    const now = performance.now();
    if (now - windowStart >= 1000) [windowStart, inWindow] = [now, 0];
    inWindow += 1;
    if (inWindow <= MESSAGES_PER_SECOND) {
      next();
      return;
    }
    refusedCount += 1;
    const reply: unknown = args.at(-1);
    if (typeof reply === 'function') (reply as (answer: object) => void)({ ok: false, code: 'RATE_LIMITED' });
    if (refusedCount >= REFUSED_MESSAGES) socket.disconnect(true);
  });
}
