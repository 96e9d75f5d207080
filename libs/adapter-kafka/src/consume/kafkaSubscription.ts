import type { Subscription } from '@parkpulse/application';
import { inTime } from '../client/inTime.js';
import { isPassing, toKafkaLogError } from '../kafkaLogError.js';
import { type ConsumerParts, GroupConsumer } from './groupConsumer.js';
import { Reachability } from './reachability.js';
import { Sleeper } from './sleeper.js';
import { Streams } from './streams.js';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
/** No broker has answered the consumer for this long though the cluster does: the consumer itself is stuck. */
const STUCK_MS = 90_000;
const BURY_MS = 8000;
/** So often in a row a broker may say that it is not ready yet, at most two seconds apart. */
const MOST_UNREADY = 10;

/** Reads topics for ever: waits for Kafka, joins the group, and begins again whatever ends it. */
export class KafkaSubscription implements Subscription {
  private readonly sleeper = new Sleeper();
  private readonly reachability: Reachability;
  private readonly done: Promise<void>;
  private consumer: GroupConsumer | null = null;
  /** The member that the last consumer was. */
  private former: string | null = null;
  private isStopping = false;
  private unready = 0;
  private isSuspicious = false;
  private readonly watching: NodeJS.Timeout;
  private isLooking = false;

  constructor(private readonly parts: Omit<ConsumerParts, 'reachability' | 'streams' | 'isSuspicious'>) {
    const { timing } = parts.settings;
    this.reachability = new Reachability(timing.silence, (alarm) => parts.subscriber.alarm(alarm));
    this.watching = setInterval(() => void this.watch(), timing.watch);
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.watching);
    this.sleeper.end();
    await this.consumer?.close();
    await this.done;
    this.reachability.close();
  }

  private async run(): Promise<void> {
    const streams = new Streams(this.parts);
    for (let delay = SHORTEST_PAUSE_MS; !this.isOver(); delay = Math.min(2 * delay, LONGEST_PAUSE_MS)) {
      try {
        await this.parts.cluster.ensure(this.parts.topics);
        await this.bury();
        if (this.isOver()) return;
        delay = SHORTEST_PAUSE_MS;
        const { reachability, isSuspicious } = this;
        await this.consume(new GroupConsumer({ ...this.parts, reachability, streams, isSuspicious }));
      } catch (error) {
        if (this.isOver()) return;
        this.failed(error);
      }
      await this.sleeper.sleep(delay);
    }
  }

  private failed(error: unknown): void {
    this.unready = isPassing(error) ? this.unready + 1 : 0;
    if (this.unready > 0 && this.unready < MOST_UNREADY) return;
    const fault = toKafkaLogError(error);
    if (fault.code === 'CODEC_UNSUPPORTED') this.isSuspicious = true;
    this.reachability.failed(fault);
  }

  private async consume(consumer: GroupConsumer): Promise<void> {
    this.consumer = consumer;
    try {
      const starting = consumer.start();
      const reason = await Promise.race([starting.then(() => consumer.ended), consumer.ended]);
      if (reason instanceof Error) throw reason;
    } finally {
      this.consumer = null;
      await consumer.close();
      this.former = consumer.lastMember;
    }
  }

  // kafkajs forgets who it was, and a new process never knew: joining anew, it would have to wait for the end of its own
  // former session.
  private async bury(): Promise<void> {
    const { former } = this;
    this.former = null;
    await inTime(this.parts.cluster.bury(former), BURY_MS).catch(() => undefined);
  }

  private async watch(): Promise<void> {
    const { consumer } = this;
    if (consumer === null || this.isLooking) return;
    this.isLooking = true;
    try {
      await consumer.watch();
      if (this.reachability.silentMs >= STUCK_MS) await this.replace(consumer);
    } catch {
      // Whether brokers answer is watched elsewhere.
    } finally {
      this.isLooking = false;
    }
  }

  private async replace(consumer: GroupConsumer): Promise<void> {
    const message = 'the consumer hears nothing from a cluster that answers; it is replaced';
    this.parts.settings.onLog({ level: 'error', message, detail: { silentMs: this.reachability.silentMs } });
    await consumer.close();
  }

  // A method, since `stop` may be called during awaits.
  private isOver(): boolean {
    return this.isStopping;
  }
}
