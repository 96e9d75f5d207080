import type { Clock, LogBatch, StreamId, Subscriber } from '@parkpulse/application';
import type { EachBatchPayload } from 'kafkajs';
import type { Bounds } from '../client/clusterClient.js';
import type { KafkaLogLine } from '../options.js';
import { Heart } from './heart.js';
import { Sleeper } from './sleeper.js';
import { startingPoint } from './startingPoint.js';
import { toLogBatches } from './toLogBatches.js';

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** What a held partition asks of the consumer it belongs to. */
export interface ConsumerControl {
  readonly subscriber: Subscriber;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  onLog(line: KafkaLogLine): void;
  /** Which stream stands at a place now. */
  identify(place: Place): Promise<StreamId>;
  bounds(place: Place): Promise<Bounds>;
  /** Rejects when what lies there is known not to be readable: the partition stands, the others go on. */
  tryToRead(place: Place, offset: number): Promise<void>;
  pause(place: Place): void;
  /** Fetches from this offset on; ends a pause. */
  resumeAt(place: Place, offset: number): void;
}

const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Long enough for a member that was put out of its group to be told so. */
const FENCED_PAUSE_MS = 1500;
const LAG_COMMIT_MS = 1000;

/** `taking`: a fetched batch is with the subscriber. `insisting`: one it did not take is offered again, and again. */
type State = 'claiming' | 'ready' | 'taking' | 'insisting' | 'released';

/**
 * One partition for as long as one membership of the group lasts. Where reading goes on is what the subscriber says,
 * never what the group has committed; what the subscriber does not take is offered again, the very same batch, while the
 * partition is paused and the others go on.
 */
export class HeldPartition {
  private state: State = 'claiming';
  private stream: StreamId | null = null;
  private next = 0;
  private highest = 0;
  private lagCommitAt = 0;
  private readonly sleeper = new Sleeper();
  private work: Promise<void>;

  /** @param before the end of what an earlier membership still does for this partition */
  constructor(
    readonly place: Place,
    private readonly control: ConsumerControl,
    before: Promise<void>,
  ) {
    this.work = before.then(() => this.claim());
  }

  /** The stream and the offset to be read next, once it is known and nothing is in work. */
  get position(): { readonly stream: StreamId; readonly next: number } | null {
    return this.stream === null || this.state !== 'ready' ? null : { stream: this.stream, next: this.next };
  }

  /** Records known to have been in the stream that were never read. */
  get unread(): number {
    return Math.max(0, this.highest - this.next);
  }

  /** Takes what a fetch brought. Rejects only with what the group has to know (a rebalance), never for the subscriber. */
  async take(payload: EachBatchPayload): Promise<void> {
    if (this.state !== 'ready' || this.stream === null || payload.isStale()) return;
    this.state = 'taking';
    const taking = this.process(payload, this.stream);
    this.work = taking.catch(() => undefined);
    await taking;
  }

  /** The log passed over offsets that hold no record; what is stored must follow, or a backlog would seem to be left. */
  skipTo(offset: number): void {
    if (this.state !== 'ready' || this.stream === null || offset <= this.next) return;
    this.persist({ stream: this.stream, records: [], nextOffset: offset }, 0);
  }

  /** Begins again: asks which stream this is, where the store stands and what the log holds. */
  reclaim(afterMs = 0): void {
    if (this.isReleased()) return;
    this.state = 'claiming';
    this.control.pause(this.place);
    this.work = this.work.then(async () => {
      await this.sleeper.sleep(afterMs);
      await this.claim();
    });
  }

  /** Resolves when no call of the subscriber is running for this partition and none will be. */
  async release(): Promise<void> {
    this.state = 'released';
    this.sleeper.end();
    for (let work: Promise<void> | null = null; work !== this.work;) await (work = this.work);
    this.letGo();
  }

  private async claim(): Promise<void> {
    for (let delay = SHORTEST_PAUSE_MS; !this.isReleased(); delay = Math.min(2 * delay, LONGEST_PAUSE_MS)) {
      try {
        return await this.claimOnce();
      } catch (error) {
        this.complain('cannot be taken over and is tried again', error);
        await this.sleeper.sleep(isFenced(error) ? FENCED_PAUSE_MS : delay);
      }
    }
  }

  private async claimOnce(): Promise<void> {
    const { control } = this;
    const { subscriber } = control;
    this.letGo();
    const stream = await control.identify(this.place);
    if (this.isReleased()) return;
    this.stream = stream;
    const stored = await subscriber.assigned(stream);
    const bounds = await control.bounds(this.place);
    if (this.isReleased()) return;
    const { offset, alarm } = startingPoint(stream, stored, bounds);
    if (alarm !== null) subscriber.alarm(alarm);
    if (offset !== (stored ?? 0)) await subscriber.batch({ stream, records: [], nextOffset: offset });
    this.highest = bounds.high;
    await control.tryToRead(this.place, offset);
    this.goOnAt(offset);
  }

