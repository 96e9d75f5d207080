import { EVENT_TYPES } from '@parkpulse/contracts';
import { HGT_6313_2024 } from '@parkpulse/domain';
import kafkajs from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';

/** The parks of a load, and the measures of each: every ratio that the standard asks of a park. */
export const PARKS: readonly string[] = Array.from({ length: 20 }, (_, n) => `bench-${n}`);
export const MEASURES: readonly string[] = HGT_6313_2024.measures
  .filter(({ unit, scope }) => unit === 'ratio' && scope === 'park')
  .map(({ key }) => key);
export const PARTITIONS = 6;
const MINUTE = 60_000;
const MOST_ATTEMPTS = 12;

/** A load: the same plan gives the same events. Each series has one reading a minute. */
export interface LoadPlan {
  /** Prefix of the topics it lies on. */
  readonly prefix: string;
  readonly events: number;
  readonly perEvent: number;
  /** Moment of the first reading, a whole minute. */
  readonly from: number;
  /** Every so many events one is sent again; 0 = never. */
  readonly resendEvery: number;
  readonly values: LoadValues;
}

/**
 * How values go. `steady`: each series wobbles by half a per cent about a value of its own, as rates of a park do; few cross a
 * threshold. `wild`: every reading is somewhere else in 0–1 and nearly each changes what some clause says.
 */
export type LoadValues = 'steady' | 'wild';

export interface Reading {
  readonly park: number;
  readonly measure: number;
  readonly at: number;
  readonly numerator: number;
}

/** The readings of event number `event`. Within an event no series has two readings of one moment. */
export function readingsOf({ perEvent, from, values }: LoadPlan, event: number): readonly Reading[] {
  const park = event % PARKS.length;
  const first = Math.floor(event / PARKS.length) * perEvent;
  return Array.from({ length: perEvent }, (_, item) => {
    const index = first + item;
    const [measure, minute] = [index % MEASURES.length, Math.floor(index / MEASURES.length)];
    const wild = (index * 7 + park) % 1000;
    const steady = 600 + ((measure * 37 + park * 101) % 390) + ((minute * 7 + measure) % 6);
    return { park, measure, at: from + minute * MINUTE, numerator: values === 'wild' ? wild : steady };
  });
}

/** Milliseconds of event time that a load covers. */
export function spanOf(events: number, perEvent: number): number {
  return Math.ceil((events * perEvent) / PARKS.length / MEASURES.length) * MINUTE;
}

/** The CloudEvent number `event`, as a producer would send it. */
export function eventOf(plan: LoadPlan, event: number): object {
  const readings = readingsOf(plan, event);
  const park = PARKS[event % PARKS.length] as string;
  const items = readings.map(({ measure, at, numerator }) => ({
    measure: MEASURES[measure],
    numerator,
    denominator: 1000,
    ...(plan.perEvent === 1 ? {} : { time: new Date(at).toISOString() }),
  }));
  return {
    specversion: '1.0',
    id: `${plan.prefix}${event}`,
    source: `urn:bench:${park}`,
    type: EVENT_TYPES.reading,
    subject: park,
    time: new Date(readings[0]?.at ?? 0).toISOString(),
    datacontenttype: 'application/json',
    data: { readings: items },
  };
}

/** Records the load puts into its topic, resent events included. */
export function recordsOf({ events, resendEvery }: LoadPlan): number {
  return events + (resendEvery === 0 ? 0 : Math.floor((events - 1) / resendEvery));
}

/** Makes the topics of a load and fills them; resolves when the broker has acknowledged all of it. */
export async function fillTopics(brokers: string, plan: LoadPlan): Promise<void> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  await createTopics(kafka, plan.prefix);
  await withProducer(kafka, async (producer) => {
    const topic = `${plan.prefix}measures`;
    for (let first = 0; first < plan.events; first += atOnce(plan)) {
      const messages = messagesBetween(plan, first, Math.min(plan.events, first + atOnce(plan)));
      await producer.send({ topic, acks: -1, messages });
    }
  });
  await checkTopic(kafka, plan);
}

async function withProducer<Result>(
  kafka: kafkajs.Kafka,
  work: (producer: kafkajs.Producer) => Promise<Result>,
): Promise<Result> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    return await work(producer);
  } finally {
    await producer.disconnect();
  }
}

/** Events of one request. */
const atOnce = ({ perEvent }: LoadPlan): number => (perEvent === 1 ? 2000 : 60);

const TICK_MS = 50;

export interface Pace {
  /** Number of the first event. */
  readonly first: number;
  readonly perSecond: number;
  readonly until: AbortSignal;
}

/** Sends the events of a load from a number on, so many a second, to topics that are there; returns the number to go on from. */
export function sendPaced(
  brokers: string,
  plan: LoadPlan,
  { first, perSecond, until }: Pace,
): Promise<number> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  return withProducer(kafka, async (producer) => {
    const begun = performance.now();
    let next = first;
    while (!until.aborted && next < plan.events) {
      const passed = ((performance.now() - begun) * perSecond) / 1000;
      const due = Math.min(plan.events, first + Math.floor(passed));
      // Behind its time it has much to send, and a request may hold a megabyte.
      for (; next < due; next = Math.min(due, next + atOnce(plan))) {
        const messages = messagesBetween(plan, next, Math.min(due, next + atOnce(plan)));
        if (messages.length > 0) await producer.send({ topic: `${plan.prefix}measures`, acks: -1, messages });
      }
      await pause(TICK_MS);
    }
    return next;
  });
}

/** A record that a retried request put there twice would end a run too early. */
async function checkTopic(kafka: kafkajs.Kafka, plan: LoadPlan): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await offsetsOf(admin, `${plan.prefix}measures`);
  await admin.disconnect();
  const count = offsets.reduce((sum, { high }) => sum + Number(high), 0);
  if (count !== recordsOf(plan)) throw new Error(`the topic holds ${count} records, not ${recordsOf(plan)}`);
}

// Brokers do not agree at once about who leads a new topic.
async function offsetsOf(admin: kafkajs.Admin, topic: string): Promise<readonly { readonly high: string }[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (attempt === MOST_ATTEMPTS) throw error;
      await pause(100 * attempt);
    }
  }
}

async function createTopics(kafka: kafkajs.Kafka, prefix: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const stamp = { name: 'message.timestamp.type', value: 'LogAppendTime' };
  await admin.createTopics({
    topics: ['measures', 'devices', 'submissions', 'registry', 'assessments', 'alerts'].map((name) => ({
      topic: prefix + name,
      numPartitions: PARTITIONS,
      configEntries: [stamp],
    })),
  });
  await admin.disconnect();
}

function messagesBetween(plan: LoadPlan, first: number, end: number): kafkajs.Message[] {
  const messages: kafkajs.Message[] = [];
  for (let event = first; event < end; event += 1) {
    messages.push(toMessage(plan, event));
    if (plan.resendEvery > 0 && event > 0 && event % plan.resendEvery === 0)
      messages.push(toMessage(plan, event - 1));
  }
  return messages;
}

function toMessage(plan: LoadPlan, event: number): kafkajs.Message {
  const park = event % PARKS.length;
  return {
    key: PARKS[park] as string,
    value: JSON.stringify(eventOf(plan, event)),
    partition: park % PARTITIONS,
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}
