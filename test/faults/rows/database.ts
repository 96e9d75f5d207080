import { Client } from 'pg';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { type Ground, World } from '../bench/world.js';
import { standard } from './standard.js';

const RTO_MS = 10_000;

async function lockedTable(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '19');
  try {
    const worker = await world.worker('a');
    const sending = world.send({ events: 24_000, rate: 400 });
    await sleep(6000);
    const locker = new Client({ connectionString: ground.postgres.url(world.database) });
    locker.on('error', () => undefined);
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE event IN ACCESS EXCLUSIVE MODE');
    await sleep(40_000);
    await locker.query('COMMIT');
    const freed = Date.now();
    await locker.end();
    const findings = new Findings().within('RTO', await world.recovery(freed), RTO_MS);
    await sending;
    const rejoined = [...worker.log.matchAll(/coordinator is not aware of this member/g)].length;
    findings.note({ evictions: rejoined }).require(rejoined === 0, 'the worker was put out of its group');
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

async function databaseCrash(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '26');
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 18_000, rate: 500 });
    const findings = new Findings();
    for (let turn = 1; turn <= 3; turn += 1) {
      await sleep(6000);
      await ground.postgres.kill9();
      await ground.postgres.launch();
      const up = Date.now();
      findings.within(`RTO ${turn}`, await world.recovery(up), RTO_MS);
    }
    await sending;
    findings.require(
      worker.endings.length === 0,
      `the worker ended (${worker.endings[0]?.code ?? worker.endings[0]?.signal})`,
    );
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

async function databaseStopped(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '27');
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 30_000, rate: 200 });
    await sleep(6000);
    await ground.postgres.stopFast();
    const mark = worker.memory.at(-1)?.mb ?? 0;
    await sleep(120_000);
    const findings = new Findings().require(
      (await worker.get('/health/live')).status === 200,
      'the process does not live on',
    );
    const ready = await worker.get<{ parts: Record<string, string> }>('/health/ready').catch(() => null);
    findings.require(ready?.body.parts['database'] === 'unavailable', 'the database is not named as down');
    findings.require(ready?.body.parts['kafka'] === 'ok', 'Kafka is named as down and is not');
    const grown = (worker.memory.at(-1)?.mb ?? 0) - mark;
    findings.within('growth while it was away', grown, 64, 'MB');
    await ground.postgres.launch();
    const up = Date.now();
    findings.within('RTO', await world.recovery(up), RTO_MS);
    await sending;
    findings.require(worker.endings.length === 0, 'the worker ended');
    return await standard(world, findings);
  } finally {
    await ground.postgres.launchIfDown().catch(() => undefined);
    await world.close();
  }
}

async function cutBackends(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '29');
  try {
    const worker = await world.worker('a', { env: { PARKPULSE_ROLE: 'all' } });
    const sending = world.send({ events: 33_000, rate: 500 });
    let cut = 0;
    for (let second = 0; second < 60; second += 1) {
      const rows = await ground.postgres.rows<{ ok: boolean }>(
        world.database,
        `SELECT pg_terminate_backend(pid) AS ok FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'parkpulse-%'`,
      );
      cut += rows.length;
      await sleep(1000);
    }
    await sending;
    const findings = new Findings()
      .note({ 'backends cut': cut })
      .require(worker.endings.length === 0, 'the process ended');
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

/** Every now and then the database answers a writer with a deadlock or a serialization failure. */
async function conflicts(ground: Ground): Promise<Outcome> {
  const world = await World.open(ground, '33');
  try {
    await ground.postgres.rows(
      world.database,
      `CREATE SEQUENCE fault_turn;
       CREATE FUNCTION fail_now_and_then() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE turn bigint := nextval('fault_turn');
       BEGIN
         IF turn % 5 = 0 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40P01'; END IF;
         IF turn % 7 = 0 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40001'; END IF;
         RETURN NULL;
       END $$;
       CREATE TRIGGER fail_now_and_then AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION fail_now_and_then()`,
    );
    await world.worker('a');
    await world.worker('b');
    await world.send({ events: 12_000, rate: 500 });
    await world.settle();
    const [{ turns = 0 } = {}] = await ground.postgres.rows<{ turns: number }>(
      world.database,
      'SELECT last_value::int AS turns FROM fault_turn',
    );
    const findings = new Findings().note({ 'writes attempted': turns });
    const wrong = await ground.postgres.rows<{ code: string }>(
      world.database,
      `SELECT code FROM dead_letter WHERE detail_en LIKE '%injected%'`,
    );
    findings.require(wrong.length === 0, `${wrong.length} records were put away for a conflict`);
    return await standard(world, findings);
  } finally {
    await world.close();
  }
}

export const DATABASE: readonly FaultRow[] = [
  {
    row: '19',
    fault: 'DB slower than the session timeout (LOCK TABLE 40 s)',
    required: 'heartbeats go on, no eviction; std',
    run: lockedTable,
  },
  {
    row: '26',
    fault: 'PostgreSQL kill -9 under load, three times',
    required: 'std; RTO ≤ 10 s',
    run: databaseCrash,
  },
  {
    row: '27',
    fault: 'PostgreSQL fast stop 2 min',
    required: 'paused, memory flat; RTO ≤ 10 s',
    run: databaseStopped,
  },
  {
    row: '29',
    fault: 'All backends terminated every second for 60 s',
    required: 'process never exits; std',
    run: cutBackends,
  },
  {
    row: '33',
    fault: 'Deadlocks and serialization errors',
    required: 'batch retried, 0 dead-lettered',
    run: conflicts,
  },
];
