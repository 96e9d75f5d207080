import type { Subscriber } from '@parkpulse/application';
import kafkajs, { type Consumer, type EachBatchPayload, type InstrumentationEvent } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterClient } from '../client/clusterClient.js';
import { type Connection, connectKafka } from '../client/connectKafka.js';
import type { LogLines } from '../client/logLines.js';
import type { Settings } from '../options.js';
import { ClusterView } from './clusterView.js';
import type { ConsumerControl } from './consumerControl.js';
import { HeldPartition } from './heldPartition.js';
import { type Place, nameOf } from './place.js';
import type { Reachability } from './reachability.js';
import type { Streams } from './streams.js';

export interface ConsumerParts {
  readonly settings: Settings;
  readonly lines: LogLines;
  readonly cluster: ClusterClient;
  readonly topics: readonly string[];
  readonly subscriber: Subscriber;
  readonly reachability: Reachability;
  readonly streams: Streams;
  /** Something could not be unpacked: each partition is tried by itself before it is read with the others. */
  readonly isSuspicious: boolean;
}

const FOREVER = { retries: 1_000_000, initialRetryTime: 100, maxRetryTime: 1000 };
const MAX_WAIT_MS = 250;
const DISCONNECT_MS = 5000;
/** Partitions handled at a time, and the bytes one fetch brings (measured: 67,000 records/s within 154 MB). */
const CONCURRENCY = 3;
const BYTES_PER_PARTITION = 1024 * 1024;
const BYTES_PER_FETCH = 5 * 1024 * 1024;

type ProcessedBatch = InstrumentationEvent<
  Place & { readonly batchSize: number; readonly lastOffset: string }
>;

/** One kafkajs consumer, from its start to its crash or close. */
export class GroupConsumer {
  /** Resolves when it has crashed for good or was closed, with the reason. */
  readonly ended: Promise<unknown>;
  private readonly held = new Map<string, HeldPartition>();
  private readonly connection: Connection;
  private readonly consumer: Consumer;
  private readonly control: ConsumerControl;
  private running: Promise<void> = Promise.resolve();
  private closing: Promise<void> | null = null;
  private member: string | null = null;
  private end: (reason: unknown) => void = () => undefined;

  constructor(private readonly parts: ConsumerParts) {
    const { settings, lines } = parts;
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.connection = connectKafka(settings, lines, FOREVER);
    this.consumer = this.connection.kafka.consumer({
      groupId: settings.groupId,
      partitionAssigners: [kafkajs.PartitionAssigners.roundRobin],
      sessionTimeout: settings.timing.session,
      rebalanceTimeout: settings.timing.rebalance,
      heartbeatInterval: settings.timing.heartbeat,
      metadataMaxAge: settings.timing.metadata,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: BYTES_PER_PARTITION,
      maxBytes: BYTES_PER_FETCH,
      allowAutoTopicCreation: false,
      // One way to begin again, ours: that of kafkajs may end with no consumer at all (#1163, #1513).
      retry: { ...FOREVER, restartOnFailure: () => Promise.resolve(false) },
    });
    this.control = this.makeControl();
    this.listen();
  }

  /** The member it last was, which after a crash may still be waited for. */
  get lastMember(): string | null {
    return this.member;
  }

