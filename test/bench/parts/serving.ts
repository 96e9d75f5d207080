import { HGT_6313_2024 } from '@parkpulse/domain';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../contenders.js';
import { type Figure, median, quantile, show } from '../figures.js';
import type { BenchDatabase, Ground } from '../ground.js';
import type { BenchOptions } from '../options.js';
import { Session } from '../session.js';
import { atHalfSpeed } from './halfSpeed.js';
import { HOURLY_MEASURE, YEAR_PARK, seedYear, yearSpan } from './year.js';

/** Goal 6 in milliseconds, and what it allows while half of what the service can take comes in. */
const ONE_MS = 25;
const ALL_MS = 100;
const UNDER_LOAD = 3;
/** As many points as the API answers to one who does not say how finely. */
const MOST_POINTS = 2000;

/** Start time, `POST /standard/infer` and goal 6: what a browser waits for, over HTTP on loopback. */
export async function measureServing(ground: Ground, options: BenchOptions): Promise<readonly Figure[]> {
  const database = await ground.database({ migrated: true });
  try {
    const times = options.quick ? 100 : 500;
    const quiet = await quietFigures(database, times);
    const loaded = await loadedFigures(ground, database, options);
    return [...quiet, ...loaded];
  } finally {
    await ground.drop(database);
  }
}

async function quietFigures(database: BenchDatabase, times: number): Promise<readonly Figure[]> {
  const begun = performance.now();
  const server = await startServer({ DATABASE_URL: database.url });
  const started = performance.now() - begun;
  try {
    const session = await Session.open(server);
    const infer = await inferTimes(session, times);
    await seedYear(session);
    const name = 'server start to open (database there, nothing to do)';
    return [
      { goal: null, name, unit: 'ms', rounds: [started] },
      toFigure('POST /standard/infer, median', infer, { share: 0.5, most: 5, goal: null }),
      ...(await queryFigures(session, times)),
      { goal: null, name: 'memory of the server with a year in it', unit: 'MB', rounds: [server.highestMb] },
    ];
  } finally {
    await server.stop();
  }
}

interface Asked {
  readonly share: number;
  readonly most: number;
  readonly goal: number | null;
}

function toFigure(name: string, times: readonly number[], { share, most, goal }: Asked): Figure {
  const value = quantile(times, share);
  const note = `median ${median(times).toFixed(1)} ms of ${times.length}`;
  return { goal, name, unit: 'ms', rounds: [value], target: `≤ ${most} ms`, isMet: value <= most, note };
}

async function inferTimes(session: Session, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let n = 0; n < times + 50; n += 1) {
    const measures = Object.fromEntries(
      HGT_6313_2024.measures
        .filter(({ unit, scope }) => unit === 'ratio' && scope === 'park')
        .map(({ key }, index) => [key, { numerator: (n * 37 + index * 11) % 1000, denominator: 1000 }]),
    );
    const body = { measures, capabilities: { I10: 'S3', I17: 'S4' } };
    const took = await session.timed(() => session.post('/standard/infer', body));
    if (n >= 50) found.push(took);
  }
  return found;
}

const trend = (node: string, interval: '1h' | '1d' | null): string =>
  `/parks/${YEAR_PARK}/trend?${yearSpan()}&node=${node}${interval === null ? '' : `&interval=${interval}`}`;
const trends = (): string => `/parks/${YEAR_PARK}/trends?${yearSpan()}&interval=1d`;
const series = (): string =>
  `/parks/${YEAR_PARK}/measures/${HOURLY_MEASURE}/series?${yearSpan()}&interval=1d`;

async function queryFigures(session: Session, times: number): Promise<readonly Figure[]> {
  const { time } = await session.get<{ readonly time: readonly string[] }>(trend('I10', null));
  if (time.length > MOST_POINTS) throw new Error(`a year is answered in ${time.length} points, unasked`);
  const one = { share: 0.99, most: ONE_MS, goal: 6 };
  const questions: readonly (readonly [string, string])[] = [
    [
      `trend of one indicator over a year, no interval asked (${time.length} points), p99`,
      trend('I10', null),
    ],
    ['trend of one indicator over a year, hourly (8,760 points), p99', trend('I10', '1h')],
    ['trend of Z over a year, daily, p99', trend('Z', '1d')],
    ['series of one measure over a year, daily of 8,760 readings, p99', series()],
  ];
  const figures: Figure[] = [];
  for (const [name, path] of questions) figures.push(toFigure(name, await repeat(session, path, times), one));
  const all = await repeat(session, trends(), Math.ceil(times / 5));
  figures.push(toFigure('46 indicators over a year, daily, in one call, p99', all, { ...one, most: ALL_MS }));
  return figures;
}

/** The same questions while half of what the service can take comes in. */
async function loadedFigures(
  ground: Ground,
  database: BenchDatabase,
  { quick }: BenchOptions,
): Promise<readonly Figure[]> {
  const times = quick ? 100 : 400;
  const { answer, full, stored } = await atHalfSpeed(
    ground,
    database,
    quick ? 2000 : 6000,
    async (session) => ({
      one: await repeat(session, trend('I10', '1d'), times),
      all: await repeat(session, trends(), Math.ceil(times / 5)),
    }),
  );
  const load = `${show(stored)} readings/s stored meanwhile, ${show(full)} at full speed; a process for questions beside two that ingest`;
  const underLoad = (name: string, found: readonly number[], quietMs: number): Figure => {
    const figure = toFigure(name, found, { share: 0.99, most: UNDER_LOAD * quietMs, goal: 6 });
    return { ...figure, note: `${figure.note}; ${load}` };
  };
  return [
    underLoad(
      'trend of one indicator over a year, daily, while ingesting at half speed, p99',
      answer.one,
      ONE_MS,
    ),
    underLoad('46 indicators over a year, daily, while ingesting at half speed, p99', answer.all, ALL_MS),
  ];
}

// Ten before the clock starts: a browser's first question of the day is not what p99 is about.
async function repeat(session: Session, path: string, times: number): Promise<readonly number[]> {
  for (let n = 0; n < 10; n += 1) await session.text(path);
  const found: number[] = [];
  for (let n = 0; n < times; n += 1) {
    found.push(await session.timed(() => session.text(path)));
    // Below the pace the server grants one caller, so that its pacing is not what is measured.
    await pause(20);
  }
  return found;
}
