import type { BenchOptions } from '../options.js';
import { measureCeiling } from '../ceiling.js';
import { FULL, naive, storing } from '../contenders.js';
import { type Contender, type Run, run } from '../contest.js';
import { type Figure, median, show } from '../figures.js';
import type { Ground } from '../ground.js';
import { type LoadPlan, fillTopics, spanOf } from '../load.js';
import { profileLoad } from '../profile.js';
import { rsyslog } from '../rivals/rsyslog.js';
import { telegraf } from '../rivals/telegraf.js';

/** One contender on one load, with its figure of each round. */
interface Entry {
  readonly contender: Contender;
  readonly load: LoadPlan;
  readonly goal: number | null;
  readonly target?: { readonly text: string; readonly ofCeiling: number };
  readonly runs: Run[];
  readonly ofCeiling: number[];
}

const SINGLE = 'single events';
const HUNDRED = '100-reading events';
const MARGIN_MS = 10 * 60_000;

/** Goals 1, 2, 3, 5 and 9: from Kafka into the database, ours and the rivals, in interleaved rounds. */
export async function measureIngest(
  ground: Ground,
  options: BenchOptions,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const loads = loadsOf(options);
  const entries = entriesOf(loads, options);
  const used = new Set(entries.map(({ load }) => load));
  for (const load of used) await fillTopics(ground.kafka.bootstrap, load);
  const ceilings: Record<1 | 100, number[]> = { 1: [], 100: [] };
  for (let round = 1; round <= options.rounds; round += 1) {
    ceilings[1].push(await measureCeiling(ground, loads.singles));
    ceilings[100].push(await measureCeiling(ground, loads.hundreds));
    // Every second round backwards, so that nobody always runs on the heels of the same.
    for (const entry of round % 2 === 1 ? entries : [...entries].reverse()) {
      const done = await attempt(ground, entry, say);
      if (done === null) continue;
      entry.runs.push(done);
      entry.ofCeiling.push(
        done.readingsPerSecond / (ceilings[entry.load.perEvent === 1 ? 1 : 100].at(-1) ?? 1),
      );
      say(`round ${round}  ${titleOf(entry)}: ${show(done.readingsPerSecond)} readings/s`);
    }
  }
  const measured = entries.filter(({ runs }) => runs.length > 0);
  return [
    ...ceilingFigures(ceilings),
    ...measured.flatMap(figuresOf),
    ...comparisons(measured),
    ...conflicts(measured),
  ];
}

