import type { MessageRetention } from './deskPorts.js';

const DAY = 86_400_000;
/** Longer than the longest span that figures of deliveries are made of (366 days), so that none changes afterwards. */
export const DEFAULT_MESSAGE_DAYS = 400;
const EVERY_MS = 3_600_000;
/** Removed in one transaction: few enough that nobody waits for it. */
const AT_ONCE = 500;

export interface RetentionOptions {
  readonly retention: MessageRetention;
  /** Whole days a message is kept after it was told; 30 at least. */
  readonly days: number;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/**
 * Removes told messages once they are old enough, a little at a time, now and every hour. Any number of processes may do
 * this; one at a time works. What was never delivered is never removed.
 */
export function startRetention(options: RetentionOptions): { stop(): Promise<void> } {
  let isStopping = false;
  let running = work();
  const timer = setInterval(() => {
    running = running.then(work);
  }, options.everyMs ?? EVERY_MS);
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
  };

  async function work(): Promise<void> {
    try {
      let removed: number | null = AT_ONCE;
      while (removed === AT_ONCE && !isStopping)
        removed = await options.retention.removeSettled(options.days * DAY, AT_ONCE);
    } catch (error) {
      options.onError(error);
    }
  }
}
