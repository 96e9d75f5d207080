import { KafkaLogError, openKafkaLog } from '@parkpulse/adapter-kafka';
import { topicNames } from '@parkpulse/contracts';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Environment, KafkaSettings } from '../config/env.js';
import { openDatabase } from './openDatabase.js';
import type { OpenedPorts } from './openedPorts.js';
import { tellRecreated } from './recreatedTopics.js';

/** Any number of processes over one PostgreSQL, with Kafka as the event log. Kafka may come later than we do. */
export async function openDistributed(
  environment: Environment,
  kafka: KafkaSettings,
  logger: Logger,
): Promise<OpenedPorts> {
  const { postgres, ...database } = await openDatabase(environment, logger);
  const { brokers, ssl, sasl, groupId, topicPrefix } = kafka;
  const log = openKafkaLog({
    brokers,
    ssl,
    sasl,
    groupId,
    compacted: [topicNames(topicPrefix).registry],
    nodeFile: join(environment.dataDir, 'kafka-node'),
    onLog: ({ level, message, detail }) => logger[level](detail, `kafka: ${message}`),
  });
  return {
    ...postgres,
    log: tellRecreated(log, postgres.ingest),
    isOutage: (error) => error instanceof KafkaLogError || database.isOutage(error),
    close: async () => {
      await log.close();
      await database.close();
    },
  };
}
