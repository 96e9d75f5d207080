import { ChaosProxy } from '../bench/chaosProxy.js';
import { PostgresServer, sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { SmallDisk } from '../bench/smallDisk.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RTO_MS = 10_000;
const DISK_MB = 420;
const FULL_MS = 20_000;

/** Starts a server that has ended again and again, as systemd would. */
async function supervise(postgres: PostgresServer, isOver: () => boolean): Promise<void> {
  for (; !isOver(); await sleep(500)) await postgres.launchIfDown().catch(() => undefined);
}

/** Fills the disk that a part of the database lies on while a load runs, and gives the space back. */
async function fullDisk(ground: Ground, row: string, what: 'data' | 'wal'): Promise<Outcome> {
  const disk = SmallDisk.make(DISK_MB);
  const postgres = await PostgresServer.start({ [what]: disk.folder });
  const postgresProxy = await ChaosProxy.before(postgres.port);
  const world = await World.open({ ...ground, postgres, postgresProxy }, row);
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 18_000, rate: 400 });
    await sleep(6000);
    let isOver = false;
    const supervising = supervise(postgres, () => isOver);
    disk.fill();
    await sleep(3000);
    // What a restart has given back is taken again.
    disk.fill();
    const full = Date.now();
    await sleep(FULL_MS);
    const live = await worker.get('/health/live');
    disk.free();
    const free = Date.now();
    const findings = new Findings().within('RTO', await world.recovery(free, 60_000), RTO_MS);
    isOver = true;
    await supervising;
    await sending;
    const codes = [...new Set(worker.log.match(/No space left on device|could not extend|53100/g) ?? [])];
    findings
      .note({ 'commits while full': (await world.writes(full)).filter(({ at }) => at < free).length })
      .note({ 'told as': codes.join(', ') || 'a database that does not answer' })
      .require(live.status === 200, 'the process does not live on')
      .require(/is paused|is still paused/.test(worker.log), 'nobody was told that partitions are paused')
      .require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    disk.free();
    await postgres.launchIfDown().catch(() => undefined);
    await world.close();
    await postgresProxy.close();
    await postgres.close();
    disk.close();
  }
}

export const DISKS: readonly FaultRow[] = [
  {
    row: '30',
    fault: 'The disk of the data is full for 20 s',
    required: 'paused and told, 0 dead-lettered; RTO ≤ 10 s after there is space; std',
    run: (ground) => fullDisk(ground, '30', 'data'),
  },
  {
    row: '31',
    fault: 'The disk of the write-ahead log is full for 20 s (PANIC)',
    required: 'as 30',
    run: (ground) => fullDisk(ground, '31', 'wal'),
  },
];
