import { onScopeDispose } from 'vue';
import { toLocalMinute } from './show/nightly.js';
import { isReloadDue } from './show/nightly.js';

export interface UpkeepLinks {
  readonly now: () => number;
  readonly zone: () => string;
  readonly isLive: () => boolean;
  readonly hasOpenAlerts: () => boolean;
  readonly save: () => void;
}

const CHECK_MS = 10_000;

/** Keeps the frame for the next start, and reloads once a night while nothing is wrong, to begin afresh. */
export function useUpkeep({ now, zone, isLive, hasOpenAlerts, save }: UpkeepLinks): void {
  const startedAt = now();
  const timer = setInterval(() => {
    save();
    const calm = isLive() && !hasOpenAlerts();
    if (isReloadDue(toLocalMinute(now(), zone()), now() - startedAt, calm)) window.location.reload();
  }, CHECK_MS);
  const leave = (): void => save();
  window.addEventListener('pagehide', leave);
  onScopeDispose(() => {
    clearInterval(timer);
    window.removeEventListener('pagehide', leave);
  });
}
