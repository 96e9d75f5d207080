import type { EachBatchPayload } from 'kafkajs';

/** Keeps a member alive while a batch takes long; what the group answers is thrown only once the batch is done. */
export class Heart {
  fault: Error | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(payload: EachBatchPayload, everyMs: number) {
    this.timer = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => (this.fault ??= error as Error));
    }, everyMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
