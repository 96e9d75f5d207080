import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { RefusedSetting } from '../config/refusedSetting.js';
import type { OpenedPorts } from './openPorts.js';

/** PostgreSQL of the operator's and Kafka as the event log. */
export function openDistributed(_environment: Environment, _logger: Logger): Promise<OpenedPorts> {
  throw new RefusedSetting({
    key: 'KAFKA_BROKERS',
    valueClass: 'set, but this build has no Kafka adapter yet',
    fix: 'leave it out to use the embedded event log',
  });
}
