import { openKafkaLog } from '@parkpulse/adapter-kafka';
import type { EventLog } from '@parkpulse/application';
import { DEFAULT_TOPICS, topicNames } from '@parkpulse/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Pipeline } from '../scenarios/support/pipeline.js';
import { play, readScenarios } from '../scenarios/support/scenario.js';
import { QUICK } from './support/logs.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

whenKafka(
  'a scenario comes to the same assessments, byte for byte, embedded and on Kafka with two workers',
  () => {
    let kafka: KafkaCluster;
    let count = 0;
    beforeAll(async () => {
      kafka = await startKafka();
    });
    afterAll(() => kafka?.stop());

    it.each(readScenarios().map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        const embedded = await Pipeline.start({
          now: scenario.start,
          topics: DEFAULT_TOPICS,
          workers: 1,
          openLog: ({ eventLog }) => eventLog,
        });
        const wanted = await play(scenario, embedded, DEFAULT_TOPICS).finally(() => embedded.stop());

        const prefix = `scenario.${process.pid}.${Date.now()}.${(count += 1)}.`;
        const topics = topicNames(prefix);
        const logs: EventLog[] = [];
        const openLog = () => {
          const log = openKafkaLog({
            brokers: kafka.bootstrap.split(','),
            groupId: prefix,
            partitions: 3,
            compacted: [topics.registry],
            timing: QUICK,
          });
          logs.push(log);
          return log;
        };
        const distributed = await Pipeline.start({ now: scenario.start, topics, workers: 2, openLog });
        try {
          const found = await play(scenario, distributed, topics);
          expect(found.map(({ text }) => text)).toEqual(wanted.map(({ text }) => text));
          expect(found.map(({ deadLetters }) => [...deadLetters].sort())).toEqual(
            wanted.map(({ deadLetters }) => [...deadLetters].sort()),
          );
          expect(wanted.every(({ text }) => text.length > 5000)).toBe(true);
        } finally {
          await distributed.stop();
          await Promise.all(logs.map((log) => log.close()));
        }
      },
    );
  },
);
