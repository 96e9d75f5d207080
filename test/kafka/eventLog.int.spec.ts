import { openKafkaLog } from '@parkpulse/adapter-kafka';
import { type EventLog, eventLogFeatures } from '@parkpulse/application';
import * as vitest from 'vitest';
import { startKafka } from './startKafka.js';
import { whenKafka } from './whenKafka.js';

whenKafka('the shared behaviour', () => {
  eventLogFeatures(vitest, 'Kafka', async () => {
    const kafka = await startKafka();
    const run = `${process.pid}.${Date.now()}`;
    const logs: EventLog[] = [];
    let topics = 0;
    return {
      open: () => {
        const log = openKafkaLog({ brokers: kafka.bootstrap.split(','), groupId: `suite.${run}` });
        logs.push(log);
        return Promise.resolve(log);
      },
      topic: () => Promise.resolve(`suite.${run}.${(topics += 1)}`),
      async close() {
        await Promise.all(logs.map((log) => log.close()));
        await kafka.stop();
      },
    };
  });
});
