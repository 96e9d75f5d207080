import { openKafkaLog } from '@parkpulse/adapter-kafka';
import { decodeEvent, topicNames } from '@parkpulse/contracts';
import type { EventLog } from '@parkpulse/application';
import { HGT_6313_2024 } from '@parkpulse/domain';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../faults/bench/root.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { QUICK, until } from './support/logs.js';
import { whenKafka } from './whenKafka.js';

whenKafka('the simulator', () => {
  let kafka: KafkaCluster;
  let log: EventLog;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(async () => {
    await log?.close();
    await kafka?.stop();
  });

  it('sends an incident by Kafka; every record is one that the product accepts', async () => {
    const args = ['--set', 'incident:month_end:S', '--park', 'p1', '--minutes', '4'];
    const env = { ...process.env, KAFKA_BROKERS: kafka.bootstrap, KAFKA_TOPIC_PREFIX: 'sim.' };
    delete (env as Record<string, string | undefined>)['PARKPULSE_URL'];
    const main = join(root, 'apps/simulator/dist/main.js');
    const { stderr } = await promisify(execFile)(process.execPath, [main, ...args], { env });
    const { accepted } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { accepted: number };
    expect(accepted).toBeGreaterThan(10);

    const topics = topicNames('sim.');
    const incoming = [topics.measures, topics.devices, topics.submissions, topics.registry];
    log = openKafkaLog({ brokers: kafka.bootstrap.split(','), groupId: 'reader', timing: QUICK });
    const { measures } = HGT_6313_2024;
    const catalogue = new Map(
      measures.map(({ key, unit, scope, cappedAtOne }) => [key, { unit, scope, mayExceedOne: !cappedAtOne }]),
    );
    const ends = await log.ends(incoming);
    expect(ends.reduce((sum, { end }) => sum + end, 0)).toBe(accepted);
    const kinds: string[] = [];
    await log.subscribe(incoming, {
      assigned: () => Promise.resolve(null),
      batch: ({ stream, records }) => {
        for (const { headers, key, value: bytes } of records) {
          const record = { headers, key, bytes, topic: stream.topic };
          kinds.push(decodeEvent(record, { catalogue, topics, now: Date.now() }).kind);
        }
        return Promise.resolve();
      },
      revoked: () => undefined,
      alarm: () => undefined,
    });
    await until('all records are read', () => kinds.length >= accepted, 60_000);
    expect(new Set(kinds)).toEqual(new Set(['event']));
  }, 120_000);
});
