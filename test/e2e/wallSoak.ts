/**
 * Accelerated soak of the wall in a real browser:
 *   npm run build && node test/dist/e2e/wallSoak.js [--minutes 30] [--rate 10] [--size 3840x2160] [--away 120] [--no-turn]
 * `--rate` events a second go up and down across thresholds (a park sends about one), scenes turn every five seconds. Each
 * time the overview comes round: heap, charts and canvases after a forced collection, DOM nodes, listeners, frames a second.
 * The clock of the wall is set so that a day and a month end after a third of the time. Then the server is taken away for
 * `--away` seconds. Fails when the heap of the last third is more than 10 % above that of the first (after a minute of
 * warming up), when charts pile up, on a long task on idle tiles, on an error of the page, when the loss is not told within
 * 5 s, or when the wall is not live within 5 s of the server's return.
 */
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from './support/browser.js';
import { RunningServer, readingEvent } from './support/runningServer.js';
import { type Sample, longTasksOf, noteLongTasks, sample } from './support/soakProbe.js';
import { type Absence, type Turn, reportOf } from './support/soakReport.js';
import { MEASURES, PairedWall, installation, seedPark } from './support/wallBench.js';

const PARK = 'p1';
/** The last midnight of November in the park's zone. */
const MONTH_END = Date.parse('2026-11-30T16:00:00Z');

const { values } = parseArgs({
  allowNegative: true,
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '10' },
    size: { type: 'string', default: '3840x2160' },
    away: { type: 'string', default: '120' },
    turn: { type: 'boolean', default: true },
  },
});
const [minutes, rate, awaySeconds] = [Number(values.minutes), Number(values.rate), Number(values.away)];
const [width = 3840, height = 2160] = values.size.split('x').map(Number);
const server = await RunningServer.start();
const browser = await openBrowser();
const errors: string[] = [];
let patches = 0;
let sent = 0;
try {
  await seedPark(server, PARK);
  await silence();
  const wall = await openWall();
  const { page } = wall;
  const first = await wall.textOf('day');
  await page.evaluate(noteLongTasks);
  const begun = Date.now();
  const samples = await soak(wall, await page.context().newCDPSession(page));
  const seconds = (Date.now() - begun) / 1000;
  const [tasks, turn] = [await longTasksOf(page), await turnSince(wall, first)];
  const absence = awaySeconds > 0 ? await withoutServer(wall) : null;
  const run = { size: values.size, seconds, rate, sent };
  const { lines, faults } = reportOf({ ...run, samples, tasks, errors, turn, absence });
  const verdict = faults.length === 0 ? 'good' : `not good: ${faults.join(', ')}`;
  process.stdout.write(`\n${[...lines, verdict].join('\n')}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
}

async function openWall(): Promise<PairedWall> {
  const context = await browser.newContext({ viewport: { width, height }, serviceWorkers: 'block' });
  const page = await context.newPage();
  watch(page);
  if (values.turn) await setClock(page);
  const wall = await PairedWall.pair(server, page, PARK);
  await wall.change({
    installation: installation({ width, height, columns: 2, rows: height > 1200 ? 2 : 1 }),
    control: { seconds: { overview: 5, others: 5 }, acknowledge: true },
  });
  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  return wall;
}

/** What the server says the time is runs on by itself, from where the month ends after a third of the soak. */
async function setClock(page: Page): Promise<void> {
  const ahead = MONTH_END - (minutes * 60_000) / 3 - Date.now();
  await page.route('**/api/v1/wall', async (route) => {
    // Taken away in the end, the server answers nothing: so does the route.
    const response = await route.fetch().catch(() => null);
    if (response === null) return route.abort('connectionrefused');
    if (!response.ok()) return route.fulfill({ response });
    const own = (await response.json()) as { now: string };
    return route.fulfill({ response, json: { ...own, now: new Date(Date.now() + ahead).toISOString() } });
  });
}

/** An alert would pin its scene; silenced ones stay in the list, and the scenes go on turning. */
async function silence(): Promise<void> {
  const to = new Date(Date.now() + 86_400_000).toISOString();
  const asked = { matcher: {}, reason: 'soak of the wall', to };
  const { status } = await server.call('POST', `/parks/${PARK}/silences`, asked);
  if (status !== 201) throw new Error(`silence: ${status}`);
}

function watch(page: Page): void {
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"patch"')) patches += 1;
    }),
  );
}

async function soak(wall: PairedWall, cdp: CDPSession): Promise<readonly Sample[]> {
  const start = Date.now();
  const end = start + minutes * 60_000;
  const samples: Sample[] = [];
  let isOver = false;
  const feeding = feed(() => isOver).catch((error: unknown) => errors.push(String(error)));
  await cdp.send('Performance.enable');
  while (Date.now() < end) {
    await untilScene(wall, '趋势');
    await untilScene(wall, '总览');
    const second = Math.round((Date.now() - start) / 1000);
    samples.push(await sample(wall.page, cdp, { second, patches }));
    process.stdout.write(`${JSON.stringify(samples.at(-1))}\n`);
    // The desk looks on, which keeps its session from ending.
    await wall.seenByDesk();
  }
  isOver = true;
  await feeding;
  return samples;
}

async function untilScene(wall: PairedWall, word: string): Promise<void> {
  await wall.page.locator('[data-testid="scene"]', { hasText: word }).first().waitFor({ timeout: 120_000 });
}

/** Readings that go up and down across thresholds, so that levels, scores and lists keep changing. */
async function feed(isOver: () => boolean): Promise<void> {
  const start = Date.now();
  for (let turn = 0; !isOver(); turn += 1) {
    const measure = MEASURES[turn % MEASURES.length] ?? '';
    const numerator = 550 + ((turn * 113) % 440);
    await server.send(readingEvent(PARK, Date.now() - 500, measure, { numerator, denominator: 1000 }));
    sent += 1;
    await pause(Math.max(0, start + ((turn + 1) * 1000) / rate - Date.now()));
  }
}

async function turnSince(wall: PairedWall, first: string | null): Promise<Turn | null> {
  const day = await wall.textOf('day');
  if (first === null || day === null || day === first) return null;
  const wasReloaded = !(await wall.page.evaluate(() => 'notReloaded' in globalThis));
  return { from: first, to: day, wasReloaded };
}

async function withoutServer(wall: PairedWall): Promise<Absence> {
  const banner = wall.page.locator('.wall-banner').first();
  const z = await wall.textOf('z');
  const gone = Date.now();
  await server.kill();
  await banner.waitFor({ timeout: 30_000 });
  const bannerSeconds = (Date.now() - gone) / 1000;
  await pause(Math.max(0, awaySeconds * 1000 - (Date.now() - gone)));
  const keptZ = (await wall.textOf('z')) === z;
  await server.launch();
  const back = Date.now();
  await banner.waitFor({ state: 'detached', timeout: 60_000 });
  return { seconds: awaySeconds, bannerSeconds, keptZ, liveSeconds: (Date.now() - back) / 1000 };
}