  /** Joins the group; resolves once it is a member. */
  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.parts.topics], fromBeginning: true });
    this.running = this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENCY,
      eachBatch: (payload) => this.take(payload),
    });
    await this.running;
  }

  /** Finishes the batches in work, leaves the group and closes the connections, the last two within bounds. */
  close(): Promise<void> {
    this.end(null);
    this.closing ??= this.finish();
    return this.closing;
  }

  /** Looks whether topics were made again, or records deleted before they were read. */
  async watch(): Promise<void> {
    const { topics } = await this.parts.cluster.describe(this.parts.topics);
    for (const { name, id } of topics.values()) {
      const own = [...this.held.values()].filter(
        ({ place, position }) => place.topic === name && position !== null,
      );
      for (const partition of own) if (partition.position?.stream.topicId !== id) partition.reclaim();
      const bounds = await this.parts.cluster.bounds(
        name,
        own.map(({ place }) => place.partition),
      );
      for (const partition of own) {
        const { place, position } = partition;
        if (position !== null && (bounds.get(place.partition)?.low ?? 0) > position.next) partition.reclaim();
      }
    }
  }

  private async finish(): Promise<void> {
    await Promise.all([...this.held.values()].map((partition) => partition.release()));
    this.held.clear();
    // Stopped while it joins, kafkajs would go on as a member that nobody reads for.
    await Promise.race([
      this.running.catch(() => undefined),
      pause(DISCONNECT_MS, undefined, { ref: false }),
    ]);
    await this.connection.sockets.closed(this.consumer.disconnect(), DISCONNECT_MS);
  }

  private listen(): void {
    const { GROUP_JOIN, CRASH, REQUEST, REQUEST_TIMEOUT, END_BATCH_PROCESS } = this.consumer.events;
    // Told synchronously, before the first fetch of the new membership.
    this.consumer.on(GROUP_JOIN, ({ payload }) => {
      this.member = payload.memberId;
      this.parts.reachability.joined();
      this.joined(payload.memberAssignment);
    });
    this.consumer.on(CRASH, ({ payload }) => this.end(payload.error));
    this.consumer.on(REQUEST, () => this.parts.reachability.answered());
    this.consumer.on(REQUEST_TIMEOUT, ({ payload }) => this.connection.sockets.cut(payload.broker));
    this.consumer.on(END_BATCH_PROCESS, ({ payload }: ProcessedBatch) => {
      if (payload.batchSize === 0) this.held.get(nameOf(payload))?.skipTo(Number(payload.lastOffset) + 1);
    });
  }

  private joined(assignment: Readonly<Record<string, readonly number[]>>): void {
    if (this.closing !== null)
      throw Object.assign(new Error('this consumer was given up'), { retriable: false });
    for (const { place, unread } of this.held.values()) this.parts.streams.left(place, unread);
    const before = new Map([...this.held].map(([name, partition]) => [name, partition.release()]));
    this.held.clear();
    this.parts.streams.refresh();
    const places = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    for (const place of places) {
      const name = nameOf(place);
      this.control.pause(place);
      this.held.set(name, new HeldPartition(place, this.control, before.get(name) ?? Promise.resolve()));
    }
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    if (this.closing !== null) return;
    await this.held.get(nameOf(payload.batch))?.take(payload);
  }

  private makeControl(): ConsumerControl {
    const { subscriber, settings, streams, cluster, isSuspicious } = this.parts;
    const view = new ClusterView(cluster);
    const toTopic = ({ topic, partition }: Place) => [{ topic, partitions: [partition] }];
    return {
      subscriber,
      clock: settings.clock,
      heartbeatMs: settings.timing.heartbeat,
      onLog: this.parts.lines.tell,
      identify: (place) => streams.at(place, this.held.get(nameOf(place))?.unread ?? 0),
      bounds: (place) => view.bounds(place),
      isReplaced: (place, tail, nextOffset) => view.isReplaced(place, tail, nextOffset),
      // kafkajs reads all partitions of a broker in one answer: one that cannot be unpacked would keep all others from being read.
      tryToRead: (place, offset) =>
        isSuspicious ? view.tryToRead(place, { offset, bytes: BYTES_PER_PARTITION }) : Promise.resolve(),
      connections: () => this.connection.sockets.opened,
      pause: (place) => this.whileRunning(() => this.consumer.pause(toTopic(place))),
      resumeAt: (place, offset) =>
        this.whileRunning(() => {
          this.consumer.seek({ ...place, offset: String(offset) });
          this.consumer.resume(toTopic(place));
        }),
    };
  }

  // Between a crash and the end there is no group; whoever joins next pauses and seeks anew.
  private whileRunning(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.parts.lines.tell({
        level: 'info',
        message: 'the consumer is between two memberships',
        detail: { reason: String(error) },
      });
    }
  }
}
