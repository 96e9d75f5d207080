import {
  type EmbeddedEvent,
  type EmbeddedServer,
  EmbeddedPostgresError,
  MigrationError,
  type Postgres,
  classify,
  openPostgres,
  startEmbedded,
} from '@parkpulse/adapter-postgres';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { RefusedSetting } from '../config/refusedSetting.js';

export interface OpenedDatabase {
  readonly postgres: Postgres;
  readonly isOutage: (error: unknown) => boolean;
  close(): Promise<void>;
}

/** A database that is not there yet is waited for: it may start together with us. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 1000;

/** Opens PostgreSQL: the operator's by DATABASE_URL, else one of our own inside DATA_DIR. */
export async function openDatabase(
  { databaseUrl, dataDir }: Environment,
  logger: Logger,
): Promise<OpenedDatabase> {
  const server = databaseUrl === null ? await startDatabase(dataDir, logger) : null;
  const setting = server === null ? 'DATABASE_URL' : 'DATA_DIR';
  let isClosing = false;
  const onError = (error: Error): void => {
    if (!isClosing)
      logger.warn({ reason: error.message }, 'a database connection was lost; it is opened again');
  };
  try {
    const connection = server === null ? (databaseUrl ?? '') : server.connection;
    const postgres = await openWhenThere({ connection, onError }, logger);
    for (const line of postgres.migration.advice) logger.warn(line);
    return {
      postgres,
      isOutage: (error) => classify(error) === 'broken',
      close: async () => {
        isClosing = true;
        await postgres.close();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw toRefusedSetting(setting, error);
  }
}

async function openWhenThere(options: Parameters<typeof openPostgres>[0], logger: Logger): Promise<Postgres> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await openPostgres(options);
    } catch (error) {
      const isLost = classify(error) !== 'broken' || isRefusedToUs(error) || performance.now() > deadline;
      if (isLost) throw error;
      logger.warn({ reason: (error as Error).message }, 'the database does not answer yet; it is waited for');
      await pause(RETRY_MS);
    }
  }
}

// SQLSTATE 28: user or password; 3D: no such database. Waiting mends neither.
function isRefusedToUs(error: unknown): boolean {
  return /^(?:28|3D)/.test((error as NodeJS.ErrnoException).code ?? '');
}

/** Names the setting to blame, where one is; what the driver says of it holds no secret. */
function toRefusedSetting(key: string, error: unknown): unknown {
  if (error instanceof MigrationError) {
    return new RefusedSetting({ key, valueClass: error.code, fix: error.detail });
  }
  if (key === 'DATABASE_URL' && isRefusedToUs(error)) {
    const fix = 'check user name, password and database name';
    return new RefusedSetting({ key, valueClass: 'a database that refuses us', fix });
  }
  return error;
}

async function startDatabase(dataDir: string, logger: Logger): Promise<EmbeddedServer> {
  try {
    return await startEmbedded({ dataDir, onEvent: (event) => tell(event, logger) });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    throw new RefusedSetting({ key: 'DATA_DIR', valueClass: error.code, fix: error.detail });
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
