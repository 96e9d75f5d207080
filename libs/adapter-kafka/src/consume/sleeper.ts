/** Sleeps that can all be ended at once. */
export class Sleeper {
  private readonly wakes = new Set<() => void>();
  private isOver = false;

  sleep(milliseconds: number): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.wakes.add(wake);
    });
  }

  /** Ends every sleep, now and later. */
  end(): void {
    this.isOver = true;
    for (const wake of [...this.wakes]) wake();
  }
}
