import { randomUUID } from 'node:crypto';
import type {
  Clock,
  EventLog,
  LogPosition,
  NewRecord,
  StreamId,
  Subscriber,
  Subscription,
} from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Database, statement } from '../driver/database.js';
import { LOG_CHANNEL } from '../live/channels.js';
import type { NotificationListener } from '../live/notificationListener.js';
import { AppendQueue } from './appendQueue.js';
import { keyPartition } from './keyPartition.js';
import { EMBEDDED_CLUSTER, type LogTopic, LogTopics } from './logTopics.js';
import { PartitionReader } from './partitionReader.js';
import { WakeUps, streamName } from './wakeUp.js';

const REMOVE_CONSUMED = statement(
  'remove-consumed',
  `WITH gone AS (
     DELETE FROM event_log l USING log_topic t, stream_offset s
     WHERE t.key = l.topic AND s.cluster = $1 AND s.topic_id = t.id::text AND s.partition = l.partition
       AND l."offset" < s.next_offset AND l.received_at < $2
     RETURNING l.topic, l.partition, l."offset"
   ), ends AS (
     SELECT topic, partition, max("offset") + 1 AS next, count(*) AS removed FROM gone GROUP BY topic, partition
   )
   UPDATE log_partition p SET start_offset = GREATEST(p.start_offset, e.next) FROM ends e
   WHERE p.topic = e.topic AND p.partition = e.partition RETURNING e.removed`,
);

/** The embedded event log: a table. For one process; more of them need Kafka. */
export class PostgresEventLog implements EventLog {
  private readonly topics: LogTopics;
  private readonly wakeUps = new WakeUps();
  private readonly sender = randomUUID();
  private readonly queue: AppendQueue;
  private readonly subscriptions = new Set<Subscription>();
  private listening: Promise<() => void> | null = null;
  private turn = 0;

  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationListener,
    clock: Clock,
  ) {
    this.topics = new LogTopics(database);
    this.queue = new AppendQueue(database, clock, this.sender, (streams) => this.wakeUps.call(streams));
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    if (records.length === 0) return [];
    const opened = await this.topics.open(topic);
    const partitions = records.map(({ key }) => this.partitionOf(key, opened));
    return this.queue.append({ topic: opened, records, partitions });
  }

  async subscribe(topics: readonly string[], subscriber: Subscriber): Promise<Subscription> {
    await this.listen();
    const opened = await Promise.all(topics.map((name) => this.topics.open(name)));
    const readers = opened.flatMap((topic) =>
      streamsOf(topic).map((stream) => this.startReader(topic.key, stream, subscriber)),
    );
    const subscription = {
      stop: async () => {
        await Promise.all(readers.map((stop) => stop()));
        this.subscriptions.delete(subscription);
      },
    };
    this.subscriptions.add(subscription);
    return subscription;
  }

  ends(topics: readonly string[]): Promise<readonly (StreamId & { readonly end: number })[]> {
    return this.topics.ends(topics);
  }

  /** Deletes records that were read, stored and received before an instant; returns how many. */
  async removeConsumed(before: Instant): Promise<number> {
    const rows = await this.database.rows<{ removed: number }>(REMOVE_CONSUMED, [
      EMBEDDED_CLUSTER,
      fromInstant(before),
    ]);
    return rows.reduce((sum, { removed }) => sum + removed, 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.queue.idle();
    (await this.listening)?.();
  }

  private startReader(topic: number, stream: StreamId, subscriber: Subscriber): () => Promise<void> {
    const name = streamName(topic, stream.partition);
    const wakeUp = this.wakeUps.add(name);
    const reader = new PartitionReader({ sql: this.database, topic, stream, subscriber, wakeUp });
    return async () => {
      await reader.stop();
      this.wakeUps.remove(name, wakeUp);
    };
  }

  private async listen(): Promise<void> {
    this.listening ??= this.notifications.listen(LOG_CHANNEL, {
      message: (payload) => {
        const [sender, ...streams] = payload.split(' ');
        if (sender !== this.sender) this.wakeUps.call(streams);
      },
      resumed: () => this.wakeUps.callAll(),
    });
    await this.listening;
  }

  // Records without a key have no order to keep; they take turns.
  private partitionOf(key: string | null, { partitions }: LogTopic): number {
    if (key !== null) return keyPartition(key, partitions);
    this.turn = (this.turn + 1) % partitions;
    return this.turn;
  }
}

function streamsOf({ id, name, partitions }: LogTopic): readonly StreamId[] {
  return Array.from({ length: partitions }, (_, partition) => ({
    cluster: EMBEDDED_CLUSTER,
    topicId: id,
    topic: name,
    partition,
  }));
}
