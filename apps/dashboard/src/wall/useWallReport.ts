import type { WallReport } from '@parkpulse/contracts';
import { onScopeDispose, watch } from 'vue';
import { ownCalls } from './data/wallCalls.js';

const REPEAT_MS = 30_000;
const SETTLE_MS = 400;

/** Tells the desk what this wall shows: when that changes, and every half minute as a sign of life. */
export function useWallReport(report: () => WallReport | null): void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function send(): void {
    const now = report();
    if (now !== null) void ownCalls.report(now).catch(() => undefined);
    wait(REPEAT_MS);
  }

  function wait(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  watch(
    () => JSON.stringify(report()),
    () => wait(SETTLE_MS),
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
}
