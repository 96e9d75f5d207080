import type { KafkaCluster } from '../../kafka/startKafka.js';
import type { ChaosProxy } from './chaosProxy.js';
import type { PostgresServer } from './postgresServer.js';

/** What all rows share: one broker, one PostgreSQL, each behind a proxy. */
export interface Ground {
  readonly kafka: KafkaCluster;
  readonly kafkaProxy: ChaosProxy;
  readonly postgres: PostgresServer;
  readonly postgresProxy: ChaosProxy;
  readonly seed: number;
}
