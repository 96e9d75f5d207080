import { mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbedded } from '../embedded/startEmbedded.js';
import { type ConnectionParts, type Postgres, type PostgresOptions, openPostgres } from '../openPostgres.js';
import { migrate } from '../migrate/migrate.js';

/** A database of a test's own, fresh and migrated. */
export interface TestDatabase {
  readonly connection: ConnectionParts;
  /** Opens all ports on it; closed by `drop` if not before. */
  open(options?: Omit<PostgresOptions, 'connection'>): Promise<Postgres>;
  drop(): Promise<void>;
}

const TEMPLATE = 'parkpulse_template';
let shared: Promise<TestServer> | null = null;
let users = 0;
let made = 0;

/**
 * Gives a test a database copied from a migrated template, on an embedded server shared by the process (durable against
 * a crash of the server, not of the machine). The server is stopped when the last database is dropped.
 */
export async function testDatabase(): Promise<TestDatabase> {
  users += 1;
  shared ??= startTestServer();
  const { connection } = await shared;
  made += 1;
  const name = `test_${made}`;
  await run(connection, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const own = { ...connection, database: name };
  const opened: Postgres[] = [];
  return {
    connection: own,
    async open(options = {}) {
      const postgres = await openPostgres({ ...options, connection: own });
      opened.push(postgres);
      return postgres;
    },
    async drop() {
      await Promise.all(opened.map((postgres) => postgres.close().catch(() => undefined)));
      await run(connection, `DROP DATABASE ${name} WITH (FORCE)`);
      users -= 1;
      if (users === 0) await stopTestServer();
    },
  };
}

interface TestServer {
  readonly connection: ConnectionParts;
  stop(): Promise<void>;
}

async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parkpulse-test-'));
  const server = await startEmbedded({ dataDir, isThrowaway: true });
  // A test run that ends early must leave nothing behind.
  process.once('exit', () => {
    if (server.pid() > 0) process.kill(server.pid(), 'SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });
  await run(server.connection, `CREATE DATABASE ${TEMPLATE}`);
  await migrate({ ...server.connection, database: TEMPLATE });
  return {
    connection: server.connection,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function stopTestServer(): Promise<void> {
  const running = shared;
  shared = null;
  await (await running)?.stop();
}

async function run(connection: ConnectionParts, text: string): Promise<void> {
  const client = new Client({ ...connection });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query({ text });
  } finally {
    await client.end();
  }
}
