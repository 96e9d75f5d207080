import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RTO_MS = 15_000;

/** Kills the worker at a point of its own code while a load runs; a supervisor starts it again. */
async function killedAt(ground: Ground, row: string, failpoint: string): Promise<Outcome> {
  const world = await World.open(ground, row);
  try {
    const worker = await world.worker('a', { failpoint });
    const sending = world.send({ events: 6000, rate: 400 });
    for (const end = Date.now() + 60_000; worker.endings.length === 0; await sleep(20)) {
      if (Date.now() > end) throw new Error(`the failpoint ${failpoint} was never reached`);
    }
    const findings = new Findings().require(
      worker.endings[0]!.signal === 'SIGKILL',
      'the worker did not die at the failpoint',
    );
    findings.within('RTO', await world.recovery(worker.endings[0]!.at), RTO_MS);
    await sending;
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

const COMMIT = Buffer.from('COMMIT\0');
const APPLICATION = Buffer.from('parkpulse-ingest');

/** Cuts the connection of the ingest just behind its COMMIT, some times over. */
async function answersLost(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '4');
  const { weather } = ground.postgresProxy;
  try {
    const ingest = new Set<number>();
    let commits = 0;
    const before = ground.postgresProxy.cuts;
    await world.worker('a');
    // Connections open from now on say who they are in their first message.
    weather.cutAfter = (bytes, connection) => {
      if (bytes.includes(APPLICATION)) ingest.add(connection);
      if (!ingest.has(connection) || !bytes.includes(COMMIT)) return false;
      commits += 1;
      return commits % 4 === 0 && commits <= 40;
    };
    ground.postgresProxy.cut();
    await world.send({ events: 12_000, rate: 600 });
    weather.cutAfter = null;
    const cuts = ground.postgresProxy.cuts - before;
    const findings = new Findings().note({ 'answers lost': cuts }).require(cuts > 0, 'no answer was lost');
    return await standard(world, findings);
  } finally {
    weather.cutAfter = null;
    await world.close();
  }
}

async function termUnderLoad(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '9');
  try {
    const [a] = [await world.worker('a'), await world.worker('b')];
    const sending = world.send({ events: 12_000, rate: 600 });
    await sleep(6000);
    const mine = new Set(
      (await world.writes())
        .filter(({ who }) => who === 'a')
        .map(({ topic, partition }) => `${topic}/${partition}`),
    );
    const at = Date.now();
    const ending = await a.end('SIGTERM');
    const findings = new Findings();
    findings
      .within('drain', (ending?.at ?? Infinity) - at, 10_000)
      .require(ending?.code === 0, `ended with ${ending?.code ?? ending?.signal}, not 0`);
    findings.require(mine.size > 0, 'the worker had no partition');
    const takeover = await world.recovery(
      ending?.at ?? at,
      30_000,
      ({ who, topic, partition }) => who === 'b' && mine.has(`${topic}/${partition}`),
    );
    findings.within('takeover', takeover, 5000);
    await sending;
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

const STOPPED_MS = 60_000;

/** A worker stands still for a minute while another works, then goes on as if nothing had been. */
async function zombie(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '12');
  try {
    const [a, b] = [await world.worker('a'), await world.worker('b')];
    const sending = world.send({ events: 42_000, rate: 500 });
    await sleep(8000);
    const findings = new Findings().require(
      (await world.writes()).some(({ who }) => who === 'a'),
      'the first worker had no partition',
    );
    a.signal('SIGSTOP');
    const stopped = Date.now();
    const takeover = await world.recovery(stopped + 1000, 40_000, ({ who }) => who === 'b');
    await sleep(STOPPED_MS - (Date.now() - stopped));
    const epochs = await epochsOf(world);
    const inheritor = new Set(
      (await world.writes(stopped + 1000))
        .filter(({ who }) => who === 'b')
        .map(({ topic, partition }) => `${topic}/${partition}`),
    );
    a.signal('SIGCONT');
    const woken = Date.now();
    await sending;
    await world.settle();
    const late = (await world.writes(woken)).filter(
      ({ who, topic, partition, epoch }) =>
        who === 'a' && epoch <= (epochs.get(`${topic}/${partition}`) ?? 0),
    );
    findings.require(
      late.length === 0,
      `the woken worker moved ${late.length} offsets under an epoch that was not its own any more`,
    );
    findings.require(inheritor.size > 6, `the other worker took over only ${inheritor.size} partitions`);
    findings.note({
      'first commit of the other': `${takeover} ms`,
      'partitions taken over': inheritor.size,
      'refused writes told': count(a.log, /was taken over by another worker/g),
      'late writes': late.length,
    });
    void b;
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

async function epochsOf(world: World): Promise<ReadonlyMap<string, number>> {
  const rows = await world.ground.postgres.rows<{ name: string; epoch: number }>(
    world.database,
    `SELECT topic || '/' || partition AS name, epoch::int FROM stream_offset`,
  );
  return new Map(rows.map(({ name, epoch }) => [name, epoch]));
}

export function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

export const KILLS: readonly FaultRow[] = [
  {
    row: '1',
    fault: 'kill -9 after fetch, before parse',
    required: 'std; RTO ≤ 15 s',
    run: (ground) => killedAt(ground, '1', 'fetched:8'),
  },
  {
    row: '2',
    fault: 'kill -9 mid-transaction',
    required: 'std; no partial batch',
    run: (ground) => killedAt(ground, '2', 'insert:23'),
  },
  {
    row: '3',
    fault: 'kill -9 before COMMIT',
    required: 'std',
    run: (ground) => killedAt(ground, '3', 'commit:7'),
  },
  {
    row: '4',
    fault: 'COMMIT sent, reply lost',
    required: 'std; batch offered again, 0 duplicates',
    run: answersLost,
  },
  {
    row: '5',
    fault: 'kill -9 after DB commit, before Kafka commit',
    required: 'std',
    run: (ground) => killedAt(ground, '5', 'committed:7'),
  },
  {
    row: '6',
    fault: 'kill -9 after the commit of an assessment, before anybody is told',
    required: 'std; every revision is published (browsers: with the e2e suite)',
    run: (ground) => killedAt(ground, '6', 'assessed:9'),
  },
  {
    row: '9',
    fault: 'SIGTERM under load',
    required: 'drain ≤ 10 s, exit 0; peer takes over ≤ 5 s',
    run: termUnderLoad,
  },
  {
    row: '12',
    fault: 'SIGSTOP 60 s, then CONT, while a second instance works',
    required: 'zombie fenced: 0 rows of it; std',
    run: zombie,
  },
];
