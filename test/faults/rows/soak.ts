import { readdirSync } from 'node:fs';
import { randomFrom } from '../bench/randomFrom.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RATE = 200;
const EVERY_MS = 120_000;
const MINUTES = Number(process.env['FAULTS_SOAK_MINUTES'] ?? 24 * 60);
const MOST_MB_PER_HOUR = 1;
const HOUR = 3_600_000;

interface Reading {
  readonly at: number;
  readonly files: number;
  readonly mb: number;
}

/** A long, light load with a fault of the surroundings every two minutes; the process itself is left alone and watched. */
async function soak(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '60');
  const broker = ground.kafka.brokers[0]!;
  const random = randomFrom(ground.seed);
  const readings: Reading[] = [];
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const end = Date.now() + MINUTES * 60_000;
    const faults: string[] = [];
    for (let turn = 1; Date.now() < end; turn += 1) {
      // A load of its own each time, so that its events never lie far back or ahead.
      const sending = world.send({ events: (RATE * EVERY_MS) / 1000, rate: RATE });
      await sleep(EVERY_MS / 4);
      faults.push(await strike(world, random()));
      await sending;
      await world.settle(300_000);
      readings.push({
        at: Date.now(),
        files: readdirSync(`/proc/${worker.pid}/fd`).length,
        mb: Math.min(...worker.memory.slice(-30).map(({ mb }) => mb)),
      });
      process.stdout.write(
        `   ${turn}  ${faults.at(-1)}; ${readings.at(-1)!.mb} MB, ${readings.at(-1)!.files} files\n`,
      );
    }
    const findings = judge(readings).note({ minutes: MINUTES, faults: faults.length });
    findings.require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    if (!broker.running) await broker.restart();
    await ground.postgres.launchIfDown();
    await world.close();
  }
}

async function strike({ ground }: World, dice: number): Promise<string> {
  const broker = ground.kafka.brokers[0]!;
  if (dice < 0.25) {
    await broker.kill9();
    await broker.restart();
    return 'kill -9 of the broker';
  }
  if (dice < 0.5) {
    await ground.postgres.kill9();
    await ground.postgres.launch();
    return 'kill -9 of the database';
  }
  if (dice < 0.75) {
    ground.postgresProxy.cut();
    return 'every connection to the database cut';
  }
  ground.kafkaProxy.cut();
  return 'every connection to the broker cut';
}

/** Growth between the first and the last quarter of the run, the first of them being the warm-up's end. */
function judge(readings: readonly Reading[]): Findings {
  const quarter = Math.max(1, Math.floor(readings.length / 4));
  const [first, last] = [readings.slice(quarter, 2 * quarter), readings.slice(-quarter)];
  const findings = new Findings();
  if (first.length === 0 || readings.length < 8) return findings.add(['too short a run to tell growth']);
  const lowest = (some: readonly Reading[]) => Math.min(...some.map(({ mb }) => mb));
  const most = (some: readonly Reading[]) => Math.max(...some.map(({ files }) => files));
  const hours = (last[0]!.at - first[0]!.at) / HOUR;
  const perHour = Number(((lowest(last) - lowest(first)) / hours).toFixed(2));
  return findings
    .within('growth', perHour, MOST_MB_PER_HOUR, 'MB/h')
    .note({ 'open files, second and last quarter': `${most(first)}, ${most(last)}` })
    .require(most(last) <= most(first) + 10, 'more and more files are open');
}

export const SOAK: readonly FaultRow[] = [
  {
    row: '60',
    fault: `Soak of ${MINUTES} min at ${RATE} events/s with a seeded fault each 2 min`,
    required: `std; growth ≤ ${MOST_MB_PER_HOUR} MB/h; open files flat`,
    isLong: true,
    run: soak,
  },
];