/** Runs an entry once; a rival that fails is left out of the round and said so, ours fails the run. */
async function attempt(ground: Ground, entry: Entry, say: (line: string) => void): Promise<Run | null> {
  try {
    return await run(ground, entry.contender, entry.load);
  } catch (error) {
    if (entry.contender.isProduct) throw error;
    say(`${titleOf(entry)} failed: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

type Loads = Record<'singles' | 'hundreds' | 'wild' | 'few' | 'tenth' | 'fiftieth', LoadPlan>;

function loadsOf(options: BenchOptions): Loads {
  const plan = (name: string, events: number, perEvent: number, resendEvery = 0): LoadPlan => ({
    prefix: `${name}.`,
    ...{ events, perEvent, resendEvery, values: name === 'wild' ? 'wild' : 'steady' },
    from: Math.floor((Date.now() - spanOf(events, perEvent) - MARGIN_MS) / 60_000) * 60_000,
  });
  return {
    singles: plan('singles', options.singles, 1),
    hundreds: plan('hundreds', options.hundreds, 100),
    wild: plan('wild', options.hundreds, 100),
    few: plan('few', options.few, 1),
    tenth: plan('tenth', options.hundreds, 100, 900),
    fiftieth: plan('fiftieth', options.hundreds, 100, 4500),
  };
}

function entriesOf(loads: Loads, options: BenchOptions): readonly Entry[] {
  const entry = (
    contender: Contender | null,
    load: LoadPlan,
    goal: number | null,
    share?: number,
  ): readonly Entry[] => {
    if (contender === null) return [];
    const target =
      share === undefined ? {} : { target: { text: `≥ ${100 * share} % of C`, ofCeiling: share } };
    return [{ contender, load, goal, ...target, runs: [], ofCeiling: [] }];
  };
  return [
    ...entry(FULL, loads.hundreds, 1, 0.85),
    ...entry(FULL, loads.wild, null),
    ...entry(storing(2), loads.hundreds, null),
    ...entry(storing(2), loads.singles, 2, 0.45),
    ...(options.quick ? [] : entry(storing(1), loads.hundreds, null)),
    ...(options.quick ? [] : entry(storing(1), loads.singles, null)),
    ...(options.quick ? [] : entry(storing(2), loads.fiftieth, 5)),
    ...entry(storing(2), loads.tenth, 5),
    ...entry(naive('batch'), loads.singles, null),
    ...entry(naive('each'), loads.few, null),
    ...entry(rsyslog(), loads.singles, null),
    ...entry(telegraf(), loads.singles, null),
  ];
}

function titleOf({ contender, load }: Entry): string {
  const resent =
    load.resendEvery === 0 ? '' : `, ${load.resendEvery < 1000 ? 10 : 2} % of blocks conflicting`;
  return `${contender.name}, ${load.perEvent === 1 ? SINGLE : HUNDRED}${resent}`;
}

function ceilingFigures(ceilings: Record<1 | 100, readonly number[]>): readonly Figure[] {
  return ([1, 100] as const).map((perEvent) => ({
    goal: null,
    name: `ceiling C of the load of ${perEvent === 1 ? SINGLE : HUNDRED}`,
    unit: 'rows/s',
    rounds: ceilings[perEvent],
  }));
}

function figuresOf(entry: Entry): readonly Figure[] {
  const { runs, ofCeiling, target, goal } = entry;
  const [first] = runs;
  const database = runs.flatMap(({ databaseMicros }) => (databaseMicros === null ? [] : [databaseMicros]));
  const settled = runs.flatMap(({ settleSeconds }) => (settleSeconds === null ? [] : [settleSeconds]));
  const note = [
    `CPU per reading: workers ${show(median(runs.map(({ workerMicros }) => workerMicros)))} µs, database ${show(median(database))} µs`,
    `${show(median(runs.map(({ highestMb }) => highestMb)))} MB at most`,
    ...(settled.length === 0 ? [] : [`all assessed ${show(median(settled))} s after the last commit`]),
  ].join('; ');
  return [
    {
      ...{ goal, name: titleOf(entry), unit: 'readings/s', note, ofCeiling },
      rounds: runs.map(({ readingsPerSecond }) => readingsPerSecond),
      ...(target === undefined ? {} : { target: target.text, isMet: median(ofCeiling) >= target.ofCeiling }),
    },
    ...(goal === 1 && first !== undefined ? memoryFigures(runs) : []),
  ];
}

function memoryFigures(runs: readonly Run[]): readonly Figure[] {
  const highest = runs.map(({ highestMb }) => highestMb);
  const bytes = runs.flatMap(({ bytesPerReading }) => (bytesPerReading === null ? [] : [bytesPerReading]));
  return [
    {
      ...{ goal: 9, name: 'memory of a worker of the full service, with the load as backlog', unit: 'MB' },
      ...{ rounds: highest, target: '≤ 300 MB', isMet: median(highest) <= 300 },
    },
    {
      ...{ goal: 7, name: 'a reading at rest, index included, event not', unit: 'bytes', rounds: bytes },
      ...{ target: '≤ 12', isMet: median(bytes) <= 12 },
      note: 'columns compressed only with TimescaleDB (TIMESCALE_URL)',
    },
  ];
}

/** Goal 3: how many times the rivals' rate, round by round. */
function comparisons(entries: readonly Entry[]): readonly Figure[] {
  const own = entries.find(({ goal }) => goal === 2);
  const wanted: readonly (readonly [RegExp, number])[] = [
    [/rsyslog/, 15],
    [/Telegraf/, 5],
    [/unnest/, 4],
    [/eachMessage/, 100],
  ];
  return wanted.flatMap(([name, times]) => {
    const rival = entries.find(({ contender }) => name.test(contender.name));
    if (own === undefined || rival === undefined) return [];
    const rounds = own.runs.map(
      (each, index) => each.readingsPerSecond / (rival.runs[index]?.readingsPerSecond ?? 1),
    );
    const target = { target: `≥ ${times} ×`, isMet: median(rounds) >= times };
    return [{ goal: 3, name: `ours against ${rival.contender.name}`, unit: '×', rounds, ...target }];
  });
}

/** Goal 5: the share of the speed that is kept when blocks hold resent events. */
function conflicts(entries: readonly Entry[]): readonly Figure[] {
  const clean = entries.find(
    ({ contender, load }) =>
      contender.name.includes('ingest, 2') && load.perEvent === 100 && load.resendEvery === 0,
  );
  return entries
    .filter(({ load }) => load.resendEvery > 0)
    .map((entry) => {
      const [share, least] = entry.load.resendEvery < 1000 ? [10, 80] : [2, 95];
      const rounds = entry.runs.map(
        (each, index) => (100 * each.readingsPerSecond) / (clean?.runs[index]?.readingsPerSecond ?? 1),
      );
      const target = { target: `≥ ${least} %`, isMet: median(rounds) >= least };
      return {
        goal: 5,
        name: `speed kept with ${share} % of blocks conflicting`,
        unit: '%',
        rounds,
        ...target,
      };
    });
}

/** Profiles of one ingest worker on both kinds of load, as Markdown. The topics are there after `measureIngest`. */
export async function profileIngest(ground: Ground, options: BenchOptions): Promise<string> {
  const loads = loadsOf({ ...options, singles: 100_000, hundreds: 10_000 });
  const parts = ['## Profile of the hot path'];
  for (const load of [loads.singles, loads.hundreds]) {
    const own = { ...load, prefix: `profile-${load.prefix}` };
    await fillTopics(ground.kafka.bootstrap, own);
    parts.push(await profileLoad(ground, own));
  }
  return parts.join('\n\n');
}
