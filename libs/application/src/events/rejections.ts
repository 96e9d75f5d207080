import type { RejectedEvent } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import { FencedError, type IngestStore, type NewDeadLetter, type StreamId } from '../ports.js';

/** Payloads above this many bytes are not kept whole (reliability, bad input 54). */
const KEPT_WHOLE_BYTES = 256 * 1024;
const KEPT_BYTES = 4096;

/** A refused event of a request. */
export interface Rejection {
  readonly rejected: RejectedEvent;
  readonly bytes: Uint8Array;
  readonly request: string;
  readonly receivedAt: Instant;
}

/** The stream that refused events of requests count as; a negative partition is in no log. */
export const REQUEST_STREAM: StreamId = {
  cluster: 'requests',
  topicId: 'requests',
  topic: 'requests',
  partition: -1,
};

/**
 * Keeps refused events of requests as dead letters. To the store they are a stream of their own, written by one process
 * at a time, whose offsets count the refusals: a dead letter is written the same way wherever it came from.
 */
export class Rejections {
  private claimed: Promise<{ epoch: number; nextOffset: number }> | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<IngestStore, 'claim' | 'commit'>,
    private readonly stream: StreamId = REQUEST_STREAM,
  ) {}

  /** Resolves once the dead letters are durable. */
  add(rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) return Promise.resolve();
    const done = this.turn.then(() => this.write(rejections));
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async write(rejections: readonly Rejection[], attempts = 3): Promise<void> {
    this.claimed ??= this.claim();
    try {
      const claim = await this.claimed;
      const expectedOffset = claim.nextOffset;
      const deadLetters = rejections.map((rejection, index) =>
        this.toDeadLetter(rejection, expectedOffset + index),
      );
      const nextOffset = expectedOffset + rejections.length;
      await this.store.commit({
        stream: this.stream,
        epoch: claim.epoch,
        expectedOffset,
        nextOffset,
        events: [],
        deadLetters,
      });
      claim.nextOffset = nextOffset;
    } catch (error) {
      this.claimed = null;
      // Another web node took its turn: take ours.
      if (error instanceof FencedError && attempts > 1) return this.write(rejections, attempts - 1);
      throw error;
    }
  }

  private async claim(): Promise<{ epoch: number; nextOffset: number }> {
    const { epoch, nextOffset } = await this.store.claim(this.stream);
    return { epoch, nextOffset: nextOffset ?? 0 };
  }

  private toDeadLetter({ rejected, bytes, request, receivedAt }: Rejection, offset: number): NewDeadLetter {
    const isTruncated = bytes.byteLength > KEPT_WHOLE_BYTES;
    return {
      code: rejected.code,
      detailZh: rejected.detail.zh,
      detailEn: rejected.detail.en,
      pointer: rejected.pointer,
      park: rejected.park,
      source: rejected.source,
      topic: this.stream.topic,
      partition: this.stream.partition,
      offset,
      request,
      receivedAt,
      payload: isTruncated ? bytes.subarray(0, KEPT_BYTES) : bytes,
      isTruncated,
    };
  }
}