  private goOnAt(offset: number): void {
    if (this.isReleased()) return;
    this.next = offset;
    this.state = 'ready';
    this.control.resumeAt(this.place, offset);
  }

  /** Whether kafkajs went elsewhere than it was told: the log was cut, made again, or its beginning deleted. */
  private async isOutOfPlace(first: number): Promise<boolean> {
    if (this.highest < this.next) return true;
    if (first <= this.next) return false;
    try {
      // Compaction and ends of transactions leave holes too; only what lies before the log's start is lost.
      return (await this.control.bounds(this.place)).low > this.next;
    } catch {
      return true;
    }
  }

  private async process(payload: EachBatchPayload, stream: StreamId): Promise<void> {
    const { batch } = payload;
    this.highest = Number(batch.highWatermark);
    try {
      if (await this.isOutOfPlace(Number(batch.firstOffset()))) this.reclaim();
      else await this.offerAll(payload, stream);
    } finally {
      if (this.state === 'taking') this.state = 'ready';
    }
  }

  private async offerAll(payload: EachBatchPayload, stream: StreamId): Promise<void> {
    const { batch } = payload;
    const messages = batch.messages.filter(({ offset }) => Number(offset) >= this.next);
    const heart = new Heart(payload, this.control.heartbeatMs);
    for (const each of toLogBatches(
      stream,
      messages,
      Number(batch.lastOffset()) + 1,
      this.control.clock.now(),
    )) {
      if (this.isReleased()) break;
      const fault = await this.offer(each);
      if (fault !== null) {
        this.refused(each, fault.error);
        break;
      }
      this.next = each.nextOffset;
      payload.resolveOffset(String(each.nextOffset - 1));
    }
    heart.stop();
    this.commitLag(payload);
    if (heart.fault !== null) throw heart.fault;
  }

  private async offer(batch: LogBatch): Promise<{ readonly error: unknown } | null> {
    try {
      await this.control.subscriber.batch(batch);
      return null;
    } catch (error) {
      return { error };
    }
  }

  private refused(batch: LogBatch, error: unknown): void {
    if (this.isReleased()) return;
    if (isFenced(error)) return this.fenced(error);
    this.complain('is paused: a batch could not be stored and is offered again', error);
    this.persist(batch, SHORTEST_PAUSE_MS);
  }

  private fenced(error: unknown): void {
    this.complain('was taken over by another worker', error);
    this.reclaim(FENCED_PAUSE_MS);
  }

  /** Offers one batch until it is taken, then goes on behind it. */
  private persist(batch: LogBatch, firstDelay: number): void {
    this.state = 'insisting';
    this.control.pause(this.place);
    this.work = this.work.then(async () => {
      for (
        let delay = firstDelay;
        !this.isReleased();
        delay = Math.min(2 * delay + SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS)
      ) {
        await this.sleeper.sleep(delay);
        if (this.isReleased()) return;
        const fault = await this.offer(batch);
        if (fault === null) return this.goOnAt(batch.nextOffset);
        if (isFenced(fault.error)) return this.fenced(fault.error);
        this.complain('is still paused', fault.error);
      }
    });
  }

  /** Tells the group how far we are, for those who watch its lag; nothing of ours reads it. */
  private commitLag(payload: EachBatchPayload): void {
    const now = performance.now();
    if (now < this.lagCommitAt && this.next < this.highest) return;
    this.lagCommitAt = now + LAG_COMMIT_MS;
    const partitions = [{ partition: this.place.partition, offset: String(this.next) }];
    payload
      .commitOffsetsIfNecessary({ topics: [{ topic: this.place.topic, partitions }] })
      .catch(() => undefined);
  }

  private letGo(): void {
    if (this.stream !== null) this.control.subscriber.revoked(this.stream);
    this.stream = null;
  }

  private complain(what: string, error: unknown): void {
    if (this.isReleased()) return;
    const { topic, partition } = this.place;
    const reason = error instanceof Error ? error.message : String(error);
    this.control.onLog({
      level: 'warn',
      message: `${topic}/${partition} ${what}`,
      detail: { topic, partition, reason },
    });
  }

  // A method, since the state changes during awaits.
  private isReleased(): boolean {
    return this.state === 'released';
  }
}

function isFenced(error: unknown): boolean {
  return error instanceof Error && error.name === 'FencedError';
}
