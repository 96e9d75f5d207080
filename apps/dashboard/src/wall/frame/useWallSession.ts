import type { OwnWall } from '@parkpulse/contracts';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { bearer, ProblemError, serverClock, UnreachableError } from '../../api/http.js';
import { ownCalls } from '../data/wallCalls.js';
import { startPoller, type Poller } from '../data/poller.js';
import { forgetWall, savedFrame, savedToken, saveToken } from './frameStore.js';

export type SessionState = 'starting' | 'pairing' | 'paired';

const SELF_MS = 30_000;
const CLAIM_MS = 2000;

/** Who this screen is: a wall with a token, or one that shows a code and waits for the desk. Comes back by itself. */
export function useWallSession() {
  const state = ref<SessionState>('starting');
  const code = ref<string | null>(null);
  const isAway = ref(false);
  const wall = shallowRef<OwnWall | null>(savedFrame()?.wall ?? null);
  let secret: string | null = null;
  let poller: Poller | null = null;

  function take(next: OwnWall): void {
    if (
      wall.value !== null &&
      next.control.revision < wall.value.control.revision &&
      next.id === wall.value.id
    )
      return;
    wall.value = next;
    state.value = 'paired';
  }

  async function askSelf(signal: AbortSignal): Promise<void> {
    const sent = Date.now();
    try {
      const self = await ownCalls.self(signal);
      serverClock.offset = Date.parse(self.now) - (sent + Date.now()) / 2;
      take(self);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      leave();
    }
  }

  /** One step of the pairing: shows a code, then asks whether it was approved; a new one when it has expired. */
  async function askPairing(): Promise<void> {
    if (secret === null) {
      const begun = await ownCalls.begin();
      secret = begun.secret;
      code.value = begun.code;
      return;
    }
    const claim = await ownCalls.claim(secret);
    if (claim.state === 'waiting') return;
    secret = code.value = null;
    if (claim.token === null) return;
    saveToken(claim.token);
    enter(claim.token);
  }

  function enter(token: string): void {
    bearer.token = token;
    if (wall.value !== null) state.value = 'paired';
    restart(SELF_MS, askSelf);
  }

  function leave(): void {
    bearer.token = null;
    forgetWall();
    wall.value = null;
    state.value = 'pairing';
    restart(CLAIM_MS, askPairing);
  }

  function restart(periodMs: number, load: (signal: AbortSignal) => Promise<void>): void {
    poller?.stop();
    poller = startPoller({ periodMs, leastMs: 500, load: (signal) => noting(load(signal)) });
  }

  /** Notes whether the server answers at all. */
  async function noting(asking: Promise<void>): Promise<void> {
    try {
      await asking;
      isAway.value = false;
    } catch (error) {
      isAway.value = error instanceof UnreachableError;
      throw error;
    }
  }

  const token = savedToken();
  if (token === null) leave();
  else enter(token);
  onScopeDispose(() => {
    poller?.stop();
    bearer.token = null;
  });
  return { state, code, isAway, wall, take, check: () => poller?.nudge() };
}
