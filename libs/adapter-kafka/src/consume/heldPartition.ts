import type { LogBatch, StreamId } from '@parkpulse/application';
import type { EachBatchPayload } from 'kafkajs';
import type { ConsumerControl } from './consumerControl.js';
import { Continuity } from './continuity.js';
import { GroupLag } from './groupLag.js';
import { Heart } from './heart.js';
import { type LogTail, fromText, toText } from './logTail.js';
import type { Place } from './place.js';
import { Sleeper } from './sleeper.js';
import { findStart } from './startingPoint.js';
import { toLogBatches } from './toLogBatches.js';

const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Long enough for a member that was put out of its group to be told so. */
const FENCED_PAUSE_MS = 1500;

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
  /** What is known of the last record before `next`, as the store keeps it. */
  private tail: string | null = null;
  private highest = 0;
  private readonly continuity: Continuity;
  private readonly lag: GroupLag;
  private readonly sleeper = new Sleeper();
  private work: Promise<void>;

  /** @param before the end of what an earlier membership still does for this partition */
  constructor(
    readonly place: Place,
    private readonly control: ConsumerControl,
    before: Promise<void>,
  ) {
    this.continuity = new Continuity(place, control);
    this.lag = new GroupLag(place);
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
    const tail = toText(this.knownTail(), offset);
    this.persist({ stream: this.stream, records: [], nextOffset: offset, tail }, 0);
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
    const { offset, alarm, stored, tail, high } = await findStart(stream, subscriber, control);
    if (this.isReleased()) return;
    if (alarm !== null) subscriber.alarm(alarm);
    const start = { stream, records: [], nextOffset: offset, tail: toText(tail, offset) };
    if (offset !== (stored?.nextOffset ?? 0)) await subscriber.batch(start);
    this.highest = high;
    this.continuity.begin();
    await control.tryToRead(this.place, offset);
    this.goOnBehind(start);
  }

  private goOnBehind(batch: LogBatch): void {
    if (this.isReleased()) return;
    this.moveBehind(batch);
    this.state = 'ready';
    this.control.resumeAt(this.place, this.next);
  }

  private moveBehind({ nextOffset, tail = null }: LogBatch): void {
    this.next = nextOffset;
    this.tail = tail;
  }

  private knownTail(): LogTail | null {
    return fromText({ nextOffset: this.next, tail: this.tail });
  }

  private async process(payload: EachBatchPayload, stream: StreamId): Promise<void> {
    const { batch } = payload;
    this.highest = Number(batch.highWatermark);
    try {
      if (await this.continuity.isBroken(batch, this.next, this.knownTail())) this.reclaim();
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
      this.moveBehind(each);
      payload.resolveOffset(String(each.nextOffset - 1));
    }
    heart.stop();
    this.lag.tell(payload, this.next, this.next >= this.highest);
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
        if (fault === null) return this.goOnBehind(batch);
        if (isFenced(fault.error)) return this.fenced(fault.error);
        this.complain('is still paused', fault.error);
      }
    });
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
