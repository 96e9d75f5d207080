import type {
  Clock,
  EventLog,
  LogBatch,
  LogPosition,
  LogRecord,
  NewRecord,
  StreamId,
  Subscriber,
  Subscription,
} from '@parkpulse/application';

const CLUSTER = 'memory';
const MOST_RECORDS = 1000;
const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1000;

interface Partition {
  readonly stream: StreamId;
  readonly records: LogRecord[];
  readonly sleepers: Set<() => void>;
}

/** An event log that lasts as long as its process: for tests. */
export class MemoryEventLog implements EventLog {
  private readonly topics = new Map<string, readonly Partition[]>();
  private readonly followers = new Set<Follower>();
  private turn = 0;

  constructor(
    private readonly clock: Clock = { now: () => Date.now() },
    private readonly partitions = 4,
  ) {}

  append(topic: string, records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    const partitions = this.open(topic);
    const receivedAt = this.clock.now();
    const positions = records.map((record) => {
      const partition = partitions[this.partitionOf(record.key)];
      if (partition === undefined) throw new Error(`the topic ${topic} has no partitions`);
      const offset = partition.records.length;
      partition.records.push({ ...record, offset, receivedAt });
      return { topic, partition: partition.stream.partition, offset };
    });
    for (const { sleepers } of partitions) for (const wake of [...sleepers]) wake();
    return Promise.resolve(positions);
  }

  subscribe(topics: readonly string[], subscriber: Subscriber): Promise<Subscription> {
    const followers = topics
      .flatMap((topic) => this.open(topic))
      .map((partition) => new Follower(partition, subscriber));
    for (const follower of followers) this.followers.add(follower);
    return Promise.resolve({ stop: () => this.stop(followers) });
  }

  ends(topics: readonly string[]): Promise<readonly (StreamId & { readonly end: number })[]> {
    const partitions = topics.flatMap((topic) => this.topics.get(topic) ?? []);
    return Promise.resolve(partitions.map(({ stream, records }) => ({ ...stream, end: records.length })));
  }

  close(): Promise<void> {
    return this.stop([...this.followers]);
  }

  private async stop(followers: readonly Follower[]): Promise<void> {
    await Promise.all(followers.map((follower) => follower.stop()));
    for (const follower of followers) this.followers.delete(follower);
  }

  private open(topic: string): readonly Partition[] {
    const held = this.topics.get(topic);
    if (held !== undefined) return held;
    const made = Array.from({ length: this.partitions }, (_, partition) => ({
      stream: { cluster: CLUSTER, topicId: topic, topic, partition },
      records: [],
      sleepers: new Set<() => void>(),
    }));
    this.topics.set(topic, made);
    return made;
  }

  private partitionOf(key: string | null): number {
    if (key === null) return (this.turn = (this.turn + 1) % this.partitions);
    let hash = 7;
    for (const character of key) hash = (31 * hash + (character.codePointAt(0) ?? 0)) >>> 0;
    return hash % this.partitions;
  }
}

/** Hands one partition to one subscriber until stopped. */
class Follower {
  private isStopping = false;
  private readonly done: Promise<void>;

  constructor(
    private readonly partition: Partition,
    private readonly subscriber: Subscriber,
  ) {
    this.done = this.follow();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const wake of [...this.partition.sleepers]) wake();
    await this.done;
  }

  private async follow(): Promise<void> {
    const { stream, records } = this.partition;
    let position = await this.start();
    let delay = SHORTEST_PAUSE_MS;
    while (!this.isStopping) {
      if (position >= records.length) {
        await this.sleep();
        continue;
      }
      const batch = this.batchFrom(position);
      const isStored = await this.subscriber.batch(batch).then(
        () => true,
        () => false,
      );
      if (isStored) position = batch.nextOffset;
      else await this.sleep(delay);
      delay = isStored ? SHORTEST_PAUSE_MS : Math.min(2 * delay, LONGEST_PAUSE_MS);
    }
    this.subscriber.revoked(stream);
  }

  private async start(): Promise<number> {
    const { stream, records } = this.partition;
    const stored = (await this.subscriber.assigned(stream))?.nextOffset ?? 0;
    if (stored <= records.length) return stored;
    this.subscriber.alarm({ kind: 'recreated', stream, lost: stored - records.length });
    return 0;
  }

  private batchFrom(position: number): LogBatch {
    const records = this.partition.records.slice(position, position + MOST_RECORDS);
    return { stream: this.partition.stream, records, nextOffset: position + records.length };
  }

  private sleep(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
      const { sleepers } = this.partition;
      sleepers.add(wake);
      function wake(): void {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      }
    });
  }
}
