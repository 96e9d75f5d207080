import type { OwnWall } from '@parkpulse/contracts';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { bearer, ProblemError, serverClock, UnreachableError } from '../../api/http.js';
import { ownCalls } from '../data/wallCalls.js';
import { startPoller, type Poller } from '../data/poller.js';
import { forgetWall, savedFrame, savedToken, saveToken } from './frameStore.js';

export type SessionState = 'starting' | 'pairing' | 'paired';

const SELF_MS = 30_000;
const CLAIM_MS = 2000;
const LEAST_MS = 500;

/** Who this screen is: a wall with a token, or one that shows a code and waits for the desk. Comes back by itself. */
class WallSession {
  readonly state = ref<SessionState>('starting');
  readonly code = ref<string | null>(null);
  /** The server does not answer. */
  readonly isAway = ref(false);
  readonly wall = shallowRef<OwnWall | null>(savedFrame()?.wall ?? null);
  private secret: string | null = null;
  private poller: Poller | null = null;

  start(): void {
    const token = savedToken();
    if (token === null) this.leave();
    else this.enter(token);
  }

  stop(): void {
    this.poller?.stop();
    bearer.token = null;
  }

  /** Asks soon whether the token still holds. */
  readonly check = (): void => this.poller?.nudge();

  /** Takes what the server says of this wall, unless something newer is known. */
  readonly take = (next: OwnWall): void => {
    const held = this.wall.value;
    if (held !== null && next.id === held.id && next.control.revision < held.control.revision) return;
    this.wall.value = next;
    this.state.value = 'paired';
  };

  private async askSelf(signal: AbortSignal): Promise<void> {
    const sent = Date.now();
    try {
      const self = await ownCalls.self(signal);
      serverClock.offset = Date.parse(self.now) - (sent + Date.now()) / 2;
      this.take(self);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      this.leave();
    }
  }

  /** One step of the pairing: shows a code, then asks whether it was approved; a new one when it has expired. */
  private async askPairing(): Promise<void> {
    if (this.secret === null) {
      const begun = await ownCalls.begin();
      this.secret = begun.secret;
      this.code.value = begun.code;
      return;
    }
    const claim = await ownCalls.claim(this.secret);
    if (claim.state === 'waiting') return;
    this.secret = this.code.value = null;
    if (claim.token === null) return;
    saveToken(claim.token);
    this.enter(claim.token);
  }

  private enter(token: string): void {
    bearer.token = token;
    if (this.wall.value !== null) this.state.value = 'paired';
    this.restart(SELF_MS, (signal) => this.askSelf(signal));
  }

  private leave(): void {
    bearer.token = null;
    forgetWall();
    this.wall.value = null;
    this.state.value = 'pairing';
    this.restart(CLAIM_MS, () => this.askPairing());
  }

  private restart(periodMs: number, load: (signal: AbortSignal) => Promise<void>): void {
    this.poller?.stop();
    this.poller = startPoller({ periodMs, leastMs: LEAST_MS, load: (signal) => this.noting(load(signal)) });
  }

  private async noting(asking: Promise<void>): Promise<void> {
    try {
      await asking;
      this.isAway.value = false;
    } catch (error) {
      this.isAway.value = error instanceof UnreachableError;
      throw error;
    }
  }
}

/** The session of this screen for as long as the page is open. */
export function useWallSession(): WallSession {
  const session = new WallSession();
  session.start();
  onScopeDispose(() => session.stop());
  return session;
}
