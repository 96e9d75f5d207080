import {
  type EmbeddedEvent,
  type EmbeddedServer,
  EmbeddedPostgresError,
  classify,
  openPostgres,
  startEmbedded,
} from '@parkpulse/adapter-postgres';
import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import type { OpenedPorts } from './openPorts.js';

/** PostgreSQL inside DATA_DIR, or the operator's by DATABASE_URL; the event log is a table of it, for one process only. */
export async function openEmbedded(
  { databaseUrl, dataDir }: Environment,
  logger: Logger,
): Promise<OpenedPorts> {
  const server = databaseUrl === null ? await startDatabase(dataDir, logger) : null;
  try {
    const connection = databaseUrl ?? (server as EmbeddedServer).connection;
    let isClosing = false;
    const { eventLog, ...postgres } = await openPostgres({
      connection,
      onError: (error) => {
        if (!isClosing)
          logger.warn({ reason: error.message }, 'a database connection was lost; it is opened again');
      },
    });
    return {
      ...postgres,
      log: eventLog,
      isOutage: (error) => classify(error) === 'broken',
      close: async () => {
        isClosing = true;
        await postgres.close();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function startDatabase(dataDir: string, logger: Logger): Promise<EmbeddedServer> {
  try {
    return await startEmbedded({ dataDir, onEvent: (event) => tell(event, logger) });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    throw new Error(`the embedded database does not start (${error.code}): ${error.detail}`, {
      cause: error,
    });
  }
}

function tell(event: EmbeddedEvent, logger: Logger): void {
  switch (event.kind) {
    case 'orphan_stopped':
      logger.warn('an embedded database of an earlier run was still there and has been stopped');
      return;
    case 'died':
      logger.error('the embedded database ended; it is started again');
      return;
    case 'restarted':
      logger.info({ milliseconds: event.milliseconds }, 'the embedded database runs again');
      return;
    case 'restart_failed':
      logger.error(
        { code: event.code, detail: event.detail },
        'the embedded database does not start; it is tried again',
      );
      return;
  }
}
