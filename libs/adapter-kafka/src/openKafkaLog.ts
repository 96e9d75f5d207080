import type {
  EventLog,
  LogPosition,
  NewRecord,
  StreamId,
  Subscriber,
  Subscription,
} from '@parkpulse/application';
import { Appender } from './append/appender.js';
import { ClusterClient } from './client/clusterClient.js';
import { inTime } from './client/inTime.js';
import { LogLines } from './client/logLines.js';
import { KafkaSubscription } from './consume/kafkaSubscription.js';
import { type KafkaLogOptions, type Settings, toSettings } from './options.js';

/** Somebody waits for the answer in front of a screen. */
const ENDS_MS = 5000;

/** Opens a log on Kafka. Nothing is asked of the brokers yet: they may come later, and come back. */
export function openKafkaLog(options: KafkaLogOptions): EventLog {
  return new KafkaEventLog(toSettings(options));
}

class KafkaEventLog implements EventLog {
  private readonly lines: LogLines;
  private readonly cluster: ClusterClient;
  private readonly appender: Appender;
  private readonly subscriptions = new Set<Subscription>();

  constructor(private readonly settings: Settings) {
    this.lines = new LogLines(settings.onLog);
    this.cluster = new ClusterClient(settings, this.lines);
    this.appender = new Appender(settings, this.lines, this.cluster);
  }

  append(topic: string, records: readonly NewRecord[]): Promise<readonly LogPosition[]> {
    return this.appender.append(topic, records);
  }

  /** Resolves at once, whether Kafka is there or not: an `unreachable` alarm says that it is waited for. */
  subscribe(topics: readonly string[], subscriber: Subscriber): Promise<Subscription> {
    const { settings, lines, cluster } = this;
    const running = new KafkaSubscription({ settings, lines, cluster, topics, subscriber });
    const subscription: Subscription = {
      stop: async () => {
        await running.stop();
        this.subscriptions.delete(subscription);
      },
    };
    this.subscriptions.add(subscription);
    return Promise.resolve(subscription);
  }

  ends(topics: readonly string[]): Promise<readonly (StreamId & { readonly end: number })[]> {
    return inTime(this.askEnds(topics), ENDS_MS);
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.appender.close();
    await this.cluster.close();
  }

  private async askEnds(
    topics: readonly string[],
  ): Promise<readonly (StreamId & { readonly end: number })[]> {
    const { cluster, topics: found } = await this.cluster.describe(topics);
    const ends = await Promise.all(
      [...found.values()].map(async ({ name, id, partitions }) => {
        const bounds = await this.cluster.bounds(name, partitions);
        return partitions.map((partition) => ({
          ...{ cluster, topicId: id, topic: name, partition },
          end: bounds.get(partition)?.high ?? 0,
        }));
      }),
    );
    return ends.flat();
  }
}
