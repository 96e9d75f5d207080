import kafkajs, { type Cluster, type Consumer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { KafkaLogError, toKafkaLogError } from '../kafkaLogError.js';
import type { Settings } from '../options.js';
import { type Connection, connectKafka } from './connectKafka.js';
import type { LogLines } from './logLines.js';
import { type ClusterDescription, type RawRequest, metadataRequest } from './metadataV10.js';

/** First offset kept, and the offset after the last readable record. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** From where, and how much at most. */
export interface Probe {
  readonly offset: number;
  readonly bytes: number;
}

type Handle = Omit<Cluster, 'findControllerBroker' | 'findGroupCoordinator' | 'findBroker'> & {
  findBroker(node: { readonly nodeId: string }): Promise<{ fetch(request: object): Promise<unknown> }>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<Coordinator>;
  findControllerBroker(): Promise<{
    readonly connectionPool: { send<A>(request: RawRequest<A>): Promise<A> };
  }>;
};

interface Coordinator {
  describeGroups(asked: { readonly groupIds: readonly string[] }): Promise<{
    readonly groups: readonly {
      readonly members: readonly { readonly memberId: string; readonly clientId: string }[];
    }[];
  }>;
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

interface OpenClient extends Connection {
  readonly cluster: Handle;
  readonly consumer: Consumer;
}

const BRIEF = { retries: 2, initialRetryTime: 100, maxRetryTime: 500 };
const READ_COMMITTED = { isolationLevel: 1 } as const;
const CREATE_MS = 15_000;
const MOST_ATTEMPTS = 8;

/**
 * Questions about the cluster. Each ends in time with an answer or a `KafkaLogError`; after a failure the connections
 * are given up, so that the next question starts afresh.
 */
export class ClusterClient {
  private client: Promise<OpenClient> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly lines: LogLines,
  ) {}

  /** Ids and partitions of those topics that exist. */
  describe(topics: readonly string[]): Promise<ClusterDescription> {
    return this.ask(async ({ cluster }) => {
      await cluster.refreshMetadataIfNecessary();
      const broker = await cluster.findControllerBroker();
      return broker.connectionPool.send(metadataRequest(topics));
    });
  }

  /** First and end offset of some partitions of one topic. */
  bounds(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Bounds>> {
    return this.ask(async ({ cluster }) => {
      await cluster.addMultipleTargetTopics([topic]);
      const asked = { topic, partitions: partitions.map((partition) => ({ partition })) };
      const [lows, highs] = await Promise.all(
        [true, false].map((fromBeginning) => cluster.fetchTopicsOffset([{ ...asked, fromBeginning }])),
      );
      const low = offsetsOf(lows ?? []);
      const high = offsetsOf(highs ?? []);
      return new Map(
        partitions.map((each) => [each, { low: low.get(each) ?? 0, high: high.get(each) ?? 0 }]),
      );
    });
  }

  /** Fetches a little of one partition and throws it away: rejects when it cannot be read. */
  async probe(topic: string, partition: number, { offset, bytes }: Probe): Promise<void> {
    await this.ask(async ({ cluster }) => {
      await cluster.addMultipleTargetTopics([topic]);
      const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
      const broker = await cluster.findBroker({ nodeId });
      const asked = { partition, fetchOffset: String(offset), maxBytes: bytes };
      const topics = [{ topic, partitions: [asked] }];
      await broker.fetch({ ...READ_COMMITTED, maxWaitTime: 1, minBytes: 1, maxBytes: bytes, topics });
    });
  }

  /** Makes the topics that are not there; receipt is stamped by the broker. */
  async ensure(topics: readonly string[]): Promise<ClusterDescription> {
    const found = await this.describe(topics);
    const missing = topics.filter((topic) => !found.topics.has(topic));
    if (missing.length === 0) return found;
    await this.create(missing);
    for (let wait = 50; ; wait *= 2) {
      const made = await this.describe(topics);
      if (topics.every((topic) => (made.topics.get(topic)?.partitions.length ?? 0) > 0)) return made;
      if (wait > 5000)
        throw new KafkaLogError(
          'KAFKA_UNREACHABLE',
          `topics are not there after they were made: ${missing.join(', ')}`,
        );
      await pause(wait);
    }
  }

  /**
   * Takes members that are no more out of our group, so that nobody waits for the end of their sessions: one that is
   * known, and those an earlier process of this node has left behind.
   */
  async bury(former: string | null): Promise<void> {
    const { groupId, clientId, isNamed } = this.settings;
    await this.ask(async ({ cluster }) => {
      const coordinator = await cluster.findGroupCoordinator({ groupId });
      const groups = isNamed ? (await coordinator.describeGroups({ groupIds: [groupId] })).groups : [];
      const ours = groups.flatMap(({ members }) => members.filter((member) => member.clientId === clientId));
      const dead = new Set(ours.map(({ memberId }) => memberId));
      if (former !== null) dead.add(former);
      for (const memberId of dead) await coordinator.leaveGroup({ groupId, memberId }).catch(passUnknown);
    });
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => null);
    this.client = null;
    if (client) await end(client);
  }

  private async ask<Answer>(question: (client: OpenClient) => Promise<Answer>): Promise<Answer> {
    const opening = (this.client ??= this.open());
    try {
      return await inTime(
        opening.then((client) => askAgain(client, question)),
        2 * this.settings.timing.request,
      );
    } catch (error) {
      if (this.client === opening) this.client = null;
      opening.then(end).catch(() => undefined);
      throw toKafkaLogError(error);
    }
  }

  // kafkajs gives its cluster to nobody but assigners: this consumer exists for that and is never run.
  private async open(): Promise<OpenClient> {
    const connection = connectKafka(this.settings, this.lines, BRIEF);
    let handle: Cluster | null = null;
    const consumer = connection.kafka.consumer({
      groupId: `${this.settings.groupId}-questions`,
      allowAutoTopicCreation: false,
      retry: BRIEF,
      partitionAssigners: [
        (config) => {
          handle = config.cluster;
          return kafkajs.PartitionAssigners.roundRobin(config);
        },
      ],
    });
    await consumer.connect();
    return { ...connection, consumer, cluster: handle as unknown as Handle };
  }

  private async create(topics: readonly string[]): Promise<void> {
    const { kafka, sockets } = connectKafka(this.settings, this.lines, BRIEF);
    const { partitions, compacted } = this.settings;
    const admin = kafka.admin({ retry: BRIEF });
    const stamp = { name: 'message.timestamp.type', value: 'LogAppendTime' };
    try {
      await inTime(admin.connect(), CREATE_MS);
      await inTime(
        admin.createTopics({
          waitForLeaders: false,
          topics: topics.map((topic) => ({
            topic,
            numPartitions: partitions,
            configEntries: compacted.includes(topic)
              ? [stamp, { name: 'cleanup.policy', value: 'compact' }]
              : [stamp],
          })),
        }),
        CREATE_MS,
      );
    } catch (error) {
      throw toKafkaLogError(error);
    } finally {
      await inTime(admin.disconnect(), 2000).catch(() => sockets.cutAll());
    }
  }
}

/** A topic just made, or a leader just changed: the brokers do not agree at once about who leads. */
async function askAgain<Answer>(
  client: OpenClient,
  question: (client: OpenClient) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await question(client);
    } catch (error) {
      const { name, retriable } = error as { readonly name?: unknown; readonly retriable?: unknown };
      if (name !== 'KafkaJSProtocolError' || retriable !== true || attempt === MOST_ATTEMPTS) throw error;
      await pause(50 * attempt);
      await client.cluster.refreshMetadata();
    }
  }
}

/** It has left by itself, or its session has ended. */
function passUnknown(error: unknown): void {
  if ((error as { readonly type?: unknown }).type !== 'UNKNOWN_MEMBER_ID') throw error;
}

function offsetsOf(
  topics: readonly {
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[],
) {
  return new Map(
    topics.flatMap(({ partitions }) =>
      partitions.map(({ partition, offset }) => [partition, Number(offset)] as const),
    ),
  );
}

async function end({ consumer, sockets }: OpenClient): Promise<void> {
  await inTime(consumer.disconnect(), 2000).catch(() => sockets.cutAll());
}

/** Rejects when a promise is not settled in time; what it stands for goes on unheard. */
export async function inTime<Result>(result: Promise<Result>, milliseconds: number): Promise<Result> {
  const abort = new AbortController();
  const late = pause(milliseconds, undefined, { signal: abort.signal }).then((): never => {
    throw new KafkaLogError('KAFKA_UNREACHABLE', `no answer within ${milliseconds} ms`);
  });
  late.catch(() => undefined);
  result.catch(() => undefined);
  try {
    return await Promise.race([result, late]);
  } finally {
    abort.abort();
  }
}
