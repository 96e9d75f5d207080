import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../contenders.js';
import { runName } from '../contest.js';
import { type Figure, show } from '../figures.js';
import type { BenchDatabase, Ground } from '../ground.js';
import { MEASURES, PARKS, type LoadPlan, fillTopics, spanOf } from '../load.js';
import type { BenchOptions } from '../options.js';

const MARGIN_MS = 10 * 60_000;
const PATIENCE_MS = 300_000;
const PER_EVENT = 100;

/** The current rows of a log in one order: what is held to be true, whenever it came to be known. */
const LOGS: Readonly<Record<string, string>> = {
  clause_log: 'park, clause, at, raw, reason, raw_since, confirmed, held',
  level_log: 'park, indicator, at, stable, raw, stale, pending_candidate, pending_due, since, clauses',
  score_log: 'park, at, z, "primary", secondary',
  measure_log: 'park, measure, at, numerator, denominator, reason, as_of, fresh_until',
};

/**
 * Goal 8: everything that was ever derived is thrown away and derived again from the stored facts, by the server itself. How
 * long does that take beside reading the facts alone, and is the result what was derived live?
 */
export async function measureRebuild(ground: Ground, options: BenchOptions): Promise<readonly Figure[]> {
  const events = options.quick ? 2000 : 12_000;
  const plan: LoadPlan = {
    prefix: `${runName('rebuild')}.`,
    ...{ events, perEvent: PER_EVENT, resendEvery: 0, values: 'steady' },
    from: Math.floor((Date.now() - spanOf(events, PER_EVENT) - MARGIN_MS) / 60_000) * 60_000,
  };
  await fillTopics(ground.kafka.bootstrap, plan);
  const database = await ground.database({ migrated: true });
  try {
    await live(ground, database, plan);
    const before = await contents(ground, database);
    await forget(ground, database);
    const scan = await scanReadings(ground, database, events * PER_EVENT);
    const rebuild = await again(ground, database, plan);
    const after = await contents(ground, database);
    const differing = Object.keys(LOGS).filter((log) => before[log] !== after[log]);
    return figuresOf({ readings: events * PER_EVENT, scan, rebuild, differing });
  } finally {
    await ground.drop(database);
  }
}

function environmentOf(
  ground: Ground,
  database: BenchDatabase,
  { prefix }: LoadPlan,
): Readonly<Record<string, string>> {
  return {
    PARKPULSE_ROLE: 'ingest',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: ground.kafka.bootstrap,
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: `${prefix}rebuild`,
  };
}

/** Lets the server store and assess the load as it comes. */
async function live(ground: Ground, database: BenchDatabase, plan: LoadPlan): Promise<void> {
  const server = await startServer(environmentOf(ground, database, plan));
  try {
    await until(ground, database, `SELECT count(*)::int AS n FROM reading`, plan.events * plan.perEvent);
    await until(ground, database, `SELECT count(*)::int AS n FROM park_touch`, 0);
  } finally {
    await server.stop();
  }
}

/** Throws away what was derived. */
async function forget(ground: Ground, database: BenchDatabase): Promise<void> {
  await ground.rows(
    database,
    `TRUNCATE ${Object.keys(LOGS).join(', ')}, assessment;
     UPDATE park_state SET revision = 0, assessed_to = NULL, next_due = NULL`,
  );
  await ground.rows(database, 'CHECKPOINT');
}

/** Touches every fact there ever was. */
const TOUCH_ALL = `INSERT INTO park_touch (park, kind, "group", moment_from, moment_to, known_at)
  SELECT s.park, s.kind, s."group", min(r.time), max(r.time), now()
  FROM reading r JOIN series s ON s.key = r.series GROUP BY 1, 2, 3`;

/** Seconds in which one connection reads all readings, series by series, as the assessor would. */
async function scanReadings(ground: Ground, database: BenchDatabase, expected: number): Promise<number> {
  const client = await ground.connect(database);
  try {
    const begun = performance.now();
    const series = await client.query<{ series: number }>('SELECT DISTINCT series FROM reading');
    let count = 0;
    for (const { series: key } of series.rows) {
      const text = 'SELECT time, event, numerator, denominator FROM reading WHERE series = $1 ORDER BY time';
      count += (await client.query({ name: 'scan', text, values: [key] })).rows.length;
    }
    if (count !== expected) throw new Error(`the scan read ${count} of ${expected}`);
    return (performance.now() - begun) / 1000;
  } finally {
    await client.end();
  }
}

/** Seconds in which a server that has just been started derives everything. */
async function again(ground: Ground, database: BenchDatabase, plan: LoadPlan): Promise<number> {
  const server = await startServer(environmentOf(ground, database, plan));
  try {
    await ground.rows(database, TOUCH_ALL);
    const begun = performance.now();
    await until(ground, database, `SELECT count(*)::int AS n FROM park_touch`, 0);
    return (performance.now() - begun) / 1000;
  } finally {
    await server.stop();
  }
}

async function until(ground: Ground, database: BenchDatabase, text: string, wanted: number): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; ; await pause(50)) {
    const [row] = await ground.rows<{ n: number }>(database, text);
    if (row?.n === wanted) return;
    if (performance.now() > end) throw new Error(`${text} stands at ${row?.n}, not at ${wanted}`);
  }
}

async function contents(ground: Ground, database: BenchDatabase): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const [log, columns] of Object.entries(LOGS)) {
    const text = `SELECT count(*) || ' ' || coalesce(md5(string_agg(r::text, E'\\n' ORDER BY r::text)), '') AS digest
      FROM (SELECT ${columns} FROM ${log} WHERE known_to IS NULL) AS r`;
    found[log] = (await ground.rows<{ digest: string }>(database, text))[0]?.digest ?? '';
  }
  return found;
}

interface Rebuilt {
  readonly readings: number;
  readonly scan: number;
  readonly rebuild: number;
  readonly differing: readonly string[];
}

function figuresOf({ readings, scan, rebuild, differing }: Rebuilt): readonly Figure[] {
  if (differing.length > 0) throw new Error(`the rebuild differs from live in ${differing.join(', ')}`);
  const size = `${PARKS.length} parks, ${MEASURES.length} measures, ${readings.toLocaleString('en-US')} readings`;
  const ratio = rebuild / scan;
  return [
    {
      ...{
        goal: 8,
        name: `rebuild of all that is derived (${size}) against a bare scan into Node`,
        unit: '×',
      },
      ...{ rounds: [ratio], target: '≤ 1.5 ×', isMet: ratio <= 1.5 },
      note: `${show(rebuild)} s against ${show(scan)} s; the result is identical to live`,
    },
  ];
}
