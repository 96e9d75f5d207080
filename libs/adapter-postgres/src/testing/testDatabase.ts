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
/** The server that TIMESCALE_URL names where it is set, or the embedded one whatever is set. */
export type TestServerKind = 'given' | 'embedded';

const shared = new Map<TestServerKind, { readonly server: Promise<TestServer>; users: number }>();
let made = 0;

/**
 * Gives a test a database of its own on an embedded server shared by the process (durable against a crash of the server,
 * not of the machine), copied from a migrated template; with TIMESCALE_URL set, on that server instead. What was started
 * is stopped when the last database is dropped.
 */
export async function testDatabase(kind: TestServerKind = 'given'): Promise<TestDatabase> {
  const held = shared.get(kind) ?? { server: startTestServer(kind), users: 0 };
  shared.set(kind, held);
  held.users += 1;
  const { connection, template } = await held.server;
  made += 1;
  const name = `parkpulse_test_${process.pid}_${made}`;
  await run(connection, `CREATE DATABASE ${name} ${template === null ? '' : `TEMPLATE ${template}`}`);
  const own = { ...connection, database: name };
  if (template === null) await migrate(own);
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
      held.users -= 1;
      if (held.users > 0) return;
      shared.delete(kind);
      await (await held.server).stop();
    },
  };
}

interface TestServer {
  readonly connection: ConnectionParts;
  /** Null where databases cannot be copied: TimescaleDB's own workers are connected to them. */
  readonly template: string | null;
  stop(): Promise<void>;
}

function startTestServer(kind: TestServerKind): Promise<TestServer> {
  const url = process.env['TIMESCALE_URL'];
  return kind === 'embedded' || url === undefined
    ? startEmbeddedTestServer()
    : Promise.resolve(givenServer(new URL(url)));
}

function givenServer({ hostname, port, username, password, pathname, searchParams }: URL): TestServer {
  const connection = {
    host: searchParams.get('host') ?? hostname,
    port: Number(port === '' ? '5432' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1) || 'postgres',
  };
  return { connection, template: null, stop: () => Promise.resolve() };
}

async function startEmbeddedTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parkpulse-test-'));
  const server = await startEmbedded({ dataDir, isThrowaway: true });
  // A test run that ends early must leave nothing behind.
  const leaveNothing = () => {
    if (server.pid() > 0) process.kill(server.pid(), 'SIGKILL');
    for (const path of [dataDir, server.connection.host]) rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', leaveNothing);
  const stop = async () => {
    await server.stop();
    process.off('exit', leaveNothing);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await run(server.connection, `CREATE DATABASE ${TEMPLATE}`);
    await migrate({ ...server.connection, database: TEMPLATE });
  } catch (error) {
    await stop();
    throw error;
  }
  return { connection: server.connection, template: TEMPLATE, stop };
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
