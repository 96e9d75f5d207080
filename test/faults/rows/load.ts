import { lastingGrowth, peakGrowth } from '../bench/memory.js';
import { sleep } from '../bench/postgresServer.js';
import { randomFrom } from '../bench/randomFrom.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import type { Write } from '../bench/watched.js';
import { type Ground, World } from '../bench/world.js';
import type { SenderReport } from '../producer/main.js';
import { sameAsUndisturbed } from './undisturbed.js';
import { standard } from './standard.js';

const RTO_MS = 15_000;
const FAULTS = 20;
const RATE = 2000;

interface LoadWithFaults {
  readonly row: string;
  readonly events: number;
  readonly rate: number;
  readonly faults: number;
  /** Of ten faults so many kill a worker, and so many the broker; the others kill the database. */
  readonly ofTen: { readonly worker: number; readonly broker: number };
}

const W: LoadWithFaults = {
  row: 'W',
  events: 120_000,
  rate: RATE,
  faults: FAULTS,
  ofTen: { worker: 7, broker: 1.5 },
};
const KILLS: LoadWithFaults = {
  row: '10',
  events: 30_000,
  rate: 500,
  faults: 50,
  ofTen: { worker: 10, broker: 0 },
};
const HEAP_MB = 256;
/** "Flat": what is left after collections of garbage grows by less, from two minutes after the start on. */
const FLAT_MB_PER_MINUTE = 1;
/** The same where processes are killed too soon for a slope: how much higher the last ones peak than the first. */
const MOST_GROWN_MB = 48;

interface Blow {
  readonly what: string;
  /** The worker that is hit: whoever takes over its partitions must commit again; without one anybody. */
  readonly worker: string | null;
  strike(): Promise<unknown>;
}

/** The same for the same seed; broker and database are each hit at least once in a run that is to hit them. */
function blows(
  ground: Ground,
  workers: readonly Worker[],
  { faults, ofTen }: LoadWithFaults,
): readonly Blow[] {
  const random = randomFrom(ground.seed);
  const broker = ground.kafka.brokers[0]!;
  const kill = (worker: Worker): Blow => ({
    what: `kill -9 of worker ${worker.name}`,
    worker: worker.name,
    strike: () => Promise.resolve(worker.signal('SIGKILL')),
  });
  const brokerBlow: Blow = {
    what: 'kill -9 of the broker',
    worker: null,
    strike: () => broker.kill9().then(() => broker.restart()),
  };
  const databaseBlow: Blow = {
    what: 'kill -9 of the database',
    worker: null,
    strike: () => ground.postgres.kill9().then(() => ground.postgres.launch()),
  };
  const isMixed = ofTen.worker < 10;
  return Array.from({ length: faults }, (_, turn) => {
    const dice = 10 * random();
    if (isMixed && turn === 5) return brokerBlow;
    if (isMixed && turn === 11) return databaseBlow;
    if (dice < ofTen.worker) return kill(workers[Math.floor(random() * workers.length)]!);
    return dice < ofTen.worker + ofTen.broker ? brokerBlow : databaseBlow;
  });
}

/** What was sent, against the schedule it was to keep. */
function noteSent(
  findings: Findings,
  { sent, milliseconds, longestWaitMs }: SenderReport,
  rate: number,
): void {
  const reached = Math.round((sent / milliseconds) * 1000);
  findings
    .note({
      'sent at': `${reached} events/s of ${rate}, ${sent} in all`,
      'longest wait of an event for its acknowledgement': `${longestWaitMs} ms`,
    })
    .require(reached >= 0.99 * rate, `the sender kept ${reached} events/s only`);
}

interface Recovery {
  readonly what: string;
  readonly ms: number;
}

/** Strikes one blow after the other, each once the one before is over and a moment has passed. */
async function strikeAll(world: World, all: readonly Blow[]): Promise<readonly Recovery[]> {
  const random = randomFrom(world.ground.seed + 1);
  const start = Date.now();
  const recoveries: Recovery[] = [];
  for (const blow of all) {
    await sleep(500 + random() * 2000);
    const hit = blow.worker === null ? new Set<string>() : await world.heldBy(blow.worker);
    await blow.strike();
    const over = Date.now();
    const isHit = (write: Write) => hit.size === 0 || hit.has(`${write.topic}/${write.partition}`);
    const ms = await world.recovery(over, 60_000, isHit).catch(() => Infinity);
    recoveries.push({ what: blow.what, ms });
    const seconds = Math.round((over - start) / 1000);
    process.stdout.write(`   ${seconds} s  ${blow.what}: first commit after ${ms} ms\n`);
  }
  return recoveries;
}

