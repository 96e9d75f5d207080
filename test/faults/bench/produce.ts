import kafkajs from 'kafkajs';
import { SOURCE } from '../producer/events.js';
import type { World } from './world.js';

const HEADERS = { 'content-type': 'application/cloudevents+json' };

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
    headers: HEADERS,
  };
}

/** An event of any type, for `produceTo`. */
export interface PlainEvent {
  readonly id: string;
  /** Without `parkpulse.` and version. */
  readonly type: string;
  readonly time: string;
  readonly data: object;
  /** That of the record, where it is more than the park. */
  readonly key?: string;
}

/** Sends events of a park to one of the topics, keyed as a gateway would. */
export async function produceTo(
  world: World,
  topic: 'measures' | 'devices' | 'submissions' | 'registry',
  park: string,
  events: readonly PlainEvent[],
): Promise<void> {
  const messages = events.map(({ type, id, time, data, key = park }) => {
    const envelope = { specversion: '1.0', id, source: SOURCE, subject: park, time, data };
    const event = { ...envelope, type: `parkpulse.${type}.v1`, datacontenttype: 'application/json' };
    return { key, value: Buffer.from(JSON.stringify(event)), headers: HEADERS };
  });
  await produce(world, messages, topic);
}

/** Sends some records to a topic, that of measures unless told. */
export async function produce(
  world: World,
  messages: readonly { key: string; value: Buffer; headers: Record<string, string> }[],
  topic = 'measures',
): Promise<void> {
  const kafka = new kafkajs.Kafka({
    brokers: world.ground.kafka.internal.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 30 },
  });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic: world.prefix + topic, acks: -1, messages: [...messages] });
  await producer.disconnect();
}
