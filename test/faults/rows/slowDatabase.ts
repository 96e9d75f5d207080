import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import { type Ground, World } from '../bench/world.js';
import { saysReady } from './brokers.js';
import { standard } from './standard.js';

const RTO_MS = 10_000;
const STOPPED_MS = 60_000;

const connections = async ({ ground, database }: World): Promise<number> => {
  const text = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'parkpulse-%'`;
  const [{ count = 0 } = {}] = await ground.postgres.rows<{ count: number }>('postgres', text, [database]);
  return count;
};

function putOut(worker: Worker): number {
  return [...worker.log.matchAll(/coordinator is not aware of this member/g)].length;
}

/** Every process of the server stands still, with its connections open. */
async function databaseStands(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '28');
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 36_000, rate: 400 });
    await sleep(6000);
    const before = await connections(world);
    ground.postgres.signalAll('SIGSTOP');
    const stopped = Date.now();
    const findings = new Findings().within(
      'told down',
      await saysReady(worker, 'database', 'unavailable', 40_000),
      20_000,
    );
    await sleep(Math.max(0, STOPPED_MS - (Date.now() - stopped)));
    ground.postgres.signalAll('SIGCONT');
    const back = Date.now();
    findings.within('RTO', await world.recovery(back), RTO_MS);
    await sending;
    await world.settle();
    const after = await connections(world);
    findings
      .note({ 'connections before and after': `${before}, ${after}` })
      .require(after <= before + 4, 'connections are left over')
      .require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    ground.postgres.signalAll('SIGCONT');
    await world.close();
  }
}

async function everyStatementLate(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '32');
  const { weather } = ground.postgresProxy;
  try {
    const workers = [await world.worker('a'), await world.worker('b')];
    const sending = world.send({ events: 12_000, rate: 300 });
    await sleep(4000);
    weather.delayMs = 250;
    const start = Date.now();
    await sending;
    const lag = await world.unread();
    await sleep(Math.max(0, 30_000 - (Date.now() - start)));
    weather.delayMs = 0;
    const moved = (await world.writes(start)).length;
    const findings = new Findings()
      .note({ 'commits meanwhile': moved, 'unread when the last was sent': lag })
      .require(moved > 0, 'nothing was stored meanwhile')
      .require(
        workers.every((worker) => putOut(worker) === 0),
        'a worker was put out of its group',
      )
      .require(
        workers.every(({ endings }) => endings.length === 0),
        'a worker ended',
      );
    return await standard(world, findings);
  } finally {
    weather.delayMs = 0;
    await world.close();
  }
}

async function readOnly(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '35');
  const { database } = world;
  const turn = async (to: 'on' | 'off') => {
    await ground.postgres.rows(
      'postgres',
      `ALTER DATABASE ${database} SET default_transaction_read_only = ${to}`,
    );
    await ground.postgres.rows(
      'postgres',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND application_name LIKE 'parkpulse-%'`,
    );
  };
  try {
    const worker = await world.worker('a');
    const sending = world.send({ events: 12_000, rate: 400 });
    await sleep(6000);
    await turn('on');
    await sleep(1000);
    const closed = Date.now();
    await sleep(15_000);
    const meanwhile = (await world.writes(closed)).length;
    await turn('off');
    const open = Date.now();
    const findings = new Findings()
      .note({ 'commits meanwhile': meanwhile })
      .require(meanwhile === 0, 'it was not read-only')
      .within('RTO', await world.recovery(open), RTO_MS)
      .require(/is paused|is still paused/.test(worker.log), 'nobody was told that partitions are paused')
      .require(worker.endings.length === 0, 'the worker ended');
    await sending;
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

export const SLOW_DATABASE: readonly FaultRow[] = [
  {
    row: '28',
    fault: 'PostgreSQL SIGSTOP 60 s, all its processes',
    required: 'told ≤ 20 s; no connection left over; RTO ≤ 10 s; std',
    run: databaseStands,
  },
  {
    row: '32',
    fault: '500 ms added to each statement, two workers',
    required: 'slower, lag to be seen, nobody put out of the group; std',
    run: everyStatementLate,
  },
  {
    row: '35',
    fault: 'PostgreSQL turns read-only for 15 s (25006)',
    required: 'paused and told, 0 dead-lettered; RTO ≤ 10 s; std',
    run: readOnly,
  },
];
