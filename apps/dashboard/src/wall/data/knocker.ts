export interface KnockerLinks {
  /** Whether the server is still being missed. */
  readonly isWanted: () => boolean;
  readonly onAnswer: () => void;
}

export interface Knocker {
  /** Knocks in about a second. */
  soon(): void;
  stop(): void;
}

/** Spread, so that many walls do not come back at one moment. */
const KNOCK_MS = 1000;
const KNOCK_TIMEOUT_MS = 1500;
/** Once the server has answered, the new connection gets this long before it is knocked at again. */
const PATIENCE_MS = 4000;

/** Asks a missing server for its pulse, faster than the socket's own patience. */
export function createKnocker({ isWanted, onAnswer }: KnockerLinks): Knocker {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void knock(), milliseconds);
  }

  function soon(): void {
    wait(KNOCK_MS * (0.7 + 0.6 * Math.random()));
  }

  async function knock(): Promise<void> {
    const isThere = await hasPulse();
    if (!isWanted()) return;
    if (!isThere) return soon();
    onAnswer();
    wait(PATIENCE_MS);
  }

  return { soon, stop: () => clearTimeout(timer) };
}

async function hasPulse(): Promise<boolean> {
  const signal = AbortSignal.timeout(KNOCK_TIMEOUT_MS);
  return fetch('/health/live', { cache: 'no-store', signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}
