import { measureInference, measureRates } from './parts/core.js';
import { measureDashboard } from './parts/dashboard.js';
import { measureDevices } from './parts/devices.js';
import { measureIngest, profileIngest } from './parts/ingest.js';
import { measureLive } from './parts/live.js';
import { measureMemory } from './parts/memory.js';
import { measureRebuild } from './parts/rebuild.js';
import { measureServing } from './parts/serving.js';
import { type Figure, median, show } from './figures.js';
import { Ground } from './ground.js';
import { type BenchOptions, PARTS, type Part, isWanted, isWhole, readOptions } from './options.js';
import { writeReport } from './report.js';

const usage = `Measures what ParkPulse carries, beside what the database itself can take and what others carry.

  npm run bench                      every goal, five rounds, about half an hour
  npm run bench -- --quick           less of everything, below three minutes, without rebuild, memory and dashboard
  npm run bench -- ingest rates      some parts: ${Object.keys(PARTS).join(', ')};
                                     devices (nine minutes) runs only when it is named
  npm run bench -- --rounds 3        so many rounds
  npm run bench -- --profile         with CPU profiles of the ingest workers

Needs Java 17 (or KAFKA_HOME); dashboard needs \`npm run build\` and a Chromium. TIMESCALE_URL runs it on a PostgreSQL with TimescaleDB, TELEGRAF_BIN adds Telegraf.
Results of a run of every goal and at least five rounds go to test/bench/RESULTS.md, those of any other to a file outside the
project, which is named at the end. A reading lost or doubled fails the run.
`;

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) return void process.stdout.write(usage);
  const options = readOptions(words);
  const start = performance.now();
  const secondsSince = (): number => (performance.now() - start) / 1000;
  const say = (line: string): void =>
    void process.stdout.write(`${secondsSince().toFixed(0).padStart(5)} s  ${line}\n`);
  const ground = await Ground.open();
  try {
    const measured = await measureParts(ground, options, say);
    const profile = options.profile ? await profileIngest(ground, options) : null;
    const { databaseKind } = ground;
    const report = { ...measured, databaseKind, arguments: words, seconds: secondsSince(), profile };
    const written = writeReport(report, isWhole(options));
    print(measured);
    process.stdout.write(`written to ${written}\n`);
    process.exitCode = measured.faults.length > 0 ? 1 : 0;
  } finally {
    await ground.close();
  }
  process.exit();
}

interface Measured {
  readonly figures: readonly Figure[];
  /** Parts that failed, and why. */
  readonly faults: readonly string[];
}

async function measureParts(
  ground: Ground,
  options: BenchOptions,
  say: (line: string) => void,
): Promise<Measured> {
  const parts: Readonly<Record<Part, () => Promise<readonly Figure[]>>> = {
    rates: () => measureRates(options),
    inference: () => measureInference(),
    serving: () => measureServing(ground, options),
    live: () => measureLive(ground, options),
    devices: () => measureDevices(ground, say),
    rebuild: () => measureRebuild(ground, options),
    memory: () => measureMemory(ground),
    dashboard: () => measureDashboard(ground),
    ingest: () => measureIngest(ground, options, say),
  };
  const figures: Figure[] = [];
  const faults: string[] = [];
  for (const name of (Object.keys(PARTS) as Part[]).filter((part) => isWanted(options, part))) {
    say(name);
    try {
      figures.push(...(await parts[name]()));
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { figures, faults };
}

function print({ figures, faults }: Measured): void {
  for (const { name, unit, rounds, isMet } of figures) {
    const verdict = isMet === false ? 'missed ' : isMet === true ? 'met    ' : '       ';
    process.stdout.write(`${verdict} ${name}: ${show(median(rounds))} ${unit}\n`);
  }
  for (const fault of faults) process.stdout.write(`FAILED  ${fault}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
