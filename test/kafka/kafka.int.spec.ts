import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMissingTool } from './kafkaJars.js';
import { startKafka, type KafkaCluster } from './startKafka.js';

const missing = await findMissingTool();
const skipped = missing !== undefined && process.env['CI'] !== 'true';
if (skipped) process.stderr.write(`real Kafka: not run, ${missing}\n`);

const topic = `parkpulse.probe.${process.pid}.${Date.now()}`;
const count = 1_000;

describe.skipIf(skipped)(`a real Kafka broker${skipped ? ` (not run: ${missing})` : ''}`, () => {
  let kafka: KafkaCluster;
  const connect = () => new Kafka({ brokers: kafka.bootstrap.split(','), logLevel: logLevel.NOTHING });

  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka?.stop());

  it('creates a topic', async () => {
    const admin = connect().admin();
    await admin.connect();
    expect(await admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true })).toBe(
      true,
    );
    await admin.disconnect();
  });

  it('hands over every message once, in order of its key', async () => {
    const producer = connect().producer();
    await producer.connect();
    const messages = Array.from({ length: count }, (_, index) => ({
      key: `park-${index % 7}`,
      value: String(index),
    }));
    await producer.send({ topic, acks: -1, messages });
    await producer.disconnect();
    const received = await consume(connect(), count);
    expect(received.map(Number).sort((a, b) => a - b)).toEqual(messages.map((_, index) => index));
    const ofOnePark = received.map(Number).filter((index) => index % 7 === 3);
    expect(ofOnePark).toEqual([...ofOnePark].sort((a, b) => a - b));
  });

  it('keeps acknowledged messages over a crash', async ({ skip }) => {
    const broker = kafka.brokers[0];
    if (!broker) return skip('the broker given by KAFKA_BROKERS is not ours to kill');
    const before = broker.pid;
    await broker.kill9();
    expect(broker.running).toBe(false);
    await broker.restart();
    expect(broker.pid).not.toBe(before);
    expect(await consume(connect(), count)).toHaveLength(count);
  });

  it('leaves no process and no folder behind', async ({ skip }) => {
    const broker = kafka.brokers[0];
    if (!broker) return skip('the broker given by KAFKA_BROKERS is not ours to stop');
    await kafka.stop();
    expect(broker.running).toBe(false);
    expect(existsSync(dirname(broker.folder))).toBe(false);
  });
});

async function consume(client: Kafka, expected: number): Promise<string[]> {
  const groupId = `${topic}.${Math.random().toString(36).slice(2)}`;
  const consumer = client.consumer({ groupId, maxWaitTimeInMs: 200 });
  const received: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = ({ message }: { message: { value: Buffer | null } }) => {
      received.push(String(message.value));
      if (received.length === expected) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return received;
}