/** A load with seeded faults; what it came to is compared with what an undisturbed run comes to. */
async function loadWithFaults(ground: Ground, plan: LoadWithFaults): Promise<Outcome> {
  const world = await World.open(ground, plan.row);
  const findings = new Findings();
  try {
    const workers = [await world.worker('a'), await world.worker('b')];
    const striking = strikeAll(world, blows(ground, workers, plan));
    const [report, recoveries] = await Promise.all([
      world.send({ events: plan.events, rate: plan.rate, until: striking }),
      striking,
    ]);
    const sentBy = Date.now();
    await world.settle(600_000).catch((error: Error) => findings.add([error.message]));
    const times = recoveries.map(({ ms }) => ms);
    findings
      .note({ faults: tally(recoveries.map(({ what }) => what)) })
      .within('worst RTO', Math.max(...times), RTO_MS)
      .note({ 'median RTO': `${median(times)} ms` });
    noteSent(findings, report, plan.rate);
    findings.note({
      'all stored, assessed and published': `${Math.round((Date.now() - sentBy) / 1000)} s after the last was sent`,
    });
    const grown = peakGrowth(world.lives);
    if (grown !== null)
      findings.within('peak of the last lives above that of the first', grown, MOST_GROWN_MB, 'MB');
    await standard(world, findings);
    await sameAsUndisturbed(world, findings);
    return findings;
  } finally {
    if (!ground.kafka.brokers[0]!.running) await ground.kafka.brokers[0]!.restart();
    await ground.postgres.launchIfDown();
    await world.close();
  }
}

/** A backlog is read by one worker whose heap is capped: fetches are bounded, whatever waits in the log. */
async function backlog(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '11');
  const events = Number(process.env['FAULTS_BACKLOG'] ?? 400_000);
  try {
    await world.send({ events });
    const start = Date.now();
    const worker = await world.worker('a', { heapMb: HEAP_MB });
    await world.settle(900_000);
    const seconds = (Date.now() - start) / 1000;
    const findings = new Findings()
      .note({ backlog: events, drained: `${Math.round(events / seconds)} events/s, start included` })
      .require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

/** The same load without a fault, for longer: what the machine sustains, and whether memory stays flat. */
async function loadAlone(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, 'W0');
  const minutes = Number(process.env['FAULTS_MINUTES'] ?? 6);
  const findings = new Findings();
  try {
    await world.worker('a');
    await world.worker('b');
    const report = await world.send({ events: RATE * 60 * minutes, rate: RATE });
    const sentBy = Date.now();
    noteSent(findings, report, RATE);
    findings.note({ 'unread when the last was sent': await world.unread() });
    await world.settle(600_000).catch((error: Error) => findings.add([error.message]));
    findings.note({
      'all stored, assessed and published': `${Math.round((Date.now() - sentBy) / 1000)} s later`,
    });
    for (const [index, life] of world.lives.entries()) {
      const grown = lastingGrowth(life);
      findings.require(
        grown !== null,
        `worker ${index + 1} did not live long enough to tell whether it grows`,
      );
      if (grown !== null)
        findings.within(
          `growth of worker ${index + 1}`,
          Number(grown.toFixed(2)),
          FLAT_MB_PER_MINUTE,
          'MB/min',
        );
    }
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

function tally(all: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

export const LOAD: readonly FaultRow[] = [
  {
    row: '10',
    fault: `${KILLS.faults} seeded kills of two workers, under ${KILLS.rate} events/s`,
    required: 'std; each RTO ≤ 15 s; levels as of an undisturbed run',
    run: (ground) => loadWithFaults(ground, KILLS),
  },
  {
    row: '11',
    fault: `Backlog of 400,000, heap capped at ${HEAP_MB} MB`,
    required: 'no end for want of memory: bounded fetch; RSS ≤ 512 MB; std',
    run: backlog,
  },
  {
    row: 'W0',
    fault: `Standard load W without a fault, for some minutes, two workers`,
    required: `std; ≤ 512 MB and flat: the lowest of each 15 s, from 2 min after the start on, grows by ≤ ${FLAT_MB_PER_MINUTE} MB/min`,
    run: loadAlone,
  },
  {
    row: 'W',
    fault: `Standard load W (6 partitions, ${RATE} events/s for 60 s, 5 % duplicates, 5 % shuffled, 0.1 % poison; kept up by the clock until the last fault) with ${FAULTS} seeded faults, two workers`,
    required: `0 lost, 0 doubled, poison in dead letters by its code; each RTO ≤ 15 s; ≤ 512 MB and flat: the last third of the processes peaks ≤ ${MOST_GROWN_MB} MB above the first; levels as of an undisturbed run`,
    run: (ground) => loadWithFaults(ground, W),
  },
];
