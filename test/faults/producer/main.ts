import { createWriteStream } from 'node:fs';
import kafkajs from 'kafkajs';
import { type LoadPlan, type PlannedRecord, plannedRecords } from './events.js';

/** What the process is told, as one line of JSON. */
export interface ProducerTask {
  readonly brokers: string;
  readonly prefix: string;
  readonly ledger: string;
  /** Events a second; null sends as fast as it goes. */
  readonly rate: number | null;
  readonly partitions: number;
  readonly plan: LoadPlan;
  /** Goes on after so many events until its input ends, at most to the end of the plan. */
  readonly least?: number;
}

/** What the sender did, told when all of it is acknowledged. */
export interface SenderReport {
  readonly sent: number;
  /** From the first event to the last one given to the client. */
  readonly milliseconds: number;
  /** Longest time between an event was due by the schedule and the brokers acknowledged it. */
  readonly longestWaitMs: number;
}

/** A line of the ledger: an acknowledged record and where it lies. */
export interface LedgerLine {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly kind: PlannedRecord['kind'];
  readonly id: string;
  readonly facts: number;
  readonly code: string | null;
}

const TICK_MS = 50;
const MOST_AT_ONCE = 500;

/** Sends a load and writes down what the brokers acknowledged; its own process, so that nothing under test slows it. */
async function main(task: ProducerTask): Promise<void> {
  const retry = { retries: 1_000_000, initialRetryTime: 100, maxRetryTime: 500 };
  const kafka = new kafkajs.Kafka({
    brokers: task.brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry,
  });
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    retry,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const ledger = createWriteStream(task.ledger, { flags: 'a' });
  const lanes = new Map<string, Lane>();
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: task.partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }));
  let [given, isOver] = [0, task.least === undefined];
  if (!isOver) process.stdin.resume().once('end', () => (isOver = true));
  const start = Date.now();
  for (const record of plannedRecords(task.plan)) {
    if (isOver && task.least !== undefined && given >= task.least) break;
    const topic = task.prefix + record.topic;
    const partition = choose({ topic, partitionMetadata, message: { key: record.key, value: record.value } });
    const name = `${topic}/${partition}`;
    const lane =
      lanes.get(name) ??
      new Lane(producer, topic, partition, (line) => void ledger.write(`${JSON.stringify(line)}\n`));
    lanes.set(name, lane.add(record, task.rate === null ? Date.now() : start + (given * 1000) / task.rate));
    given += 1;
    // By the clock, not by the answers: what a fault held up is made good, and no pause adds up.
    if (task.rate === null ? given % 5000 === 0 : given > ((Date.now() - start) * task.rate) / 1000)
      await sleep(TICK_MS);
  }
  const milliseconds = Date.now() - start;
  await Promise.all([...lanes.values()].map((lane) => lane.idle()));
  await new Promise<void>((resolve) => ledger.end(resolve));
  await producer.disconnect();
  const longestWaitMs = Math.round(Math.max(0, ...[...lanes.values()].map((lane) => lane.longestWaitMs)));
  const report: SenderReport = { sent: given, milliseconds, longestWaitMs };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** What goes to one partition: one request at a time, never given up. */
class Lane {
  longestWaitMs = 0;
  private readonly waiting: (PlannedRecord & { readonly due: number })[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly producer: kafkajs.Producer,
    private readonly topic: string,
    private readonly partition: number,
    private readonly note: (line: LedgerLine) => void,
  ) {}

  add(record: PlannedRecord, due: number): this {
    this.waiting.push({ ...record, due });
    this.running ??= this.run().finally(() => (this.running = null));
    return this;
  }

  async idle(): Promise<void> {
    while (this.running !== null || this.waiting.length > 0) {
      this.running ??= this.run().finally(() => (this.running = null));
      await this.running;
    }
  }

  private async run(): Promise<void> {
    await sleep(5);
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, MOST_AT_ONCE);
      const messages = batch.map(({ key, value, id }) => ({
        key,
        value,
        partition: this.partition,
        headers: {
          'x-fault': id,
          ...(value === null ? {} : { 'content-type': 'application/cloudevents+json' }),
        },
      }));
      const [answer] = await this.producer
        .send({ topic: this.topic, acks: -1, messages })
        .catch(() => [undefined]);
      if (answer?.baseOffset === undefined) {
        await sleep(200);
        continue;
      }
      this.waiting.splice(0, batch.length);
      this.longestWaitMs = Math.max(this.longestWaitMs, Date.now() - (batch[0]?.due ?? Infinity));
      const base = Number(answer.baseOffset);
      for (const [index, { kind, id, facts, code }] of batch.entries()) {
        this.note({
          topic: this.topic,
          partition: this.partition,
          offset: base + index,
          kind,
          id,
          facts,
          code,
        });
      }
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

main(JSON.parse(process.argv[2] ?? '{}') as ProducerTask).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
