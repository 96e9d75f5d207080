/** Counts recent attempts per key in a sliding window. Time is given in milliseconds of any monotonic clock. */
export class AttemptLimit {
  private readonly attempts = new Map<string, number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Notes an attempt; returns 0 when it may go on, else the milliseconds to wait. */
  take(key: string, now: number): number {
    const recent = this.recent(key, now);
    const [oldest] = recent;
    if (recent.length >= this.most && oldest !== undefined) return oldest + this.windowMs - now;
    recent.push(now);
    this.attempts.set(key, recent);
    if (this.attempts.size > 10_000) this.forgetOld(now);
    return 0;
  }

  /** Takes the newest attempt back: it turned out to be a good one. */
  giveBack(key: string): void {
    const times = this.attempts.get(key);
    times?.pop();
    if (times?.length === 0) this.attempts.delete(key);
  }

  private recent(key: string, now: number): number[] {
    return (this.attempts.get(key) ?? []).filter((time) => now - time < this.windowMs);
  }

  private forgetOld(now: number): void {
    for (const key of this.attempts.keys()) if (this.recent(key, now).length === 0) this.attempts.delete(key);
  }
}

/** Sign-in attempts that failed lately: five a minute for an account, twenty for an address. Nobody is locked out for good. */
export class LoginLimit {
  private readonly byAccount = new AttemptLimit(5, 60_000);
  private readonly byAddress = new AttemptLimit(20, 60_000);

  /** Returns 0, or the seconds to wait. */
  take(username: string, address: string, now: number): number {
    const wait = this.byAddress.take(address, now);
    if (wait > 0) return Math.ceil(wait / 1000);
    const accountWait = this.byAccount.take(username.toLowerCase(), now);
    return Math.ceil(accountWait / 1000);
  }

  succeeded(username: string, address: string): void {
    this.byAccount.giveBack(username.toLowerCase());
    this.byAddress.giveBack(address);
  }
}
