import kafkajs from 'kafkajs';
import type { CheckerTask } from './task.js';
import { readPacked } from './unpack.js';

readPacked();

/** Where a record lies. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A record that the brokers hold, by the id its sender gave it. */
export interface HeldRecord extends RecordPlace {
  readonly id: string;
  readonly value: Buffer | null;
}

export interface Ends {
  readonly low: number;
  readonly high: number;
}

export function placeOf({ topic, partition, offset }: RecordPlace): string {
  return `${topic}/${partition}/${offset}`;
}

const PATIENCE_MS = 60_000;

/** Everything the brokers hold of some topics, and where each partition begins and ends. */
export async function readLog(
  { brokers }: CheckerTask,
  topics: readonly string[],
): Promise<{ readonly records: readonly HeldRecord[]; readonly ends: ReadonlyMap<string, Ends> }> {
  const kafka = new kafkajs.Kafka({
    brokers: brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 30 },
  });
  const { ends, known } = await readEnds(kafka, topics);
  const isOpen = [...ends.values()].some(({ low, high }) => high > low);
  return { records: isOpen ? await readRecords(kafka, known, ends) : [], ends };
}

async function readEnds(kafka: kafkajs.Kafka, topics: readonly string[]) {
  const admin = kafka.admin();
  await admin.connect();
  const existing = await admin.listTopics();
  const known = topics.filter((name) => existing.includes(name));
  const ends = new Map<string, Ends>();
  for (const topic of known) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      ends.set(`${topic}/${partition}`, { low: Number(low), high: Number(high) });
  }
  await admin.disconnect();
  return { ends, known };
}

async function readRecords(
  kafka: kafkajs.Kafka,
  topics: readonly string[],
  ends: ReadonlyMap<string, Ends>,
): Promise<readonly HeldRecord[]> {
  const records: HeldRecord[] = [];
  const open = new Set([...ends].filter(([, { low, high }]) => high > low).map(([name]) => name));
  const consumer = kafka.consumer({ groupId: `checker.${process.pid}.${Date.now()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachBatch = ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
      const name = `${batch.topic}/${batch.partition}`;
      records.push(...batch.messages.map((message) => toRecord(batch, message)));
      if (Number(batch.lastOffset()) + 1 >= (ends.get(name)?.high ?? 0)) open.delete(name);
      if (open.size === 0) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachBatch, autoCommit: false }).catch(reject);
    const late = () => reject(new Error(`the log could not be read to its end: ${[...open].join()}`));
    setTimeout(late, PATIENCE_MS).unref();
  });
  await consumer.disconnect();
  return records;
}

function toRecord(
  { topic, partition }: kafkajs.Batch,
  { offset, headers, value }: kafkajs.KafkaMessage,
): HeldRecord {
  return { topic, partition, offset: Number(offset), id: String(headers?.['x-fault'] ?? ''), value };
}
