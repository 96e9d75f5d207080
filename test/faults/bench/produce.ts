import kafkajs from 'kafkajs';
import { SOURCE } from '../producer/events.js';
import type { World } from './world.js';

/** A reading event as a record; none of the producer's ledger. */
export function toMessage(park: string, id: string, time: string, readings: readonly unknown[]) {
  const event = {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: 'parkpulse.measure.reading.v1',
    subject: park,
    time,
    datacontenttype: 'application/json',
    data: { readings },
  };
  return {
    key: park,
    value: Buffer.from(JSON.stringify(event)),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** Sends some records to the topic of measures. */
export async function produce(
  world: World,
  messages: readonly { key: string; value: Buffer; headers: Record<string, string> }[],
): Promise<void> {
  const kafka = new kafkajs.Kafka({
    brokers: world.ground.kafka.internal.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 30 },
  });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic: `${world.prefix}measures`, acks: -1, messages: [...messages] });
  await producer.disconnect();
}
