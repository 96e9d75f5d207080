import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { openDistributed } from './distributed.js';
import { openEmbedded } from './embedded.js';
import type { OpenedPorts } from './openedPorts.js';

/** Opens the adapters that the environment asks for. */
export function openPorts(environment: Environment, logger: Logger): Promise<OpenedPorts> {
  return environment.kafka === null
    ? openEmbedded(environment, logger)
    : openDistributed(environment, environment.kafka, logger);
}
