import { ChaosProxy } from '../bench/chaosProxy.js';
import { PostgresServer, sleep, timescaleBinaries } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const LATE = 250_000;
const DAY_MINUTES = 24 * 60;
const WATCHED_MS = 20_000;

/** Runs a row on a PostgreSQL with TimescaleDB of its own. */
async function onTimescale(
  ground: Ground,
  row: string,
  steps: (world: World, findings: Findings) => Promise<void>,
): Promise<Outcome> {
  const postgres = await PostgresServer.start({ binaries: timescaleBinaries() });
  const postgresProxy = await ChaosProxy.before(postgres.port);
  try {
    const world = await World.open({ ...ground, postgres, postgresProxy }, row);
    try {
      const [{ version = 'none' } = {}] = await postgres.rows<{ version: string }>(
        world.database,
        `SELECT extversion AS version FROM pg_extension WHERE extname = 'timescaledb'`,
      );
      const findings = new Findings().note({ TimescaleDB: version, on: postgres.kind });
      await steps(world, findings);
      return findings;
    } finally {
      await world.close();
    }
  } finally {
    await postgresProxy.close();
    await postgres.close();
  }
}

/** A quarter of a million late events go into chunks that are compressed. */
async function lateIntoCompressed(world: World, findings: Findings): Promise<void> {
  const { postgres } = world.ground;
  const worker = await world.worker('a');
  await world.send({ events: 20_000, agoMinutes: 10 * DAY_MINUTES });
  await world.settle();
  const compressed = async () => {
    const text = `SELECT count(*) FILTER (WHERE is_compressed)::int AS count FROM timescaledb_information.chunks WHERE hypertable_name IN ('reading', 'device_state')`;
    return (await postgres.rows<{ count: number }>(world.database, text))[0]?.count ?? 0;
  };
  for (const table of ['reading', 'device_state'])
    await postgres.rows(world.database, `SELECT compress_chunk(c, true) FROM show_chunks('${table}') AS c`);
  const chunks = await compressed();
  findings.require(chunks > 0, 'no chunk is compressed');
  const start = Date.now();
  await world.send({ events: LATE, agoMinutes: 10 * DAY_MINUTES });
  await world.settle(600_000);
  findings
    .note({ 'compressed chunks': `${chunks}, afterwards ${await compressed()}` })
    .note({ 'late events': `${Math.round((LATE * 1000) / (Date.now() - start))} a second, assessed` })
    .require(
      !worker.log.includes('53400'),
      'the database refused for the number of rows to decompress (53400)',
    )
    .require(worker.endings.length === 0, 'the worker ended');
  await standard(world, findings);
}

/** What is answered by the aggregate of hours, and what the readings themselves say: rows and sum of the last values. */
async function hours({ ground, database }: World): Promise<{ readonly kept: number; readonly real: number }> {
  const text = `SELECT (SELECT coalesce(sum(rows), 0) FROM reading_hour)::int AS kept, (SELECT count(*) FROM reading)::int AS real`;
  const [row] = await ground.postgres.rows<{ kept: number; real: number }>(database, text);
  return row ?? { kept: -1, real: 0 };
}

/** The jobs of TimescaleDB stand still: what is asked is still whole, and levels do not know the difference. */
async function noRefresh(world: World, findings: Findings): Promise<void> {
  const { postgres } = world.ground;
  await world.worker('a');
  await world.send({ events: 4000, rate: 1000 });
  await world.settle();
  await postgres.rows(world.database, 'SELECT _timescaledb_functions.stop_background_workers()');
  await world.send({ events: 8000, rate: 500 });
  await world.send({ events: 4000, rate: 1000, agoMinutes: 3 * DAY_MINUTES });
  await world.settle();
  await sleep(WATCHED_MS);
  const { kept, real } = await hours(world);
  findings
    .note({ 'readings, and those the hours count': `${real}, ${kept}` })
    .require(kept === real, 'the hours do not count what was stored since the jobs stopped')
    .note({ 'alert on a refresh that does not run': 'none exists in the product' });
  await standard(world, findings);
}

export const TIMESCALE: readonly FaultRow[] = [
  {
    row: '36',
    fault: `${LATE} late events into compressed chunks (TimescaleDB)`,
    required: 'std; no 53400',
    run: (ground) => onTimescale(ground, '36', lateIntoCompressed),
  },
  {
    row: '37',
    fault: 'The background jobs of TimescaleDB are off',
    required:
      'no stale figure: hours not yet kept are counted from the readings; levels unaffected; std (the alert of the matrix is not built: nothing goes stale)',
    run: (ground) => onTimescale(ground, '37', noRefresh),
  },
];
