import { type TestDatabase, testDatabase } from '@parkpulse/adapter-postgres';
import type { IndicatorDetail } from '@parkpulse/contracts';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endWithUs } from '../faults/bench/endWithUs.js';
import { root } from '../faults/bench/root.js';
import { findPortsInARow } from './freePorts.js';
import { runToolOrThrow } from './runTool.js';
import { type KafkaCluster, startKafka } from './startKafka.js';
import { until } from './support/logs.js';
import { whenKafka } from './whenKafka.js';

const PASSWORD = 'correct horse battery staple';
const MEASURE = 'iot_access_ratio_design';
let count = 0;

function reading(park: string, numerator: number) {
  count += 1;
  return {
    specversion: '1.0',
    type: 'parkpulse.measure.reading.v1',
    source: 'urn:cluster',
    id: `c-${count}`,
    subject: park,
    time: new Date(Date.now() - 60_000 + count).toISOString(),
    datacontenttype: 'application/json',
    data: { readings: [{ measure: MEASURE, numerator, denominator: 1000 }] },
  };
}

function urlOf({ host, port, user, password, database }: TestDatabase['connection']): string {
  return `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

/** `npm run start:cluster` as an operator runs it: its ports, its output, its end. */
whenKafka('two web nodes and two ingest workers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parkpulse-cluster-'));
  let kafka: KafkaCluster;
  let database: TestDatabase;
  let cluster: ChildProcess;
  let port = 0;
  let cookie = '';
  let output = '';

  beforeAll(async () => {
    [kafka, database, port] = await Promise.all([startKafka(), testDatabase(), findPortsInARow(4)]);
    const build = ['--no-install', 'tsc', '-b', join(root, 'apps/server')];
    await runToolOrThrow('building the server', 'npx', build, 120_000);
    cluster = spawn(process.execPath, [join(root, 'deploy/start-cluster.mjs'), '--no-build'], {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: folder,
        DATABASE_URL: urlOf(database.connection),
        KAFKA_BROKERS: kafka.bootstrap,
        KAFKA_TOPIC_PREFIX: `cluster.${process.pid}.`,
        PARKPULSE_DEMO: 'off',
        PARKPULSE_ADMIN_PASSWORD: PASSWORD,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(cluster);
    for (const stream of [cluster.stdout, cluster.stderr])
      stream?.on('data', (bytes: Buffer) => (output += bytes.toString()));
    await until('all four nodes ready', areReady, 120_000).catch((error: Error) => {
      throw new Error(`${error.message}\n${output.slice(-4000)}`);
    });
    cookie = await signIn();
  });
  afterAll(async () => {
    if (cluster?.exitCode === null) cluster.kill('SIGTERM');
    await until('the cluster ended', () => cluster.exitCode !== null).catch(() => cluster.kill('SIGKILL'));
    await database?.drop();
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const areReady = async (): Promise<boolean> => {
    const states = [0, 1, 2, 3].map((node) =>
      fetch(`http://127.0.0.1:${port + node}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return (await Promise.all(states)).every(Boolean);
  };
  /** Asks one of the two web nodes. */
  async function ask(web: 1 | 2, call: string, body?: unknown) {
    const [method = '', path = ''] = call.split(' ');
    const type = path === '/events' ? 'application/cloudevents+json' : 'application/json';
    const answer = await fetch(`http://127.0.0.1:${port + web - 1}/api/v1${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
  }
  async function signIn(): Promise<string> {
    const { status, headers } = await ask(1, 'POST /session', { username: 'admin', password: PASSWORD });
    expect(status).toBe(200);
    return (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  }
  const send = (web: 1 | 2, event: object) => ask(web, 'POST /events', event);
  const candidateIs = async (web: 1 | 2, park: string, level: string): Promise<boolean> => {
    const { body } = await ask(web, `GET /parks/${park}/indicators/I10`);
    return (body as IndicatorDetail).raw?.candidate === level;
  };

  it('show on one web node what was sent to the other', async () => {
    expect((await ask(1, 'POST /parks', { id: 'p1', name: 'p1' })).status).toBe(201);
    expect(await send(1, reading('p1', 830))).toMatchObject({ status: 202 });
    await until('S4 on the second node', () => candidateIs(2, 'p1', 'S4'));
  });

  it('go on when a worker is killed, which is started again', async () => {
    const pid = Number(/ingest-1 \(pid (\d+)\)/.exec(output)?.[1]);
    process.kill(pid, 'SIGKILL');
    expect(await send(2, reading('p1', 640))).toMatchObject({ status: 202 });
    await until('S3 on the first node', () => candidateIs(1, 'p1', 'S3'));
    await until('the worker again', () => (output.match(/ingest-1 \(pid/g) ?? []).length === 2);
    await until('all four nodes ready', areReady);
  });

  it('send a dead letter through the log again once its cause is mended', async () => {
    expect(await send(1, reading('p2', 830))).toMatchObject({ status: 422 });
    const letters = async () =>
      ((await ask(2, 'GET /dead-letters?code=UNKNOWN_PARK')).body as { items: { id: string }[] }).items;
    await until('the dead letter', async () => (await letters()).length === 1);
    const ids = (await letters()).map(({ id }) => id);
    expect((await ask(2, 'POST /dead-letters/replay', { ids })).body).toMatchObject({ replayed: 0 });
    await ask(1, 'POST /parks', { id: 'p2', name: 'p2' });
    expect((await ask(2, 'POST /dead-letters/replay', { ids })).body).toEqual({ replayed: 1, failed: [] });
    await until('its reading', () => candidateIs(1, 'p2', 'S4'));
  });

  it('end together when told to, and leave with 0', async () => {
    const pids = [...output.matchAll(/\(pid (\d+)\)/g)].map(([, pid]) => Number(pid));
    cluster.kill('SIGTERM');
    await until('the end', () => cluster.exitCode !== null);
    expect(cluster.exitCode).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0), String(pid)).toThrow(/ESRCH/);
  });
});
