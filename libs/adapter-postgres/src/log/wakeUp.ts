/** Lets one reader sleep until something was appended for it. */
export class WakeUp {
  /** How often it has been called; a reader that notes it before looking cannot sleep through what comes after. */
  count = 0;
  private readonly sleepers = new Set<() => void>();

  call(): void {
    this.count += 1;
    for (const wake of [...this.sleepers]) wake();
  }

  /** Sleeps until called more often than `seen`, or for `milliseconds`. */
  after(seen: number, milliseconds: number): Promise<void> {
    return this.count > seen ? Promise.resolve() : this.sleep(milliseconds);
  }

  /** Sleeps for `milliseconds` whatever is appended; ends early when `isOver`. */
  async pause(milliseconds: number, isOver: () => boolean): Promise<void> {
    const end = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0 && !isOver(); left = end - performance.now())
      await this.sleep(left);
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.sleepers.add(wake);
    });
  }
}

/** The sleeping readers by the partition they read. */
export class WakeUps {
  private readonly byStream = new Map<string, Set<WakeUp>>();

  add(stream: string): WakeUp {
    const wakeUp = new WakeUp();
    const held = this.byStream.get(stream) ?? new Set();
    this.byStream.set(stream, held.add(wakeUp));
    return wakeUp;
  }

  remove(stream: string, wakeUp: WakeUp): void {
    this.byStream.get(stream)?.delete(wakeUp);
  }

  call(streams: Iterable<string>): void {
    for (const stream of streams) for (const wakeUp of this.byStream.get(stream) ?? []) wakeUp.call();
  }

  callAll(): void {
    this.call(this.byStream.keys());
  }
}

/** Names a partition of a topic by the topic's number. */
export function streamName(topic: number, partition: number): string {
  return `${topic}/${partition}`;
}
