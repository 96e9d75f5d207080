export interface Poller {
  /** Asks soon, but not more often than every `leastMs`. */
  nudge(): void;
  stop(): void;
}

export interface PollerAsked {
  readonly periodMs: number;
  readonly leastMs: number;
  load(signal: AbortSignal): Promise<void>;
}

/** A failed load comes again no later than this; the spread keeps many walls from asking at one moment. */
const RETRY_MS = 5000;
const SPREAD = 0.2;

/** Loads at once and then every period; one load at a time, each cut off when the next is due. */
export function startPoller({ periodMs, leastMs, load }: PollerAsked): Poller {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;
  let abort: AbortController | null = null;
  let isStopped = false;

  async function run(): Promise<void> {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    startedAt = performance.now();
    const succeeded = await load(mine.signal).then(
      () => true,
      () => false,
    );
    if (isStopped || abort !== mine) return;
    wait(succeeded ? periodMs : Math.min(RETRY_MS, periodMs));
  }

  function wait(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), milliseconds * (1 - SPREAD / 2 + SPREAD * Math.random()));
  }

  void run();
  return {
    nudge: () => {
      if (isStopped) return;
      clearTimeout(timer);
      timer = setTimeout(() => void run(), Math.max(0, leastMs - (performance.now() - startedAt)));
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      abort?.abort();
    },
  };
}
