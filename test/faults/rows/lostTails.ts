import { cpSync, renameSync, rmSync } from 'node:fs';
import { awaitAlarms } from '../bench/alarms.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import { type Ground, World } from '../bench/world.js';

const PARTITIONS = 6;

/** A broker that comes back with an older copy of its disk: what it acknowledged since is gone. */
class Disk {
  private readonly broker;
  private readonly copy: string;

  constructor({ kafka }: Ground) {
    this.broker = kafka.brokers[0]!;
    this.copy = `${this.broker.folder}-copy`;
  }

  async keep(): Promise<void> {
    await this.broker.stop();
    cpSync(this.broker.folder, this.copy, { recursive: true });
    await this.broker.restart();
  }

  async restore(): Promise<void> {
    await this.broker.kill9();
    rmSync(this.broker.folder, { recursive: true });
    renameSync(this.copy, this.broker.folder);
    await this.broker.restart();
  }

  async close(): Promise<void> {
    if (!this.broker.running) await this.broker.restart();
    rmSync(this.copy, { recursive: true, force: true });
  }
}

async function storedIds(world: World): Promise<readonly string[]> {
  const rows = await world.ground.postgres.rows<{ id: string }>(world.database, 'SELECT id FROM event');
  return rows.map(({ id }) => id);
}

/** What was stored before is there still, once, and so is all that was sent since. */
async function requireKept(
  world: World,
  findings: Findings,
  { before, sent }: { readonly before: readonly string[]; readonly sent: number },
): Promise<void> {
  const after = await storedIds(world);
  const known = new Set(after);
  const news = after.length - before.length;
  findings
    .require(known.size === after.length, 'events are doubled')
    .require(
      before.every((id) => known.has(id)),
      'events of the lost tail are gone from the database too',
    )
    .require(news === sent, `${news} of ${sent} new events are stored`)
    .note({ 'stored before and after': `${before.length}, ${after.length}` });
}

/** A worker is there when the log becomes shorter than what it has stored. */
async function shorter(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '22');
  const disk = new Disk(ground);
  try {
    const worker = await world.worker('a');
    await world.send({ events: 3000, poison: 0 });
    await world.settle();
    await disk.keep();
    await world.send({ events: 3000, poison: 0 });
    await world.settle();
    const before = await storedIds(world);
    await disk.restore();
    const told = await awaitAlarms(worker, 'recreated', 1, 30_000);
    const findings = new Findings()
      .require(told.length > 0, 'nobody was told that the log is shorter than it was')
      .note({ alarms: told.length, 'records named as lost': told.reduce((sum, { lost }) => sum + lost, 0) });
    const { sent } = await world.send({ events: 3000, poison: 0, duplicates: 0 });
    await world.settle();
    await requireKept(world, findings, { before, sent });
    return findings.require(worker.endings.length === 0, 'the worker ended');
  } finally {
    await disk.close();
    await world.close();
  }
}

/** Nobody is there while the log loses its tail and producers write past what is stored: its length tells nothing. */
async function longerAgain(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '22b');
  const disk = new Disk(ground);
  try {
    const first = await world.worker('a');
    await world.send({ events: 3000, poison: 0 });
    await world.settle();
    await disk.keep();
    const kept = await endsOf(world);
    await world.send({ events: 3000, poison: 0 });
    await world.settle();
    await first.end('SIGTERM');
    const [before, stood] = [await storedIds(world), await endsOf(world)];
    await disk.restore();
    const { sent } = await world.send({ events: 9000, poison: 0, duplicates: 0 });
    const ends = await endsOf(world);
    const cut = new Map([...stood].filter(([name, end]) => end > (kept.get(name) ?? 0)));
    const findings = new Findings().require(
      cut.size > 0 && [...cut].every(([name, end]) => (ends.get(name) ?? 0) > end),
      'the producers did not write past what is stored: the row shows nothing',
    );
    const second = await world.worker('b');
    await requireReplacedTold(second, findings, cut);
    await world.settle();
    await requireKept(world, findings, { before, sent });
    await requireAccounted(world, findings);
    return findings.require(second.endings.length === 0, 'the worker ended');
  } finally {
    await disk.close();
    await world.close();
  }
}

/** Each partition that lost something is told of once, with the offset that was stored, and no other is. */
async function requireReplacedTold(
  worker: Worker,
  findings: Findings,
  cut: ReadonlyMap<string, number>,
): Promise<void> {
  const told = await awaitAlarms(worker, 'replaced', cut.size, 30_000);
  const wanted = [...cut].map(([name, end]) => `${name} before ${end}`).sort();
  const found = told
    .map(({ stream, before }) => `${stream.topic}/${stream.partition} before ${before}`)
    .sort();
  findings
    .require(found.join() === wanted.join(), `told of ${found.join() || 'nothing'}, not of ${wanted.join()}`)
    .note({ 'partitions that lost something, and told': `${cut.size}, ${told.length}` });
}

/** Ends of the partitions that are read, by `topic/partition`. A broker just started does not lead them at once. */
async function endsOf(world: World): Promise<ReadonlyMap<string, number>> {
  for (const end = Date.now() + 20_000; ; await sleep(200)) {
    try {
      return await readEnds(world);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

function readEnds(world: World): Promise<ReadonlyMap<string, number>> {
  return world.administer(async (admin) => {
    const ends = new Map<string, number>();
    for (const name of incoming(world)) {
      for (const { partition, high } of await admin.fetchTopicOffsets(name))
        ends.set(`${name}/${partition}`, Number(high));
    }
    return ends;
  });
}

function incoming({ prefix }: World): readonly string[] {
  return ['measures', 'devices'].map((name) => prefix + name);
}

/** Each record of the log as it is now is stored or known. What was published before, the broker has lost: not ours. */
async function requireAccounted(world: World, findings: Findings): Promise<void> {
  const places = incoming(world).flatMap((topic) =>
    Array.from({ length: PARTITIONS }, (_, partition) => `${topic}/${partition}`),
  );
  const { faults, figures } = await world.check({
    deletedBelow: Object.fromEntries(places.map((place) => [place, Number.MAX_SAFE_INTEGER])),
  });
  findings
    .add(faults.filter((fault) => !fault.startsWith('I5')))
    .note({ records: figures.records, duplicates: figures.duplicates });
}

export const LOST_TAILS: readonly FaultRow[] = [
  {
    row: '22',
    fault: 'Broker comes back without the tail it had acknowledged',
    required: 'told, with what is lost; what exists is read again and nothing doubled; 0 new events skipped',
    run: shorter,
  },
  {
    row: '22b',
    fault: 'As 22 while no worker is there, and producers write past the stored offset before one is back',
    required:
      'told per partition, with the offset before which records were replaced; what exists is read again and nothing doubled; 0 new events skipped',
    run: longerAgain,
  },
];
