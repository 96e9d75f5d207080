import type { NewRecord } from '@parkpulse/application';
import type { KafkaLogError } from '../kafkaLogError.js';

/** Sends records to one partition in one request; answers the offset of the first. */
export type Send = (records: readonly NewRecord[]) => Promise<number>;

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly resolve: (firstOffset: number) => void;
  readonly reject: (error: unknown) => void;
}

const MOST_BYTES = 512 * 1024;
const MOST_RECORDS = 5000;
/** The topic takes batches of this size by default, overhead included. */
const RECORD_OVERHEAD = 70;

/**
 * What is on the way to one partition: one request at a time, so that order holds through retries; what comes meanwhile
 * goes with the next. Never more than one partition in a request: kafkajs 2.2.4 reports a request over several as sent
 * although a part of it was refused and not sent again (PR #1798).
 */
export class AppendQueue {
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly send: Send) {}

  add(records: readonly NewRecord[]): Promise<number> {
    const result = new Promise<number>((resolve, reject) => this.waiting.push({ records, resolve, reject }));
    this.running ??= this.run();
    return result;
  }

  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    // Whatever is appended in this turn of the event loop goes together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.sendTogether(this.takeSome());
    this.running = null;
  }

  private takeSome(): readonly Waiting[] {
    let bytes = 0;
    let records = 0;
    let count = 0;
    for (const each of this.waiting) {
      bytes += sizeOf(each.records);
      records += each.records.length;
      if (count > 0 && (bytes > MOST_BYTES || records > MOST_RECORDS)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async sendTogether(parts: readonly Waiting[]): Promise<void> {
    try {
      let offset = await this.send(parts.flatMap(({ records }) => records));
      for (const { records, resolve } of parts) {
        resolve(offset);
        offset += records.length;
      }
    } catch (error) {
      // One bad record must not take with it those of others that happened to be appended at the same moment.
      if (parts.length > 1 && isRefused(error)) for (const part of parts) await this.sendTogether([part]);
      else for (const { reject } of parts) reject(error);
    }
  }
}

function isRefused(error: unknown): boolean {
  return (error as Partial<KafkaLogError> | null)?.code === 'KAFKA_REFUSED';
}

function sizeOf(records: readonly NewRecord[]): number {
  return records.reduce((sum, { key, value, headers }) => {
    const texts = Object.entries(headers).reduce(
      (length, [name, text]) => length + name.length + text.length,
      key?.length ?? 0,
    );
    return sum + texts + (value?.byteLength ?? 0) + RECORD_OVERHEAD;
  }, 0);
}
