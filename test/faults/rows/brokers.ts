import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import type { Worker } from '../bench/worker.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RTO_MS = 10_000;
const REBALANCES = 20;
const AWAY_MS = Number(process.env['FAULTS_OUTAGE_MINUTES'] ?? 5) * 60_000;

interface Ready {
  readonly status: string;
  readonly parts: Readonly<Record<string, string>>;
}

/** Milliseconds until /health/ready says a part is down, or up again. */
export async function saysReady(
  worker: Worker,
  part: string,
  state: 'ok' | 'unavailable',
  patienceMs: number,
): Promise<number> {
  const start = Date.now();
  while (Date.now() - start < patienceMs) {
    const answer = await worker.get<Ready>('/health/ready').catch(() => null);
    if (answer?.body.parts[part] === state) return Date.now() - start;
    await sleep(200);
  }
  return Infinity;
}

/** Lines of the worker's log of trouble, most in any ten seconds. */
function noisiest(log: string, from: number): number {
  const times = log
    .split('\n')
    .flatMap((line) =>
      line.startsWith('{') ? [JSON.parse(line) as { time: number; level: number; msg: string }] : [],
    )
    .filter(({ time, level, msg }) => time > from && level >= 40 && msg.startsWith('kafka: kafkajs'))
    .map(({ time }) => time);
  return Math.max(
    0,
    ...times.map((time) => times.filter((other) => other >= time && other < time + 9500).length),
  );
}

async function brokerCrash(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '13');
  const broker = ground.kafka.brokers[0]!;
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 24_000, rate: 500 });
    await sleep(6000);
    await broker.kill9();
    const killed = Date.now();
    const findings = new Findings().within(
      'told down',
      await saysReady(worker, 'kafka', 'unavailable', 20_000),
      15_000,
    );
    const history = await worker.get('/health/live');
    findings.require(history.status === 200, 'the process does not live on');
    await sleep(Math.max(0, 30_000 - (Date.now() - killed)));
    await broker.restart();
    const back = Date.now();
    findings.within('RTO', await world.recovery(back), RTO_MS);
    findings.within('told up', await saysReady(worker, 'kafka', 'ok', 20_000), 10_000);
    await sending;
    findings.within('log lines of the client in 10 s', noisiest(worker.log, killed), 1, '');
    findings.require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    if (!broker.running) await broker.restart();
    await world.close();
  }
}

/** As 13 for longer: nobody gives up, and nobody fills the log meanwhile. */
async function brokerAway(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '14');
  const broker = ground.kafka.brokers[0]!;
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    await world.send({ events: 3000, rate: 1000 });
    await broker.stop();
    const stopped = Date.now();
    await sleep(AWAY_MS);
    await broker.restart();
    const sending = world.send({ events: 3000, rate: 500 });
    const back = Date.now();
    const findings = new Findings()
      .within('RTO', await world.recovery(back), RTO_MS)
      .within('log lines of the client in 10 s', noisiest(worker.log, stopped), 1, '');
    await sending;
    findings.require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    if (!broker.running) await broker.restart();
    await world.close();
  }
}

async function brokerStands(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '15');
  const broker = ground.kafka.brokers[0]!;
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 24_000, rate: 400 });
    await sleep(6000);
    broker.sigstop();
    const stopped = Date.now();
    const findings = new Findings().within(
      'told down',
      await saysReady(worker, 'kafka', 'unavailable', 30_000),
      15_000,
    );
    await sleep(Math.max(0, 45_000 - (Date.now() - stopped)));
    broker.sigcont();
    const back = Date.now();
    findings.within('RTO', await world.recovery(back), RTO_MS);
    await sending;
    findings.require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    broker.sigcont();
    await world.close();
  }
}

async function brokerAbsent(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '16');
  const broker = ground.kafka.brokers[0]!;
  try {
    await broker.stop();
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const findings = new Findings().require(worker.address !== '', 'the process does not serve');
    findings.within('told down', await saysReady(worker, 'kafka', 'unavailable', 20_000), 15_000);
    findings.require((await worker.get('/health/live')).status === 200, 'the process does not live');
    await sleep(5000);
    await broker.restart();
    const back = Date.now();
    const sending = world.send({ events: 2000, rate: null });
    findings.within('joined', await world.recovery(back), RTO_MS);
    findings.within('told up', await saysReady(worker, 'kafka', 'ok', 20_000), 10_000);
    await sending;
    return await standard(world, findings);
  } finally {
    if (!broker.running) await broker.restart();
    await world.close();
  }
}

async function blackhole(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '17');
  const { weather } = ground.kafkaProxy;
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 28_000, rate: 120 });
    // Until each client has opened all the connections it keeps.
    await sleep(40_000);
    const before = ground.kafkaProxy.open;
    weather.blackhole = true;
    const dark = Date.now();
    const findings = new Findings().within(
      'detected',
      await saysReady(worker, 'kafka', 'unavailable', 40_000),
      30_000,
    );
    await sleep(Math.max(0, 180_000 - (Date.now() - dark)));
    weather.blackhole = false;
    const back = Date.now();
    findings.within('RTO', await world.recovery(back, 90_000), RTO_MS);
    await sending;
    await world.settle();
    await sleep(11_000);
    findings.note({ 'connections before and after': `${before}, ${ground.kafkaProxy.open}` });
    findings.require(ground.kafkaProxy.open <= before + 2, 'connections are left over');
    return await standard(world, findings);
  } finally {
    weather.blackhole = false;
    await world.close();
  }
}

async function rebalances(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '18');
  try {
    await world.worker('a');
    const sending = world.send({ events: 50_000, rate: 500 });
    const start = Date.now();
    for (let turn = 0; turn < REBALANCES / 2; turn += 1) {
      const other = await world.worker(`b${turn}`);
      await sleep(4000);
      await other.end('SIGTERM');
      await sleep(2000);
    }
    const end = Date.now();
    await sending;
    const moves = (await world.writes(start)).map(({ at }) => at).filter((at) => at < end);
    const longest = Math.max(0, ...moves.slice(1).map((at, index) => at - moves[index]!));
    const findings = new Findings().within('longest pause', Math.round(longest), 10_000);
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

export const BROKERS: readonly FaultRow[] = [
  {
    row: '13',
    fault: 'Broker kill -9, back after 30 s',
    required: 'std; RTO ≤ 10 s; /health/ready names Kafka; ≤ 1 log line/10 s',
    run: brokerCrash,
  },
  {
    row: '14',
    fault: `Broker stopped ${AWAY_MS / 60_000} min`,
    required: 'never gives up; RTO ≤ 10 s; ≤ 1 log line/10 s; std',
    run: brokerAway,
  },
  {
    row: '15',
    fault: 'Broker SIGSTOP 45 s (TCP open)',
    required: 'told ≤ 15 s; RTO ≤ 10 s',
    run: brokerStands,
  },
  {
    row: '16',
    fault: 'Broker absent at start',
    required: 'serves, "waiting for Kafka"; joins ≤ 10 s after it appears',
    run: brokerAbsent,
  },
  {
    row: '17',
    fault: 'Network blackhole 3 min, half-open sockets',
    required: 'detected ≤ 30 s; no connections left over',
    run: blackhole,
  },
  {
    row: '18',
    fault: `Rebalance every few seconds × ${REBALANCES} (add and remove an instance)`,
    required: 'std; each pause ≤ 10 s',
    run: rebalances,
  },
];
