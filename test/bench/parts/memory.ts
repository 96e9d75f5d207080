import { setTimeout as pause } from 'node:timers/promises';
import { lastingGrowth } from '../../faults/bench/memory.js';
import { PostgresServer } from '../../faults/bench/postgresServer.js';
import type { Child } from '../children.js';
import { startServer } from '../contenders.js';
import { runName } from '../contest.js';
import { type Figure, show } from '../figures.js';
import { type Ground, prepare } from '../ground.js';
import { type LoadPlan, MEASURES, PARKS, fillTopics, sendPaced, spanOf } from '../load.js';

const DATABASE = 'bench_memory';
/** `lastingGrowth` leaves out two minutes and wants two more. */
const STEADY_MS = 250_000;
const OUTAGE_MS = 60_000;
const PATIENCE_MS = 60_000;
/** Times faster than life, in which each series of each park has a reading a minute: one event a park. */
const SPEED = 10;
const PER_SECOND = (SPEED * PARKS.length) / 60;
const MARGIN_MS = 10 * 60_000;
/** As `npm run start:cluster` bounds the heap of its nodes, megabytes; unbounded, V8 collects when it likes. */
const HEAP_MB = 320;
/** One sample of a process every so many milliseconds. */
const SAMPLE_MS = 200;

/**
 * Goal 9: what a worker's memory does while events come in as they do, ten times faster than in life, and while the database
 * is away for a minute and they go on coming. Fails when the worker ends, or a reading is lost or doubled.
 */
export async function measureMemory(ground: Ground): Promise<readonly Figure[]> {
  const postgres = await PostgresServer.start();
  let worker: Child | null = null;
  try {
    await postgres.rows('postgres', `CREATE DATABASE ${DATABASE}`);
    await prepare(postgres.url(DATABASE));
    const plan = planOf();
    await fillTopics(ground.kafka.bootstrap, { ...plan, events: 0 });
    worker = await startServer({
      PARKPULSE_ROLE: 'ingest',
      DATABASE_URL: postgres.url(DATABASE),
      KAFKA_BROKERS: ground.kafka.bootstrap,
      KAFKA_TOPIC_PREFIX: plan.prefix,
      KAFKA_GROUP_ID: runName('memory'),
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
    });
    return await live(ground, postgres, worker, plan);
  } finally {
    await worker?.stop();
    await postgres.close();
  }
}

function planOf(): LoadPlan {
  const perEvent = MEASURES.length;
  const events = Math.ceil((PER_SECOND * (STEADY_MS + OUTAGE_MS + PATIENCE_MS)) / 1000);
  return {
    prefix: `${runName('memory')}.`,
    ...{ events, perEvent, resendEvery: 0, values: 'steady' },
    from: Math.floor((Date.now() - spanOf(events, perEvent) - MARGIN_MS) / 60_000) * 60_000,
  };
}

async function live(
  ground: Ground,
  postgres: PostgresServer,
  worker: Child,
  plan: LoadPlan,
): Promise<readonly Figure[]> {
  const stop = new AbortController();
  const pace = { first: 0, perSecond: PER_SECOND, until: stop.signal };
  const feeding = sendPaced(ground.kafka.bootstrap, plan, pace);
  // Awaited only at the end: a failure before that must not end the process.
  feeding.catch(() => undefined);
  try {
    await pause(STEADY_MS);
    const slope = lastingGrowth(samplesOf(worker));
    const grown = await withoutDatabase(postgres, worker);
    stop.abort();
    const sent = await feeding;
    const recovery = await recovered(postgres, sent * plan.perEvent);
    return figuresOf({ slope: slope ?? Number.NaN, grown, recovery, highest: worker.highestMb });
  } finally {
    stop.abort();
    await feeding;
  }
}

function samplesOf({ memory }: Child): Parameters<typeof lastingGrowth>[0] {
  return memory.map((mb, index) => ({ at: index * SAMPLE_MS, mb, life: 1 }));
}

/** Stops the database for a minute; returns by how many per cent the worker grew meanwhile. */
async function withoutDatabase(postgres: PostgresServer, worker: Child): Promise<number> {
  await postgres.stopFast();
  const from = worker.memory.length - 1;
  await pause(OUTAGE_MS);
  if (worker.isOver) throw new Error(`the worker ended without its database: ${worker.output.slice(-500)}`);
  const [before = Number.NaN, ...during] = worker.memory.slice(from);
  await postgres.launch();
  return (100 * (Math.max(...during) - before)) / before;
}

/** Seconds until everything is stored and assessed again, each reading once. */
async function recovered(postgres: PostgresServer, expected: number): Promise<number> {
  const begun = performance.now();
  const text = `SELECT (SELECT count(*) FROM reading)::int AS readings, (SELECT count(*) FROM park_touch)::int AS touches`;
  for (;;) {
    const [held] = await postgres.rows<{ readings: number; touches: number }>(DATABASE, text);
    const { readings = 0, touches = 0 } = held ?? {};
    const seconds = (performance.now() - begun) / 1000;
    if (readings > expected) throw new Error(`LOST OR DOUBLED: ${readings} readings, not ${expected}`);
    if (readings === expected && touches === 0) return seconds;
    if (seconds > PATIENCE_MS / 1000) throw new Error(`LOST OR DOUBLED: ${readings} readings of ${expected}`);
    await pause(SAMPLE_MS);
  }
}

interface Measured {
  /** Megabytes a minute. */
  readonly slope: number;
  /** Per cent. */
  readonly grown: number;
  /** Seconds from the database's return. */
  readonly recovery: number;
  /** Megabytes. */
  readonly highest: number;
}

function figuresOf({ slope, grown, recovery, highest }: Measured): readonly Figure[] {
  const goal = 9;
  return [
    {
      ...{ goal, name: 'memory of a worker that has been warm for two minutes, slope', unit: 'MB/min' },
      ...{ rounds: [slope], target: '≤ 1 MB/min', isMet: slope <= 1 },
      note: `${PARKS.length} parks, ${MEASURES.length} measures, ${SPEED} times faster than life, heap ≤ ${HEAP_MB} MB; ${show(highest)} MB at most`,
    },
    {
      ...{ goal, name: 'growth of the worker while the database is away for 60 s', unit: '%' },
      ...{ rounds: [grown], target: '≤ 20 %', isMet: grown <= 20 },
      note: `it lives on and pauses; ${show(recovery)} s after the database is back all is stored once and assessed`,
    },
  ];
}
