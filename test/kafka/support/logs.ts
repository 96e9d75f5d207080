import { type KafkaLogOptions, openKafkaLog } from '@parkpulse/adapter-kafka';
import type { EventLog, NewRecord } from '@parkpulse/application';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaCluster } from '../startKafka.js';

/** Sessions shorter than by default, so that a test need not wait for ten seconds, yet longer than a busy machine stalls. */
export const QUICK = { session: 6000, heartbeat: 300, watch: 500, metadata: 2000 } as const;

/** Opens logs on one cluster and closes them all together. */
export class Logs {
  private readonly opened: EventLog[] = [];

  constructor(private readonly kafka: KafkaCluster) {}

  open(options: Partial<KafkaLogOptions> & { readonly groupId: string }): EventLog {
    const log = openKafkaLog({
      brokers: this.kafka.bootstrap.split(','),
      partitions: 3,
      ...options,
      timing: { ...QUICK, ...options.timing },
    });
    this.opened.push(log);
    return log;
  }

  /** A client of kafkajs itself, for what an operator does. */
  client(): Kafka {
    return new Kafka({
      brokers: this.kafka.internal.split(','),
      logLevel: logLevel.NOTHING,
      retry: { retries: 20 },
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((log) => log.close()));
  }
}

export function records(key: string | null, texts: readonly string[]): readonly NewRecord[] {
  return texts.map((text) => ({ key, value: new TextEncoder().encode(text), headers: {} }));
}

export function numbered(key: string | null, from: number, count: number): readonly NewRecord[] {
  return records(
    key,
    Array.from({ length: count }, (_, index) => `${key}:${from + index}`),
  );
}

/** Waits for a condition; says what was waited for when it does not come. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 30_000,
): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await condition()); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
