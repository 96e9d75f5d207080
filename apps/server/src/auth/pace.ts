/**
 * Paces the requests of each caller (a leaky bucket): bursts pass, a steady flood is slowed down to the allowed rate, and
 * only one that would have to wait too long is refused. A caller who waits for answers is never refused.
 */
export class Pace {
  private readonly dueAt = new Map<string, number>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly longestWaitMs: number,
  ) {}

  /** Returns the milliseconds to wait before going on, or null when the caller must come back later. */
  admit(caller: string, now: number): number | null {
    const step = 1000 / this.perSecond;
    const due = Math.max(this.dueAt.get(caller) ?? Number.NEGATIVE_INFINITY, now - this.burst * step) + step;
    const wait = Math.max(0, due - now);
    if (wait > this.longestWaitMs) return null;
    this.dueAt.set(caller, due);
    if (this.dueAt.size > 10_000) this.forgetIdle(now);
    return wait;
  }

  private forgetIdle(now: number): void {
    for (const [caller, due] of this.dueAt)
      if (due < now - this.burst * (1000 / this.perSecond)) this.dueAt.delete(caller);
  }
}
