import { openPostgres, startEmbedded } from '@parkpulse/adapter-postgres';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePorts } from '../kafka/freePorts.js';
import { type KafkaCluster, startKafka } from '../kafka/startKafka.js';
import { PARKS } from './load.js';

/** One database of a run: as parts for our own ports, as a URL for processes. */
export interface BenchDatabase {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly url: string;
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Process id of the postmaster; 0 for a server that was given. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** A real Kafka and a durable PostgreSQL, both on loopback and started by the run. */
export class Ground {
  private made = 0;

  private constructor(
    readonly kafka: KafkaCluster,
    private readonly server: Server,
    /** What the database is, for the report. */
    readonly databaseKind: string,
    readonly isTimescale: boolean,
  ) {}

  static async open(): Promise<Ground> {
    const server = await openServer();
    // Both workers of a group are there before it hands out partitions.
    const kafka = await startKafka({ properties: { 'group.initial.rebalance.delay.ms': '1500' } });
    const [version] = await rowsOf<{ version: string }>(server, 'SELECT version()');
    const extensions = await rowsOf<{ version: string }>(
      server,
      `SELECT default_version AS version FROM pg_available_extensions WHERE name = 'timescaledb'`,
    );
    const timescale = server.pid === 0 ? extensions[0] : undefined;
    const kind = /PostgreSQL [\d.]+/.exec(version?.version ?? '')?.[0] ?? 'PostgreSQL';
    return new Ground(
      kafka,
      server,
      timescale === undefined ? `${kind}, embedded` : `${kind}, TimescaleDB ${timescale.version}`,
      timescale !== undefined,
    );
  }

  /** Makes a database; with `migrated` it has the product's tables and the parks of the load. */
  async database({ migrated }: { readonly migrated: boolean }): Promise<BenchDatabase> {
    this.made += 1;
    const name = `bench_${process.pid}_${this.made}`;
    await rowsOf(this.server, `CREATE DATABASE ${name}`);
    const { host, port, user, password } = this.server;
    const url = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
    const database = { name, host, port, user, password, url };
    if (this.isTimescale) await this.rows(database, 'CREATE EXTENSION IF NOT EXISTS timescaledb');
    if (migrated) await prepare(url);
    return database;
  }

  async drop({ name }: BenchDatabase): Promise<void> {
    await rowsOf(this.server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await rowsOf(this.server, 'CHECKPOINT');
  }

  rows<Row>(database: BenchDatabase, text: string): Promise<Row[]> {
    return rowsOf({ ...this.server, database: database.name }, text);
  }

  /** Opens a connection to a database; the caller ends it. */
  async connect({ host, port, user, password, name }: BenchDatabase): Promise<pg.Client> {
    const client = new pg.Client({ host, port, user, password, database: name });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** CPU seconds the database server has used, its ended backends included; null for a server that was given. */
  databaseCpuSeconds(): number | null {
    return this.server.pid === 0 ? null : familyCpuSeconds(this.server.pid);
  }

  async close(): Promise<void> {
    await this.kafka.stop();
    await this.server.stop();
  }
}

async function openServer(): Promise<Server> {
  const url = process.env['TIMESCALE_URL'];
  return url === undefined ? openEmbedded() : given(new URL(url));
}

async function openEmbedded(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parkpulse-bench-'));
  const [port = 0] = await findFreePorts(1);
  const embedded = await startEmbedded({ dataDir, port });
  const { user, password, database } = embedded.connection;
  const stop = async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { host: '127.0.0.1', port, user, password, database, pid: embedded.pid(), stop };
}

function given({ hostname, port, username, password, pathname }: URL): Server {
  return {
    host: hostname,
    port: Number(port === '' ? '5432' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1) || 'postgres',
    pid: 0,
    stop: () => Promise.resolve(),
  };
}

/** Makes the product's tables and the parks of the load. */
export async function prepare(url: string): Promise<void> {
  const ports = await openPostgres({ connection: url });
  for (const id of PARKS)
    await ports.settings.createPark({ id, name: id, timeZone: 'Asia/Shanghai', createdAt: Date.now() });
  await ports.close();
}

/** Runs one statement on a connection of its own. */
async function rowsOf<Row>(server: Omit<Server, 'pid' | 'stop'>, text: string): Promise<Row[]> {
  const { host, port, user, password, database } = server;
  const client = new pg.Client({ host, port, user, password, database });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const TICKS_PER_SECOND = 100;

/** CPU seconds of a process, of its living children, and of those that have ended. */
function familyCpuSeconds(pid: number): number {
  const own = ticksOf(pid);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ticksOf(Number(name)))
    .filter(({ parent }) => parent === pid);
  return [own, ...children].reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

function ticksOf(pid: number): { readonly parent: number; readonly ticks: number } {
  try {
    // Fields behind the name in parentheses: state, parent, …, utime (12th), stime, cutime, cstime.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return { parent: 0, ticks: 0 };
  }
}
