import { readFileSync } from 'node:fs';
import { findFreePorts } from '../../kafka/freePorts.js';
import { AlertWorld, PARK } from '../bench/alertWorld.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, type Outcome } from '../bench/row.js';
import { Viewer, shownOf } from '../bench/viewer.js';
import type { Worker } from '../bench/worker.js';
import type { Ground } from '../bench/world.js';

const VIEWERS = 200;
const LIVE_MS = 10_000;
const CALM_MS = 30_000;
const CALM_PERCENT = 70;
const UNREAD_MS = 15_000;
const TICKS = 100;

/** Percent of one processor a process takes, over a second. */
async function busy({ pid }: Worker): Promise<number> {
  const ticks = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const [before, start] = [ticks(), Date.now()];
  await sleep(1000);
  return Math.round((((ticks() - before) / TICKS) * 100_000) / (Date.now() - start));
}

async function until(isSo: () => boolean, patienceMs: number): Promise<number> {
  const start = Date.now();
  while (!isSo() && Date.now() - start < patienceMs) await sleep(20);
  return isSo() ? Date.now() - start : Infinity;
}

/** I6: what a viewer shows is what the server answers, within three seconds of quiet. */
async function sameAsServer(
  bench: AlertWorld,
  viewers: readonly Viewer[],
  findings: Findings,
): Promise<void> {
  const { body } = await bench.api.call<Parameters<typeof shownOf>[0]>('GET', `/parks/${PARK}/assessment`);
  const others = viewers.filter((viewer) => viewer.shown !== shownOf(body)).length;
  findings.require(others === 0, `I6: ${others} viewers show something else than the server holds`);
}

/** The server dies with two hundred browsers watching, and all of them come back at once. */
async function allReconnect(ground: Ground): Promise<Outcome> {
  // A supervisor starts it again on the same address.
  const [port = 0] = await findFreePorts(1);
  const bench = await AlertWorld.open(ground, '53', { env: { PORT: String(port) } });
  const viewers: Viewer[] = [];
  try {
    await bench.say(850, 60_000);
    await bench.world.settle();
    for (let n = 0; n < VIEWERS; n += 1)
      viewers.push(new Viewer(bench.worker.address, bench.api.cookie, PARK));
    const first = await until(() => viewers.every(({ snapshots }) => snapshots > 0), 30_000);
    const findings = new Findings().note({ 'first all live': `${first} ms` });
    const killed = Date.now();
    bench.worker.signal('SIGKILL');
    await until(() => bench.worker.endings.length === 1, 5000);
    await bench.worker.ready();
    const up = Date.now();
    findings.within(
      'all live after it is back',
      await until(() => viewers.every(({ snapshotAt }) => snapshotAt > killed), CALM_MS),
      LIVE_MS,
    );
    const times = viewers.map(({ snapshotAt }) => snapshotAt - up);
    findings.note({ 'first and last of them': `${Math.min(...times)}, ${Math.max(...times)} ms` });
    let percent = await busy(bench.worker);
    while (percent >= CALM_PERCENT && Date.now() - up < 2 * CALM_MS) percent = await busy(bench.worker);
    findings.within(`below ${CALM_PERCENT} % of a processor after`, Date.now() - up, CALM_MS);
    await bench.say(300, 0);
    await bench.world.settle();
    await sleep(3000);
    await sameAsServer(bench, viewers, findings);
    return findings;
  } finally {
    viewers.forEach((viewer) => viewer.close());
    await bench.close();
  }
}

/** One browser of three reads nothing for a while, with changes coming. */
async function slowReader(ground: Ground): Promise<Outcome> {
  const bench = await AlertWorld.open(ground, '54');
  const viewers: Viewer[] = [];
  try {
    await bench.define({ dwell: { downSeconds: 0, upSeconds: 0 } });
    await bench.say(850, 60_000);
    await bench.world.settle();
    for (let n = 0; n < 3; n += 1) viewers.push(new Viewer(bench.worker.address, bench.api.cookie, PARK));
    await until(() => viewers.every(({ snapshots }) => snapshots > 0), 10_000);
    const [slow, ...others] = viewers as [Viewer, ...Viewer[]];
    const before = bench.worker.memory.at(-1)?.mb ?? 0;
    slow.stopReading();
    const start = Date.now();
    const changes = await flicker(bench, start + UNREAD_MS);
    const revision = others[0]!.revision;
    const highest = Math.max(...bench.worker.memory.filter(({ at }) => at > start).map(({ mb }) => mb));
    slow.readOn();
    const caught = await until(() => slow.revision >= revision, 15_000);
    await sleep(3000);
    const findings = new Findings()
      .note({
        changes,
        'revisions the others saw meanwhile': revision,
        'the slow one stood at': slow.revision,
      })
      .require(
        others.every((viewer) => viewer.gaps === 0 && viewer.isConnected),
        'others were disturbed',
      )
      .within('growth of the server', highest - before, 64, 'MB')
      .within('the slow one is up to date after', caught, LIVE_MS)
      .note({ 'snapshots the slow one took': slow.snapshots });
    await sameAsServer(bench, viewers, findings);
    return findings;
  } finally {
    viewers.forEach((viewer) => viewer.close());
    await bench.close();
  }
}

/** Moves the level up and down as fast as it goes. */
async function flicker(bench: AlertWorld, until: number): Promise<number> {
  let changes = 0;
  for (; Date.now() < until; changes += 1) await bench.say(changes % 2 === 0 ? 300 : 850, 0);
  return changes;
}

export const SOCKETS: readonly FaultRow[] = [
  {
    row: '53',
    fault: `kill -9 of the server with ${VIEWERS} browsers watching; all reconnect`,
    required: `all live ≤ 10 s after it is back, not all at one moment; below ${CALM_PERCENT} % of a processor ≤ 30 s; I6`,
    run: allReconnect,
  },
  {
    row: '54',
    fault: 'A browser that reads nothing for 15 s while its park changes',
    required: 'bounded memory; others undisturbed; up to date ≤ 10 s after it reads on; I6',
    run: slowReader,
  },
];
