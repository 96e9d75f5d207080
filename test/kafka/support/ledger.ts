import {
  FencedError,
  type LogAlarm,
  type LogBatch,
  type StreamId,
  type Subscriber,
} from '@parkpulse/application';

export interface Row {
  readonly by: string;
  readonly partition: number;
  readonly offset: number;
  readonly text: string;
}

interface Held {
  next: number | null;
  tail: string | null;
  epoch: number;
}

export interface Worker {
  readonly subscriber: Subscriber;
  readonly offered: LogBatch[];
  readonly alarms: LogAlarm[];
  readonly claims: StreamId[];
  /** Commits that came too late. */
  fenced: number;
}

export interface WorkerHooks {
  /** Before the commit: may take long, may reject. */
  readonly before?: (batch: LogBatch) => Promise<void>;
  /** After the commit: what it rejects with is an answer lost on the way. */
  readonly after?: (batch: LogBatch) => Promise<void>;
}

/** What the ingest store does, in memory: rows and offset move together, by compare-and-set under an epoch. */
export class Ledger {
  readonly rows: Row[] = [];
  private readonly streams = new Map<string, Held>();

  worker(by: string, { before, after }: WorkerHooks = {}): Worker {
    const epochs = new Map<string, { readonly epoch: number; expected: number | null }>();
    const worker: Worker = {
      offered: [],
      alarms: [],
      claims: [],
      fenced: 0,
      subscriber: undefined as unknown as Subscriber,
    };
    const subscriber: Subscriber = {
      assigned: (stream) => {
        const held = this.held(stream);
        held.epoch += 1;
        worker.claims.push(stream);
        epochs.set(nameOf(stream), { epoch: held.epoch, expected: held.next });
        const { next, tail } = held;
        return Promise.resolve(next === null ? null : { nextOffset: next, tail });
      },
      batch: async (batch) => {
        worker.offered.push(batch);
        const own = epochs.get(nameOf(batch.stream));
        if (own === undefined) throw new FencedError('never claimed');
        await before?.(batch);
        this.commit(by, batch, own, worker);
        await after?.(batch);
        own.expected = batch.nextOffset;
      },
      revoked: () => undefined,
      alarm: (alarm) => void worker.alarms.push(alarm),
    };
    return Object.assign(worker, { subscriber });
  }

  /** What an older version has left: offsets, and nothing of what stood before them. */
  forgetTails(): void {
    for (const held of this.streams.values()) held.tail = null;
  }

  stands(partition: number): number | null {
    return [...this.streams].find(([name]) => name.endsWith(`/${partition}`))?.[1].next ?? null;
  }

  places(): readonly string[] {
    return this.rows.map(({ partition, offset }) => `${partition}/${offset}`);
  }

  private commit(
    by: string,
    { stream, records, nextOffset, tail }: LogBatch,
    own: { epoch: number; expected: number | null },
    worker: Worker,
  ): void {
    const held = this.held(stream);
    if (held.epoch === own.epoch && held.next === nextOffset && held.next !== own.expected) return;
    if (held.epoch !== own.epoch || held.next !== own.expected) {
      worker.fenced += 1;
      throw new FencedError(`at ${held.next} in epoch ${held.epoch}, not ${own.expected} in ${own.epoch}`);
    }
    held.next = nextOffset;
    held.tail = tail ?? null;
    for (const { offset, value } of records) {
      this.rows.push({
        by,
        partition: stream.partition,
        offset,
        text: new TextDecoder().decode(value ?? new Uint8Array()),
      });
    }
  }

  private held(stream: StreamId): Held {
    const held = this.streams.get(nameOf(stream)) ?? { next: null, tail: null, epoch: 0 };
    this.streams.set(nameOf(stream), held);
    return held;
  }
}

function nameOf({ topicId, partition }: StreamId): string {
  return `${topicId}/${partition}`;
}
