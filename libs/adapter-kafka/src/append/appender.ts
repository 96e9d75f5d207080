import type { LogPosition, NewRecord } from '@parkpulse/application';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterClient } from '../client/clusterClient.js';
import { type Connection, connectKafka } from '../client/connectKafka.js';
import { inTime } from '../client/inTime.js';
import type { LogLines } from '../client/logLines.js';
import { type KafkaLogError, toKafkaLogError } from '../kafkaLogError.js';
import type { Settings } from '../options.js';
import { AppendQueue } from './appendQueue.js';
import { keyPartition } from './keyPartition.js';

const BRIEF = { retries: 3, initialRetryTime: 50, maxRetryTime: 500 };
const ALL_REPLICAS = -1;
const RETRY_MS = 200;
const CLOSE_MS = 1000;

interface OpenProducer extends Connection {
  readonly ready: Promise<void>;
  readonly producer: Producer;
}

/** Writes records: durable on all in-sync replicas before `append` resolves, in the order of each key. */
export class Appender {
  private readonly queues = new Map<string, AppendQueue>();
  private readonly partitions = new Map<string, { readonly count: number; readonly until: number }>();
  private producer: OpenProducer | null = null;
  private turn = 0;

  constructor(
    private readonly settings: Settings,
    private readonly lines: LogLines,
    private readonly cluster: ClusterClient,
  ) {}

  async append(topic: string, records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    if (records.length === 0) return [];
    const count = await this.countPartitions(topic);
    const places = records.map(({ key }) => this.choose(key, count));
    const offsets = new Map<number, number>();
    await Promise.all(
      [...new Set(places)].map(async (partition) => {
        const own = records.filter((_, index) => places[index] === partition);
        offsets.set(partition, await this.queueOf(topic, partition).add(own));
      }),
    );
    return places.map((partition) => {
      const offset = offsets.get(partition) ?? 0;
      offsets.set(partition, offset + 1);
      return { topic, partition, offset };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.idle()));
    await this.drop(this.producer);
  }

  private choose(key: string | null, count: number): number {
    if (key !== null) return keyPartition(key, count);
    this.turn = (this.turn + 1) % count;
    return this.turn;
  }

  private async countPartitions(topic: string): Promise<number> {
    const known = this.partitions.get(topic);
    if (known !== undefined && performance.now() < known.until) return known.count;
    try {
      const { topics } = await this.cluster.ensure([topic]);
      const count = topics.get(topic)?.partitions.length ?? 0;
      this.partitions.set(topic, { count, until: performance.now() + this.settings.timing.metadata });
      return count;
    } catch (error) {
      // The broker that was asked may just be gone; what was known of the topic still holds.
      if (known !== undefined && (error as KafkaLogError).code === 'KAFKA_UNREACHABLE') return known.count;
      throw error;
    }
  }

  private queueOf(topic: string, partition: number): AppendQueue {
    const name = `${topic}/${partition}`;
    const queue = this.queues.get(name) ?? new AppendQueue((records) => this.send(topic, partition, records));
    this.queues.set(name, queue);
    return queue;
  }

  /** Tries until the time is up; what was refused for good is not tried again. */
  private async send(topic: string, partition: number, records: readonly NewRecord[]): Promise<number> {
    const messages = records.map((record) => toMessage(record, partition));
    const end = performance.now() + this.settings.timing.append;
    for (;;) {
      const opened = (this.producer ??= this.open());
      try {
        const sending = opened.ready.then(() =>
          opened.producer.send({ topic, acks: ALL_REPLICAS, messages }),
        );
        const [answer] = await inTime(sending, Math.max(1, end - performance.now()));
        return Number(answer?.baseOffset);
      } catch (error) {
        const fault = toKafkaLogError(error);
        if (this.producer === opened) void this.drop(opened);
        if (fault.code !== 'KAFKA_UNREACHABLE' || performance.now() + RETRY_MS > end) throw fault;
        await pause(RETRY_MS);
      }
    }
  }

  private open(): OpenProducer {
    const connection = connectKafka(this.settings, this.lines, BRIEF);
    const producer = connection.kafka.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      metadataMaxAge: this.settings.timing.metadata,
      retry: BRIEF,
    });
    const { REQUEST_TIMEOUT } = producer.events;
    producer.on(REQUEST_TIMEOUT, ({ payload }) => connection.sockets.cut(payload.broker));
    return { ...connection, producer, ready: producer.connect() };
  }

  private async drop(opened: OpenProducer | null): Promise<void> {
    if (this.producer === opened) this.producer = null;
    if (opened !== null) await opened.sockets.closed(opened.producer.disconnect(), CLOSE_MS);
  }
}

function toMessage({ key, value, headers }: NewRecord, partition: number): Message {
  return { partition, key, value: value === null ? null : Buffer.from(value), headers: { ...headers } };
}
