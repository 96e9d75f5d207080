import type { FeedsAnswer, IndicatorDetail } from '@parkpulse/contracts';
import { TestServer } from '@parkpulse/server';
import { Kafka, type Producer, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

const MEASURE = 'iot_access_ratio_design';
let count = 0;

function reading(numerator: number) {
  count += 1;
  return {
    specversion: '1.0',
    type: 'parkpulse.measure.reading.v1',
    source: 'urn:kafka',
    id: `k-${count}`,
    subject: 'p1',
    time: new Date(Date.now() - 30_000 + count).toISOString(),
    datacontenttype: 'application/json',
    data: { readings: [{ measure: MEASURE, numerator, denominator: 1000 }] },
  };
}

whenKafka('the server on a real Kafka', () => {
  let cluster: KafkaCluster;
  let kafka: Kafka;
  let server: TestServer;
  let producer: Producer;

  beforeAll(async () => {
    cluster = await startKafka();
    kafka = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING });
    const prefix = `server.${process.pid}.`;
    server = await TestServer.start({
      KAFKA_BROKERS: cluster.bootstrap,
      KAFKA_TOPIC_PREFIX: prefix,
      KAFKA_GROUP_ID: prefix,
    });
    await server.send('POST', '/api/v1/parks', { id: 'p1', name: 'p1' });
    producer = kafka.producer();
    await producer.connect();
    topics = { measures: `${prefix}measures`, assessments: `${prefix}assessments` };
  });
  afterAll(async () => {
    await producer?.disconnect();
    await server?.stop();
    await cluster?.stop();
  });
  let topics = { measures: '', assessments: '' };

  async function candidateBecomes(level: string): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { body } = await server.get<IndicatorDetail>('/api/v1/parks/p1/indicators/I10');
      if (body.raw.candidate === level) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the candidate did not become ${level}`);
  }

  it('assesses what is sent over HTTP, by way of Kafka', async () => {
    expect((await server.events([reading(650)])).body).toEqual({ accepted: 1, rejected: [] });
    await candidateBecomes('S3');
  });

  it('assesses what is produced to Kafka, in structured and in binary mode', async () => {
    const structured = {
      key: 'p1',
      value: JSON.stringify(reading(830)),
      headers: { 'content-type': 'application/cloudevents+json' },
    };
    await producer.send({ topic: topics.measures, messages: [structured] });
    await candidateBecomes('S4');
    const { data, ...attributes } = reading(640);
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]),
    );
    const binary = {
      key: 'p1',
      value: JSON.stringify(data),
      headers: { ...headers, 'content-type': 'application/json' },
    };
    await producer.send({ topic: topics.measures, messages: [binary] });
    await candidateBecomes('S3');
    expect((await server.get<FeedsAnswer>('/api/v1/parks/p1/feeds')).body.backlog).toBe(0);
  });

  it('tells other systems of each changed assessment', async () => {
    const consumer = kafka.consumer({ groupId: `reader.${process.pid}` });
    await consumer.connect();
    await consumer.subscribe({ topic: topics.assessments, fromBeginning: true });
    const messages: {
      readonly key: string;
      readonly event: { readonly type: string; readonly data: { readonly revision: number } };
    }[] = [];
    await consumer.run({
      eachMessage: ({ message }) => {
        const event = JSON.parse(message.value?.toString() ?? '') as (typeof messages)[number]['event'];
        messages.push({ key: message.key?.toString() ?? '', event });
        return Promise.resolve();
      },
    });
    for (let attempt = 0; attempt < 100 && messages.length < 2; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await consumer.disconnect();
    expect(messages[0]).toMatchObject({
      key: 'p1',
      event: { type: 'parkpulse.assessment.changed.v1', data: { park: 'p1' } },
    });
    const revisions = messages.map(({ event }) => event.data.revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
  });

  it('is ready while Kafka is', async () => {
    expect((await server.stranger('GET', '/health/ready')).body).toMatchObject({
      parts: { database: 'ok', kafka: 'ok' },
    });
  });
});
