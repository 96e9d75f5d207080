import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './children.js';
import type { BenchDatabase, Ground } from './ground.js';
import { type LoadPlan, recordsOf } from './load.js';
import { createRivalTable } from './rivals/rivalTable.js';

/** Something that carries a load from Kafka into a database. */
export interface Contender {
  readonly name: string;
  /** Whether its database has the product's tables. */
  readonly isProduct: boolean;
  /** Whether it also assesses the parks. */
  readonly isAssessing?: boolean;
  /** Makes what it needs and starts its processes. */
  start(ground: Ground, database: BenchDatabase, plan: LoadPlan): Promise<readonly Child[]>;
}

/** One run of a contender: figures of one round. */
export interface Run {
  readonly readingsPerSecond: number;
  /** CPU microseconds a reading cost up to the last commit: in its own processes, and in the database. */
  readonly workerMicros: number;
  readonly databaseMicros: number | null;
  /** Highest resident memory of one process, and its growth over the second half of the run per minute; megabytes. */
  readonly highestMb: number;
  readonly slopeMbPerMinute: number;
  /** Seconds from the last commit until everything was assessed; null where nothing is. */
  readonly settleSeconds: number | null;
  /** What a reading takes at rest, its index included and its event not; null for rivals. */
  readonly bytesPerReading: number | null;
}

const POLL_MS = 15;
const PATIENCE_MS = 180_000;
const GATE_MS = 14_000;
const LATECOMERS_MS = 300;
/** Two workers have shared the partitions out by then. */
const GROUP_MS = 4000;
let runs = 0;

/** A name no other run has: for groups of consumers. */
export function runName(name: string): string {
  runs += 1;
  return `bench-${process.pid}-${name.replaceAll(/\W+/g, '-')}-${runs}`;
}

/**
 * Runs a contender on an empty database until it has stored the whole load, then checks that each reading is there
 * exactly once. Nobody may write before every process of it is ready to. The rate is that of the last three quarters: by
 * then programs are warm, as they are when they run for months.
 */
export async function run(ground: Ground, contender: Contender, plan: LoadPlan): Promise<Run> {
  const database = await ground.database({ migrated: contender.isProduct });
  if (!contender.isProduct) await createRivalTable(ground, database);
  const gate = await closeGate(ground, database, contender.isProduct ? 'stream_offset' : 'rival');
  const children: Child[] = [];
  try {
    children.push(...(await contender.start(ground, database, plan)));
    await gate.waiters(children.length > 1 ? GROUP_MS : LATECOMERS_MS);
    for (const child of children) child.mark();
    const cpuBefore = ground.databaseCpuSeconds();
    await gate.open();
    const readingsPerSecond = await watch(ground, database, { contender, plan, children });
    for (const child of children) child.endCount();
    const cpuAfter = ground.databaseCpuSeconds();
    const settleSeconds = contender.isAssessing ? await settle(ground, database) : null;
    await Promise.all(children.map((child) => child.stop()));
    await verify(ground, database, contender, plan);
    const bytesPerReading = contender.isProduct ? await bytesAtRest(ground, database, plan) : null;
    return {
      ...figuresOf(children, plan, { cpuBefore, cpuAfter }),
      readingsPerSecond,
      settleSeconds,
      bytesPerReading,
    };
  } finally {
    await gate.open();
    await Promise.all(children.map((child) => child.stop()));
    await ground.drop(database);
  }
}

interface Gate {
  /** Resolves so many milliseconds after the first who wants to write has come. */
  waiters(settleMs: number): Promise<void>;
  open(): Promise<void>;
}

