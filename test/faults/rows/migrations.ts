import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const CONFIGURATION_FAULT = 78;
/** What a schema is, to be compared: every column with its type, and every index. */
const SCHEMA = `SELECT coalesce(md5(string_agg(row, ';' ORDER BY row)), '') AS digest, count(*)::int AS count FROM (
  SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS row
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
) AS q`;

type Schema = { readonly digest: string; readonly count: number };

/** A start that is killed at every second migration, each time by a process that goes on where the last one got to. */
async function killedMigrating(world: World, findings: Findings): Promise<void> {
  const { postgres } = world.ground;
  const [whole] = await postgres.rows<Schema>(world.database, SCHEMA);
  const empty = `${world.database}_empty`;
  await postgres.rows('postgres', `CREATE DATABASE ${empty}`);
  const worker = world.launch('m', {
    failpoint: 'migrated:5',
    env: { DATABASE_URL: postgres.url(empty), KAFKA_GROUP_ID: empty },
  });
  await worker.ready();
  await worker.end('SIGKILL');
  const [schema] = await postgres.rows<Schema>(empty, `${SCHEMA}`);
  await postgres.rows('postgres', `DROP DATABASE ${empty} WITH (FORCE)`);
  // This world has what the suite itself watches by, and nothing else more.
  findings
    .note({ 'columns and indexes': schema!.count })
    .require(worker.endings[0]?.signal === 'SIGKILL', 'it was not killed while it migrated')
    .require(
      schema!.count === whole!.count - 6,
      `the schema has ${schema!.count} parts, not ${whole!.count - 6}`,
    );
}

/** A worker of this version goes on while the schema of a newer one is brought in beside it. */
async function newerBeside(world: World, findings: Findings): Promise<void> {
  const { postgres } = world.ground;
  const worker = await world.worker('a');
  const sending = world.send({ events: 8000, rate: 500 });
  await sleep(5000);
  await postgres.rows(
    world.database,
    `BEGIN; ALTER TABLE event ADD COLUMN newer text; ALTER TABLE dead_letter ADD COLUMN newer text;
     CREATE TABLE newer (n int); INSERT INTO schema_migration (version, name, checksum) VALUES (9999, 'core/9999_newer.sql', 'x'); COMMIT`,
  );
  await sending;
  findings.require(worker.endings.length === 0, 'the worker of the older version ended');
  await standard(world, findings);
  await worker.end('SIGTERM');
}

/** Neither an older version nor one whose migrations were changed starts; each says which and why. */
async function refusedStart(world: World, name: string, code: string, findings: Findings): Promise<void> {
  const worker: Worker = world.launch(name, {});
  for (const end = Date.now() + 20_000; worker.endings.length === 0 && Date.now() < end;) await sleep(50);
  findings
    .require(
      worker.endings[0]?.code === CONFIGURATION_FAULT,
      `${name}: ended with ${worker.endings[0]?.code}`,
    )
    .require(worker.log.includes(code), `${name}: ${code} is not said`);
  await worker.end('SIGKILL');
}

async function migrations(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '56');
  const findings = new Findings();
  try {
    await killedMigrating(world, findings);
    await newerBeside(world, findings);
    await refusedStart(world, 'older', 'SCHEMA_NEWER', findings);
    const change = `DELETE FROM schema_migration WHERE version = 9999; UPDATE schema_migration SET checksum = 'changed' WHERE version = 1`;
    await ground.postgres.rows(world.database, change);
    await refusedStart(world, 'changed', 'MIGRATION_CHECKSUM', findings);
    return findings;
  } finally {
    await world.close();
  }
}

export const MIGRATIONS: readonly FaultRow[] = [
  {
    row: '56',
    fault:
      'kill -9 during a migration; a newer schema beside a running older version; older or changed migrations at start',
    required:
      'resumed where it got to, the schema whole; the older one goes on (std); SCHEMA_NEWER and MIGRATION_CHECKSUM refuse a start, exit 78',
    run: migrations,
  },
];
