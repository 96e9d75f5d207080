import { type ClientConfig, Client } from 'pg';
import { codeOf } from '../driver/classify.js';
import { type ServerVersions, versionAdvice } from '../timescale/versionAdvice.js';
import { MigrationError } from './migrationError.js';
import { type Migration, type Variant, readMigrations } from './readMigrations.js';

export interface MigrationReport {
  readonly variant: Variant;
  /** Names of the migrations applied now. */
  readonly applied: readonly string[];
  /** What is known to be wrong with these versions of PostgreSQL and TimescaleDB, with what to do. */
  readonly advice: readonly string[];
}

interface AppliedRow {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** Any number that no other application locks in this database: the letters "PaPu". */
const LOCK = 0x50615075;

/**
 * Brings the schema to what this code wants: each migration in a transaction of its own, one starter at a time (others
 * wait). Refuses a database that a newer code has migrated, or one whose applied migrations differ from ours.
 */
export async function migrate(connection: ClientConfig, directory?: string): Promise<MigrationReport> {
  const client = new Client({
    ...connection,
    application_name: 'parkpulse-migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query({ text: 'SELECT pg_advisory_lock($1)', values: [LOCK] });
    return await bringUpToDate(client, directory);
  } finally {
    await client.end();
  }
}

async function bringUpToDate(client: Client, directory?: string): Promise<MigrationReport> {
  await client.query({
    text: `CREATE TABLE IF NOT EXISTS schema_migration (
      version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  });
  const { rows } = await client.query({
    text: 'SELECT version, name, checksum FROM schema_migration ORDER BY version',
  });
  const held = rows as AppliedRow[];
  const variant = await chooseVariant(client, held);
  const migrations = await readMigrations(variant, directory);
  for (const row of held) checkApplied(row, migrations);
  const missing = migrations.filter(({ version }) => held.every((row) => row.version !== version));
  for (const migration of missing) await apply(client, migration);
  const applied = missing.map(({ name }) => name);
  return { variant, applied, advice: versionAdvice(await readVersions(client)) };
}

async function readVersions(client: Client): Promise<ServerVersions> {
  const { rows } = await client.query({
    text: `SELECT current_setting('server_version_num')::int / 10000 AS postgres,
      (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescale`,
  });
  return rows[0] as ServerVersions;
}

// The variant is chosen once: tables made for plain PostgreSQL stay so when the extension is installed later.
async function chooseVariant(client: Client, held: readonly AppliedRow[]): Promise<Variant> {
  if (held.some(({ name }) => name.startsWith('timescale/'))) return 'timescale';
  if (held.some(({ name }) => name.startsWith('plain/'))) return 'plain';
  const { rows } = await client.query({
    text: `SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb'`,
  });
  return rows.length > 0 ? 'timescale' : 'plain';
}

function checkApplied(row: AppliedRow, migrations: readonly Migration[]): void {
  const own = migrations.find(({ version }) => version === row.version);
  if (own === undefined) {
    throw new MigrationError(
      'SCHEMA_NEWER',
      `the database holds ${row.name}, which this version does not know; start the newer version`,
    );
  }
  if (own.checksum !== row.checksum) {
    throw new MigrationError(
      'MIGRATION_CHECKSUM',
      `${row.name} was applied with other content than ${own.name} has now`,
    );
  }
}

async function apply(client: Client, { version, name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query({ text: 'BEGIN' });
    await client.query({ text: sql });
    await client.query({
      text: 'INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)',
      values: [version, name, checksum],
    });
    await client.query({ text: 'COMMIT' });
  } catch (error) {
    await client.query({ text: 'ROLLBACK' }).catch(() => undefined);
    throw new MigrationError(
      'MIGRATION_FAILED',
      `${name} failed (${codeOf(error)}): ${String(error)}`,
      error,
    );
  }
}
