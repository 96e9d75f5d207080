import type { Clock, EventLog } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import type { ClientConfig } from 'pg';
import { PostgresAssessmentStore } from './assess/postgresAssessmentStore.js';
import { openAlerts } from './alerts/openAlerts.js';
import { OPEN_BOX, type SecretBox } from './alerts/secretBox.js';
import { PostgresStatementStore } from './conclusion/postgresStatementStore.js';
import { openDictionary } from './dictionary/dictionary.js';
import { Database, type DatabaseOptions, statement } from './driver/database.js';
import { firstBrokenAuditEntry } from './identity/auditChain.js';
import { PostgresIdentityStore } from './identity/postgresIdentityStore.js';
import { FreshFacts } from './ingest/freshFacts.js';
import { PostgresIngestStore } from './ingest/postgresIngestStore.js';
import { NotificationListener } from './live/notificationListener.js';
import { PostgresLiveFeed } from './live/postgresLiveFeed.js';
import { PostgresEventLog } from './log/postgresEventLog.js';
import { type MigrationReport, migrate } from './migrate/migrate.js';
import { PostgresPublications } from './outbox/postgresPublications.js';
import { postgresReadModel } from './read/postgresReadModel.js';
import { PostgresSettings } from './settings/postgresSettings.js';
import { PostgresTargetStore } from './targets/postgresTargetStore.js';
import { PostgresWallStore } from './wall/postgresWallStore.js';

/** How to reach a PostgreSQL: a URL, or the parts of one (`EmbeddedServer.connection`). */
export interface ConnectionParts {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface PostgresOptions {
  readonly connection: string | ConnectionParts;
  readonly clock?: Clock;
  /** Told of connections lost while idle; they are replaced by themselves. */
  readonly onError?: (error: Error) => void;
  /** Seals channel secrets for the time they lie in the database. */
  readonly box?: SecretBox;
}

export interface EmbeddedEventLog extends EventLog {
  removeConsumed(before: Instant): Promise<number>;
}

export type Postgres = Awaited<ReturnType<typeof openPostgres>>;

const systemClock: Clock = { now: () => Date.now() };

/**
 * Migrates the database and opens every port on it. What comes in, the assessments, the questions and the embedded log
 * have connections of their own, so that none can starve another.
 */
export async function openPostgres({
  connection,
  clock = systemClock,
  onError = () => undefined,
  box = OPEN_BOX,
}: PostgresOptions) {
  const config: ClientConfig = typeof connection === 'string' ? { connectionString: connection } : connection;
  const migration: MigrationReport = await migrate(config);
  const open: OpenPool = (name, size, times) =>
    new Database({ connection: config, name, size, ...times, onError });
  const pools = openPools(open);
  const dictionary = openDictionary(pools.words);
  const freshFacts = new FreshFacts();
  const notifications = new NotificationListener(config, onError);
  const eventLog: EmbeddedEventLog = new PostgresEventLog(pools.log, notifications, clock);
  return {
    migration,
    eventLog,
    ingest: new PostgresIngestStore(pools.ingest, dictionary, freshFacts),
    assessments: new PostgresAssessmentStore(pools.assess, dictionary, freshFacts),
    read: postgresReadModel(pools.query, dictionary),
    publications: new PostgresPublications(pools.query),
    settings: new PostgresSettings(pools.query, dictionary, clock),
    identity: new PostgresIdentityStore(pools.query),
    walls: new PostgresWallStore(pools.query, notifications),
    statements: new PostgresStatementStore(pools.query),
    targets: new PostgresTargetStore(pools.query),
    ...openAlerts(pools, notifications, { box }),
    live: new PostgresLiveFeed(notifications, pools.query, onError),
    /** Resolves when the database answers: for readiness. */
    ping: async (): Promise<void> => void (await pools.query.rows(PING)),
    firstBrokenAuditEntry: () => firstBrokenAuditEntry(pools.query),
    /** Connections in use and requests waiting, per pool: for metrics. */
    load: () => Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, pool.load()])),
    async close(): Promise<void> {
      await eventLog.close();
      await notifications.close();
      await Promise.all(Object.values(pools).map((pool) => pool.close()));
    },
  };
}

type OpenPool = (
  name: string,
  size: number,
  times: Pick<DatabaseOptions, 'statementTimeoutMs' | 'idleInTransactionMs' | 'connectionTimeoutMs'>,
) => Database;

const BRIEF = { statementTimeoutMs: 15_000 };

function openPools(open: OpenPool) {
  return {
    words: open('words', 2, BRIEF),
    ingest: open('ingest', 6, BRIEF),
    assess: open('assess', 3, { statementTimeoutMs: 120_000, idleInTransactionMs: 600_000 }),
    // A person waits for these: when all are busy it is better to say so than to let a queue grow.
    query: open('query', 8, { ...BRIEF, connectionTimeoutMs: 4000 }),
    log: open('log', 4, BRIEF),
    outbox: open('outbox', 4, BRIEF),
  };
}

const PING = statement('ping', 'SELECT 1');
