import { openKafkaLog } from '@parkpulse/adapter-kafka';
import { CLOUD_EVENT_MEDIA, DEFAULT_TOPICS, topicNames } from '@parkpulse/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KafkaTarget } from '../config.js';
import { type OutboundEvent } from '../event/cloudEvent.js';
import { type SendReport, type Sink } from './sink.js';

export interface KafkaSenderOptions extends KafkaTarget {
  /** Told why a batch is sent again. */
  readonly onTrouble?: (reason: string, attempt: number) => void;
}

const ATTEMPTS = 10;
const PAUSE_MS = 1000;
const JSON_TYPE = `${CLOUD_EVENT_MEDIA}; charset=UTF-8`;

/**
 * Sends events to Kafka as a park's platform would: structured CloudEvents, keyed by park. A batch that was not acknowledged
 * is sent again; what came twice is told by the identity of its events. Nothing is refused here: bad events become dead
 * letters at the reader.
 */
export class KafkaSender implements Sink {
  private readonly log: ReturnType<typeof openKafkaLog>;
  private readonly topics: ReadonlyMap<string, string>;

  constructor(private readonly options: KafkaSenderOptions) {
    const names = topicNames(options.topicPrefix);
    const roles = Object.keys(names) as (keyof typeof names)[];
    this.topics = new Map(roles.map((role) => [DEFAULT_TOPICS[role], names[role]]));
    const compacted = [names.registry];
    this.log = openKafkaLog({ brokers: options.brokers, groupId: 'simulator', compacted });
  }

  async send(batch: readonly OutboundEvent[]): Promise<SendReport> {
    const byTopic = new Map<string, OutboundEvent[]>();
    for (const outbound of batch) {
      const events = byTopic.get(outbound.topic) ?? [];
      byTopic.set(outbound.topic, [...events, outbound]);
    }
    for (const [topic, events] of byTopic) await this.append(topic, events);
    return { accepted: batch.length, refused: [] };
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private async append(topic: string, events: readonly OutboundEvent[]): Promise<void> {
    const records = events.map(({ key, event }) => ({
      key,
      value: Buffer.from(JSON.stringify(event)),
      headers: { 'content-type': JSON_TYPE },
    }));
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.log.append(this.topics.get(topic) ?? topic, records);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        this.options.onTrouble?.(error instanceof Error ? error.message : 'Kafka did not answer', attempt);
        await sleep(PAUSE_MS * attempt);
      }
    }
  }
}
