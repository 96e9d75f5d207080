import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NoticeReceiver } from './support/noticeReceiver.js';
import { RunningServer, readingEvent, until } from './support/runningServer.js';

const MINUTE = 60_000;
const MEASURE = 'iot_access_ratio_design';
/** Points of the way of a message at which the process is killed, and whether the receiver may get a second copy. */
const POINTS = [
  ['decided', 1],
  ['committed', 1],
  ['leasing', 1],
  ['leased', 1],
  ['receiving', 2],
  ['answered', 2],
  ['settling', 2],
  ['settled', 1],
  ['any moment', 2],
  ['any moment later', 2],
] as const;
const folder = mkdtempSync(join(tmpdir(), 'parkpulse-failpoint-'));
const failpoint = join(folder, 'point');

interface Listed {
  readonly id: string;
  readonly rule: string;
  readonly state: string;
}
interface Happened {
  readonly kind: string;
  readonly at: string;
}

let receiver: NoticeReceiver;
let server: RunningServer;

beforeAll(async () => {
  receiver = await NoticeReceiver.start();
  const preload = fileURLToPath(new URL('./support/noticeFailpoint.mjs', import.meta.url));
  server = await RunningServer.start({
    PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}`,
    NODE_OPTIONS: `--import ${pathToFileURL(preload).href}`,
    NOTICE_FAILPOINT: failpoint,
  });
  const url = `http://127.0.0.1:${receiver.port}/hook`;
  const added = await server.call('POST', '/channels', { kind: 'webhook', name: 'desk', url });
  expect(added.status).toBe(201);
});
afterAll(async () => {
  await server?.stop();
  receiver?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (park: string, minutesAgo: number, value: number) =>
  server.send(readingEvent(park, Date.now() - minutesAgo * MINUTE, MEASURE, { value }));

async function alertsOf(park: string): Promise<readonly Listed[]> {
  const { body } = await server.call('GET', `/parks/${park}/alerts`);
  return ((body['items'] as readonly Listed[] | undefined) ?? []).filter(({ rule }) => rule === 'A01');
}

async function eventsOf(id: string): Promise<readonly Happened[]> {
  return (await server.call('GET', `/alerts/${id}`)).body['events'] as readonly Happened[];
}

/** Whether every message on the alerts of a park has come to its end. */
async function isSettled(park: string): Promise<boolean> {
  const [alert] = await alertsOf(park);
  if (alert === undefined) return false;
  const { body } = await server.call('GET', `/alerts/${alert.id}`);
  const messages = (body['messages'] as readonly { readonly state: string }[] | undefined) ?? [];
  return messages.length > 0 && messages.every(({ state }) => state === 'delivered');
}

/** A park at S4 whose alerts have their starting point: a fall from here is one. */
async function standing(park: string): Promise<void> {
  expect((await server.call('POST', '/parks', { id: park, name: park })).status).toBe(201);
  await send(park, 300, 0.85);
  await until(async () => {
    const { body } = await server.call('GET', `/parks/${park}/assessment`);
    const items = (body['indicators'] as readonly { id: string; candidate: string }[] | undefined) ?? [];
    return items.find(({ id }) => id === 'I10')?.candidate === 'S4';
  }, 30_000);
  // The look that settles the starting point comes within five seconds.
  await new Promise((resolve) => setTimeout(resolve, 6000));
}

const isDown = async (): Promise<boolean> =>
  (await fetch(`${server.url}/health/live`).catch(() => null)) === null;

async function dieAt(point: string, park: string): Promise<void> {
  if (point === 'receiving') receiver.onMessage = () => server.kill();
  else if (!point.startsWith('any')) writeFileSync(failpoint, point);
  // Two levels: an alarm, which leaves at once.
  await send(park, 100, 0.05);
  if (point.startsWith('any')) {
    await new Promise((resolve) =>
      setTimeout(resolve, 100 + Math.random() * (point === 'any moment' ? 400 : 1200)),
    );
    await server.kill();
  }
  await until(isDown, 30_000);
  await server.kill();
  receiver.onMessage = () => Promise.resolve();
}

describe('kill -9 on the way of a message', () => {
  it('tells each transition exactly once, or once more under the same delivery id', async () => {
    const parks = POINTS.map(([point, copies], index) => ({ point, copies, park: `kill-${index}` }));
    for (const { point, park } of parks) {
      await standing(park);
      await dieAt(point, park);
      await server.launch();
      // A message still on its way would be killed once more by the next point.
      await until(() => isSettled(park), 60_000);
    }
    // A lease that nobody holds any more is free after ten seconds: a copy would be here by then.
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    for (const { point, copies, park } of parks) {
      const told = receiver.of(park).filter(({ kind }) => kind === 'notice');
      const falls = told.filter(({ alerts }) => alerts.some(({ rule }) => rule === 'A01'));
      expect([point, new Set(falls.map(({ delivery }) => delivery)).size]).toEqual([point, 1]);
      expect([point, falls.length <= copies]).toEqual([point, true]);
      expect([point, told.flatMap(({ alerts }) => alerts.map(({ status }) => status))]).toEqual([
        point,
        told.flatMap(({ alerts }) => alerts.map(() => 'firing')),
      ]);
      expect([point, (await alertsOf(park)).map(({ state }) => state)]).toEqual([point, ['firing']]);
    }
  }, 480_000);
});

describe('a restart', () => {
  it('neither loses nor hastens what was pending, nor what waits for its group, and ends nothing', async () => {
    await standing('hold');
    const { body: policy } = await server.call('GET', '/parks/hold/alert-policy');
    const held = { ...policy, holds: { A01: { forSeconds: 20 } }, groupWaitSeconds: 15 };
    expect((await server.call('PUT', '/parks/hold/alert-policy', held)).status).toBe(200);
    // One level: a warning, which waits for its group.
    await send('hold', 100, 0.7);
    await until(async () => (await alertsOf('hold')).some(({ state }) => state === 'pending'), 20_000);
    const alert = (await alertsOf('hold'))[0]!;
    await server.kill();
    await server.launch();
    await until(async () => (await alertsOf('hold')).some(({ state }) => state === 'firing'), 40_000);
    await server.kill();
    await server.launch();
    await until(() => Promise.resolve(receiver.of('hold').length > 0), 60_000);
    const events = await eventsOf(alert.id);
    const at = (kind: string): number => Date.parse(events.find((event) => event.kind === kind)?.at ?? '');
    expect(at('fired') - at('opened')).toBeGreaterThanOrEqual(20_000);
    expect(receiver.of('hold')[0]!.at - at('fired')).toBeGreaterThanOrEqual(15_000);
    expect(events.filter(({ kind }) => kind === 'opened' || kind === 'fired')).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(receiver.of('hold')).toHaveLength(1);
    expect(
      receiver.received.flatMap(({ alerts }) => alerts).some(({ status }) => status === 'resolved'),
    ).toBe(false);
    expect((await alertsOf('hold')).map(({ id, state }) => [id, state])).toEqual([[alert.id, 'firing']]);
  }, 240_000);
});
