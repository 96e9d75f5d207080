/**
 * Accelerated soak of the wall in a real browser:
 *   npm run build && node test/dist/e2e/wallSoak.js [--minutes 30] [--rate 10] [--size 3840x2160] [--away 120]
 * `--rate` events a second go up and down across thresholds (a park sends about one), scenes turn every five seconds. Each
 * time the overview comes round: heap and canvases after a forced collection, DOM nodes, listeners, frames a second. Then
 * the server is taken away for `--away` seconds. Fails when the heap of the last third is more than 10 % above that of the
 * first (after a minute of warming up), when charts pile up, on a long task on idle tiles, on an error of the page, or when
 * the wall is not live within 5 s of the server's return.
 */
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { openBrowser } from './support/browser.js';
import { RunningServer, readingEvent } from './support/runningServer.js';
import { PairedWall, installation, seedPark } from './support/wallBench.js';

interface Sample {
  readonly second: number;
  readonly heapMb: number;
  /** Alive after collection, on the page or not. */
  readonly canvases: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly framesPerSecond: number;
  readonly patches: number;
}

interface LongTask {
  readonly milliseconds: number;
  /** Since the scene had changed. */
  readonly sinceScene: number;
}

interface Absence {
  readonly bannerSeconds: number;
  readonly keptZ: boolean;
  readonly liveSeconds: number;
}

const PARK = 'p1';
const WARM_UP_SECONDS = 60;
const MOST_GROWTH = 0.1;
/** Tiles are idle once a scene has stood this long, in milliseconds. */
const SETTLED_MS = 1500;
const LONG_MS = 200;
const BACK_SECONDS = 5;
const MEASURES = [
  'iot_access_ratio_design',
  'iot_access_ratio_industry',
  'data_lake_ratio',
  'lake_data_call_ratio',
];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '10' },
    size: { type: 'string', default: '3840x2160' },
    away: { type: 'string', default: '120' },
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
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  watch(page);
  const wall = await PairedWall.pair(server, page, PARK);
  await wall.change({
    installation: installation({ width, height, columns: 2, rows: height > 1200 ? 2 : 1 }),
    control: { seconds: { overview: 5, others: 5 }, acknowledge: true },
  });
  await page.evaluate(noteLongTasks);
  const samples = await soak(wall, await context.newCDPSession(page));
  const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: LongTask[] }).longTasks);
  const absence = awaySeconds > 0 ? await withoutServer(wall) : null;
  process.exitCode = report(samples, tasks, absence) ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
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

/** Runs in the page. */
function noteLongTasks(): void {
  const held: LongTask[] = [];
  Object.assign(globalThis, { longTasks: held });
  let scene: string | null = null;
  let changedAt = 0;
  const look = (): void => {
    const now = document.querySelector('[data-testid="scene"]')?.textContent ?? null;
    if (now !== scene) [scene, changedAt] = [now, performance.now()];
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      held.push({ milliseconds: duration, sinceScene: startTime - changedAt });
  }).observe({ entryTypes: ['longtask'] });
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
    samples.push(await sample(wall.page, cdp, Math.round((Date.now() - start) / 1000)));
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

async function sample(page: Page, cdp: CDPSession, second: number): Promise<Sample> {
  const framesPerSecond = await page.evaluate(countFrames);
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    second,
    heapMb: Math.round((of('JSHeapUsedSize') / 1_048_576) * 100) / 100,
    canvases: await aliveCanvases(cdp),
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    framesPerSecond,
    patches,
  };
}

/** Runs in the page: how many frames a second it draws, over one second. */
function countFrames(): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    let frames = 0;
    const count = (now: number): void => {
      frames += 1;
      if (now - start < 1000) requestAnimationFrame(count);
      else resolve(Math.round((frames * 1000) / (now - start)));
    };
    requestAnimationFrame(count);
  });
}

/** Canvases that anything still holds: a chart that was not disposed of keeps its own. */
async function aliveCanvases(cdp: CDPSession): Promise<number> {
  const objectGroup = 'soak';
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: 'HTMLCanvasElement.prototype',
    objectGroup,
  });
  const { objects } = await cdp.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(length.value);
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
  return { bannerSeconds, keptZ, liveSeconds: (Date.now() - back) / 1000 };
}

/** Prints the figures; false when any of them is not good enough. */
function report(samples: readonly Sample[], tasks: readonly LongTask[], absence: Absence | null): boolean {
  const steady = samples.filter(({ second }) => second > WARM_UP_SECONDS);
  const third = Math.max(1, Math.floor(steady.length / 3));
  const first = median(steady.slice(0, third), 'heapMb');
  const last = median(steady.slice(-third), 'heapMb');
  const growth = (last - first) / first;
  const long = tasks.filter(({ milliseconds }) => milliseconds > LONG_MS);
  const idle = long.filter(({ sinceScene }) => sinceScene > SETTLED_MS);
  const canvases = {
    first: median(steady.slice(0, third), 'canvases'),
    last: median(steady.slice(-third), 'canvases'),
  };
  const lines = [
    '',
    `${minutes} minutes, ${width}x${height}, ${sent} events sent (${rate} a second wished), ${patches} patches received, ${samples.length} samples`,
    `heap after collection: first third ${first} MB, last third ${last} MB, growth ${(growth * 100).toFixed(1)} %, ${rangeOf(steady, 'heapMb')} MB`,
    `canvases alive ${rangeOf(steady, 'canvases')}, nodes ${rangeOf(steady, 'nodes')}, listeners ${rangeOf(steady, 'listeners')}`,
    `frames a second ${rangeOf(steady, 'framesPerSecond')}, median ${median(steady, 'framesPerSecond')}`,
    `long tasks: ${tasks.length}, over ${LONG_MS} ms ${long.length} (longest ${longest(tasks)} ms), of these on idle tiles ${idle.length} (longest ${longest(idle)} ms)`,
    `page errors: ${errors.length} ${errors[0] ?? ''}`,
    absence === null
      ? 'server never taken away'
      : `server away for ${awaySeconds} s: banner after ${absence.bannerSeconds} s, picture kept: ${absence.keptZ}, live ${absence.liveSeconds} s after its return`,
    '',
  ];
  process.stdout.write(lines.join('\n'));
  return (
    growth < MOST_GROWTH &&
    canvases.last <= canvases.first &&
    idle.length === 0 &&
    errors.length === 0 &&
    (absence === null || (absence.keptZ && absence.liveSeconds <= BACK_SECONDS))
  );
}

type Figure = Exclude<keyof Sample, 'second'>;

function rangeOf(samples: readonly Sample[], figure: Figure): string {
  const numbers = samples.map((one) => one[figure]);
  return `${Math.min(...numbers)}–${Math.max(...numbers)}`;
}

function longest(tasks: readonly LongTask[]): number {
  return Math.round(Math.max(0, ...tasks.map(({ milliseconds }) => milliseconds)));
}

function median(samples: readonly Sample[], figure: Figure): number {
  const sorted = samples.map((one) => one[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