/** Locks a table against writing: who wants to write waits. */
async function closeGate(ground: Ground, database: BenchDatabase, table: string): Promise<Gate> {
  const client = await ground.connect(database);
  await client.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  let opening: Promise<void> | null = null;
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`;
  return {
    async waiters(settleMs) {
      for (const end = performance.now() + GATE_MS; ; await pause(POLL_MS)) {
        if (((await client.query<{ n: number }>(waiting)).rows[0]?.n ?? 0) > 0) break;
        if (performance.now() > end) throw new Error('nobody came to write');
      }
      await pause(settleMs);
    },
    open: () => (opening ??= client.query('COMMIT').then(() => client.end())),
  };
}

interface Watched {
  readonly contender: Contender;
  readonly plan: LoadPlan;
  readonly children: readonly Child[];
}

/** Waits until the whole load is stored and returns how fast the last three quarters were, readings a second. */
export async function watch(ground: Ground, database: BenchDatabase, watched: Watched): Promise<number> {
  const { contender, plan, children } = watched;
  const client = await ground.connect(database);
  const text = contender.isProduct
    ? `SELECT coalesce(sum(next_offset), 0)::int AS n FROM stream_offset WHERE topic = '${plan.prefix}measures'`
    : 'SELECT count(*)::int AS n FROM rival';
  // The product moves over resent records too; a table of rows only ever holds the readings.
  let warm: { readonly at: number; readonly n: number } | null = null;
  const total = contender.isProduct ? recordsOf(plan) : plan.events * plan.perEvent;
  try {
    for (const end = performance.now() + PATIENCE_MS; ; await pause(POLL_MS)) {
      const { rows } = await client.query<{ n: number }>(text);
      const [now, n] = [performance.now(), rows[0]?.n ?? 0];
      if (n >= total / 4) warm ??= { at: now, n };
      if (warm !== null && n >= total && now > warm.at) {
        const readings = (plan.events * plan.perEvent * (n - warm.n)) / total;
        return (readings * 1000) / (now - warm.at);
      }
      if (children.some(({ isOver }) => isOver)) throw new Error(`a process of ${contender.name} has ended`);
      if (now > end) throw new Error(`${contender.name} stands at ${n} of ${total} after ${PATIENCE_MS} ms`);
    }
  } finally {
    await client.end();
  }
}

/** Waits until nothing is left to assess; seconds. */
export async function settle(ground: Ground, database: BenchDatabase): Promise<number> {
  const start = performance.now();
  const text = 'SELECT count(*)::int AS n FROM park_touch';
  while ((await ground.rows<{ n: number }>(database, text))[0]?.n !== 0) {
    if (performance.now() - start > PATIENCE_MS) throw new Error('the parks are not assessed in time');
    await pause(100);
  }
  return (performance.now() - start) / 1000;
}

/** Bytes a reading takes at rest; with TimescaleDB once its chunks are compressed. */
async function bytesAtRest(ground: Ground, database: BenchDatabase, plan: LoadPlan): Promise<number> {
  const size = ground.isTimescale ? `hypertable_size('reading')` : `pg_total_relation_size('reading')`;
  if (ground.isTimescale)
    await ground.rows(database, `SELECT compress_chunk(c) FROM show_chunks('reading') AS c`);
  const [row] = await ground.rows<{ bytes: string }>(database, `SELECT ${size} AS bytes`);
  return Number(row?.bytes) / (plan.events * plan.perEvent);
}

/** Fails the run when a reading is missing or there twice. */
async function verify(
  ground: Ground,
  database: BenchDatabase,
  contender: Contender,
  plan: LoadPlan,
): Promise<void> {
  const text = contender.isProduct
    ? `SELECT (SELECT count(*) FROM reading)::int AS readings, (SELECT count(*) FROM event)::int AS events,
         (SELECT count(*) FROM dead_letter)::int AS letters,
         (SELECT count(*) FROM (SELECT DISTINCT series, time, numerator FROM reading) AS d)::int AS distinct`
    : `SELECT count(*)::int AS readings, ${plan.events} AS events, 0 AS letters, count(*)::int AS distinct FROM rival`;
  const [held] = await ground.rows<Record<string, number>>(database, text);
  const readings = plan.events * plan.perEvent;
  const expected = { readings, events: plan.events, letters: 0, distinct: readings };
  if (JSON.stringify(held) !== JSON.stringify(expected))
    throw new Error(
      `LOST OR DOUBLED: ${contender.name} holds ${JSON.stringify(held)}, not ${JSON.stringify(expected)}`,
    );
}

function figuresOf(
  children: readonly Child[],
  plan: LoadPlan,
  cpu: { readonly cpuBefore: number | null; readonly cpuAfter: number | null },
): Pick<Run, 'workerMicros' | 'databaseMicros' | 'highestMb' | 'slopeMbPerMinute'> {
  const perReading = (seconds: number): number => (seconds * 1e6) / (plan.events * plan.perEvent);
  const { cpuBefore, cpuAfter } = cpu;
  return {
    workerMicros: perReading(children.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)),
    databaseMicros: cpuBefore === null || cpuAfter === null ? null : perReading(cpuAfter - cpuBefore),
    highestMb: Math.max(0, ...children.map(({ highestMb }) => highestMb)),
    slopeMbPerMinute: Math.max(0, ...children.map(({ memory }) => slopeOf(memory))),
  };
}

const SAMPLES_PER_MINUTE = 300;

/** Growth from the third to the last quarter of the samples, per minute. */
function slopeOf(memory: readonly number[]): number {
  const quarter = Math.floor(memory.length / 4);
  if (quarter < 5) return 0;
  const mean = (part: readonly number[]): number => part.reduce((sum, mb) => sum + mb, 0) / part.length;
  const growth = mean(memory.slice(-quarter)) - mean(memory.slice(2 * quarter, 3 * quarter));
  return (growth / quarter) * SAMPLES_PER_MINUTE;
}
