import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { openDatabase } from './openDatabase.js';
import type { OpenedPorts } from './openedPorts.js';

/** One process: the event log is a table of the same PostgreSQL, for this process only. */
export async function openEmbedded(environment: Environment, logger: Logger): Promise<OpenedPorts> {
  const { postgres, ...database } = await openDatabase(environment, logger);
  return { ...postgres, log: postgres.eventLog, ...database };
}
