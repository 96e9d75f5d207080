/** What one gateway accepts from its peers; none of it can be raised by a peer. */
export interface ServerLimits {
  readonly maxConnections: number;
  /** A connection without a good frame for so long is closed; bytes that are no frame do not count. */
  readonly idleMs: number;
  /** Reading pauses when a connection sends faster than this on average. */
  readonly bytesPerSecond: number;
  /** Messages of one connection whose fate is not known yet; reading pauses beyond. */
  readonly maxOpenMessages: number;
  /** Faults in a row, without a good frame between, after which a connection is closed. */
  readonly maxFaults: number;
  /** Bytes of answers a peer may leave unread before it is closed. */
  readonly maxUnreadBytes: number;
  /** How long a stop waits for messages under way. */
  readonly stopGraceMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  maxConnections: 1000,
  idleMs: 900_000,
  bytesPerSecond: 65_536,
  maxOpenMessages: 64,
  maxFaults: 1000,
  maxUnreadBytes: 65_536,
  stopGraceMs: 10_000,
};

/** A leaky bucket over bytes: `take` says how many milliseconds to wait so that the average rate holds. */
export class ByteBudget {
  readonly #perSecond: number;
  #debtMs = 0;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#at = now;
  }

  /** Books bytes at a time; one second's worth may come at once without a pause. */
  take(bytes: number, now: number): number {
    this.#debtMs = Math.max(0, this.#debtMs - (now - this.#at)) + (bytes * 1000) / this.#perSecond;
    this.#at = now;
    return Math.max(0, this.#debtMs - 1000);
  }
}
