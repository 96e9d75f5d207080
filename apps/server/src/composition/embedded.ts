import type { Postgres } from '@parkpulse/adapter-postgres';
import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { openDatabase } from './openDatabase.js';
import type { OpenedPorts } from './openedPorts.js';

const HOUR_MS = 3_600_000;
/** Records stay in the log for a week after they were stored, as Kafka keeps them by default. */
const KEPT_MS = 7 * 24 * HOUR_MS;

/** One process: the event log is a table of the same PostgreSQL, for this process only. */
export async function openEmbedded(environment: Environment, logger: Logger): Promise<OpenedPorts> {
  const database = await openDatabase(environment, logger);
  const { postgres, isOutage } = database;
  const upkeep = setInterval(() => void removeOld(postgres, logger), HOUR_MS);
  return {
    ...postgres,
    log: postgres.eventLog,
    isOutage,
    close: () => {
      clearInterval(upkeep);
      return database.close();
    },
  };
}

async function removeOld({ eventLog }: Postgres, logger: Logger): Promise<void> {
  try {
    const removed = await eventLog.removeConsumed(Date.now() - KEPT_MS);
    if (removed > 0) logger.info({ removed }, 'event log: records stored more than a week ago were removed');
  } catch (error) {
    logger.warn({ err: error }, 'event log: old records could not be removed; it is tried again in an hour');
  }
}
