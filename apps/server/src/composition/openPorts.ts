import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { openDistributed } from './distributed.js';
import { openEmbedded } from './embedded.js';
import type { Ports } from './system.js';

/** Ports with adapters behind them, to be closed in the end. */
export interface OpenedPorts extends Ports {
  /** Tells an outage (which passes) from a fault. */
  readonly isOutage: (error: unknown) => boolean;
  close(): Promise<void>;
}

/** Opens the adapters that the environment asks for. */
export function openPorts(environment: Environment, logger: Logger): Promise<OpenedPorts> {
  return environment.kafka === null
    ? openEmbedded(environment, logger)
    : openDistributed(environment, logger);
}
