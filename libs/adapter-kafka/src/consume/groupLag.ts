import type { EachBatchPayload } from 'kafkajs';
import type { Place } from './place.js';

const EVERY_MS = 1000;

/** Tells the group how far we are, for those who watch its lag; nothing of ours reads it. */
export class GroupLag {
  private nextAt = 0;

  constructor(private readonly place: Place) {}

  /** Commits at most once a second, and always when all there is was read. */
  tell(payload: EachBatchPayload, next: number, isAtEnd: boolean): void {
    const now = performance.now();
    if (now < this.nextAt && !isAtEnd) return;
    this.nextAt = now + EVERY_MS;
    const partitions = [{ partition: this.place.partition, offset: String(next) }];
    payload
      .commitOffsetsIfNecessary({ topics: [{ topic: this.place.topic, partitions }] })
      .catch(() => undefined);
  }
}
