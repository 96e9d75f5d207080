import { setTimeout as pause } from 'node:timers/promises';
import { KafkaLogError, toKafkaLogError } from '../kafkaLogError.js';
import type { Settings } from '../options.js';
import { type Handle, type OpenClient, closeClient, openClient } from './clusterHandle.js';
import { connectKafka } from './connectKafka.js';
import { inTime } from './inTime.js';
import type { LogLines } from './logLines.js';
import { type ClusterDescription, metadataRequest } from './metadataV10.js';
import type { RawRecord } from './rawRecord.js';

/** First offset kept, and the offset after the last readable record. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** From where, and how many bytes at most; the first records that are packed together are read whole, whatever they take. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

const BRIEF = { retries: 2, initialRetryTime: 100, maxRetryTime: 500 };
const READ_COMMITTED = { isolationLevel: 1 } as const;
const CREATE_MS = 15_000;
const CLOSE_MS = 2000;
const MOST_ATTEMPTS = 8;

/**
 * Questions about the cluster. Each ends in time with an answer or a `KafkaLogError`; after a failure the connections
 * are given up, so that the next question starts afresh.
 */
export class ClusterClient {
  private client: OpenClient | null = null;

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

  /** First and end offset of some partitions of one topic; those that are not there are left out. */
  bounds(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Bounds>> {
    return this.ask(async ({ cluster }) => {
      await aimAt(cluster, topic, partitions);
      const asked = { topic, partitions: partitions.map((partition) => ({ partition })) };
      const [lows, highs] = await Promise.all(
        [true, false].map((fromBeginning) => cluster.fetchTopicsOffset([{ ...asked, fromBeginning }])),
      );
      const low = offsetsOf(lows ?? []);
      const high = offsetsOf(highs ?? []);
      return new Map(
        [...low].map(([partition, first]) => [partition, { low: first, high: high.get(partition) ?? first }]),
      );
    });
  }

  /**
   * The records from an offset on, a little of them, with the marks of transactions and what was given up in them. Rejects
   * when the offset is not there or the records cannot be unpacked.
   */
  read(topic: string, partition: number, { offset, bytes }: Stretch): Promise<readonly RawRecord[]> {
    return this.ask(async ({ cluster }) => {
      await aimAt(cluster, topic, [partition]);
      const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
      const broker = await cluster.findBroker({ nodeId });
      const asked = { partition, fetchOffset: String(offset), maxBytes: bytes };
      const topics = [{ topic, partitions: [asked] }];
      const limits = { maxWaitTime: 1, minBytes: 1, maxBytes: bytes };
      const { responses } = await broker.fetch({ ...READ_COMMITTED, ...limits, topics });
      // Those that lie before it came only because they are packed together with it.
      return (responses[0]?.partitions[0]?.messages ?? []).filter((each) => Number(each.offset) >= offset);
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
    const { client } = this;
    this.client = null;
    if (client !== null) await closeClient(client);
  }

  private async ask<Answer>(question: (client: OpenClient) => Promise<Answer>): Promise<Answer> {
    const client = (this.client ??= openClient(this.settings, this.lines, BRIEF));
    try {
      return await inTime(
        client.ready.then(() => askAgain(client, question)),
        2 * this.settings.timing.request,
      );
    } catch (error) {
      if (this.client === client) this.client = null;
      void closeClient(client);
      throw toKafkaLogError(error);
    }
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
      await sockets.closed(admin.disconnect(), CLOSE_MS);
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

/** Makes the leaders of partitions known. kafkajs passes over one that was added after it last looked. */
async function aimAt(cluster: Handle, topic: string, partitions: readonly number[]): Promise<void> {
  await cluster.addMultipleTargetTopics([topic]);
  const known = new Set(cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId));
  if (!partitions.every((partition) => known.has(partition))) await cluster.refreshMetadata();
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
