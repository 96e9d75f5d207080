/**
 * Accelerated soak of the wall in a real browser:
 *   npm run build && node test/dist/e2e/wallSoak.js [--minutes 30] [--rate 10] [--size 3840x2160]
 * Events come at ten times the rate of a quiet park (one a second, `--rate` multiplies a tenth of that), scenes turn every
 * five seconds. Reports heap after forced collection, DOM nodes, listeners, charts and long tasks; fails when the heap of
 * the last third is more than 10 % above that of the first third (after a minute of warming up).
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
  readonly nodes: number;
  readonly listeners: number;
  readonly charts: number;
}

interface LongTask {
  readonly at: number;
  readonly milliseconds: number;
}

const SAMPLE_MS = 15_000;
const WARM_UP_SECONDS = 60;
const MOST_GROWTH = 0.1;
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
  },
});
const minutes = Number(values.minutes);
const [width = 3840, height = 2160] = values.size.split('x').map(Number);
const server = await RunningServer.start();
const browser = await openBrowser();
let failed = false;
try {
  await seedPark(server, 'p1');
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const wall = await PairedWall.pair(server, page, 'p1');
  await wall.change({
    installation: installation({ width, height, columns: 2, rows: height > 1200 ? 2 : 1 }),
    control: { seconds: { overview: 5, others: 5 } },
  });
  await page.evaluate(noteLongTasks);
  const cdp = await context.newCDPSession(page);
  const samples = await soak(page, cdp);
  failed = report(
    samples,
    await page.evaluate(() => (globalThis as unknown as { longTasks: LongTask[] }).longTasks),
    errors,
  );
} finally {
  await browser.close();
  await server.stop();
}
process.exitCode = failed ? 1 : 0;

function noteLongTasks(): void {
  const held: LongTask[] = [];
  Object.assign(globalThis, { longTasks: held });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      held.push({ at: startTime, milliseconds: duration });
  }).observe({ entryTypes: ['longtask'] });
}

async function soak(page: Page, cdp: CDPSession): Promise<readonly Sample[]> {
  const start = Date.now();
  const end = start + minutes * 60_000;
  const samples: Sample[] = [];
  let isOver = false;
  const feeding = feed(() => isOver);
  while (Date.now() < end) {
    await pause(Math.min(SAMPLE_MS, Math.max(0, end - Date.now())));
    samples.push(await sample(page, cdp, Math.round((Date.now() - start) / 1000)));
    const last = samples.at(-1);
    process.stdout.write(`${JSON.stringify(last)}\n`);
  }
  isOver = true;
  await feeding;
  return samples;
}

/** Readings that go up and down across thresholds, so that levels, scores and lists keep changing. */
async function feed(isOver: () => boolean): Promise<void> {
  for (let turn = 0; !isOver(); turn += 1) {
    const measure = MEASURES[turn % MEASURES.length] ?? '';
    const numerator = 550 + ((turn * 113) % 440);
    await server.send(readingEvent('p1', Date.now() - 500, measure, { numerator, denominator: 1000 }));
    await pause(10_000 / Number(values.rate));
  }
}

async function sample(page: Page, cdp: CDPSession, second: number): Promise<Sample> {
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    second,
    heapMb: Math.round((of('JSHeapUsedSize') / 1_048_576) * 100) / 100,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    charts: await page.locator('[_echarts_instance_]').count(),
  };
}

function report(samples: readonly Sample[], tasks: readonly LongTask[], errors: readonly string[]): boolean {
  const steady = samples.filter(({ second }) => second > WARM_UP_SECONDS);
  const third = Math.max(1, Math.floor(steady.length / 3));
  const heap = (part: readonly Sample[]): number => median(part.map(({ heapMb }) => heapMb));
  const [first, last] = [heap(steady.slice(0, third)), heap(steady.slice(-third))];
  const growth = (last - first) / first;
  const long = tasks.filter(({ milliseconds }) => milliseconds > 200);
  const most = (key: 'nodes' | 'listeners' | 'charts'): string =>
    `${Math.min(...steady.map((one) => one[key]))}–${Math.max(...steady.map((one) => one[key]))}`;
  process.stdout.write(
    [
      '',
      `minutes ${minutes}, rate x${values.rate}, ${width}x${height}, ${samples.length} samples`,
      `heap after collection: first third ${first} MB, last third ${last} MB, growth ${(growth * 100).toFixed(1)} %`,
      `nodes ${most('nodes')}, listeners ${most('listeners')}, charts on the screen ${most('charts')}`,
      `long tasks over 200 ms: ${long.length} (longest ${Math.round(Math.max(0, ...tasks.map(({ milliseconds }) => milliseconds)))} ms)`,
      `page errors: ${errors.length}${errors.length > 0 ? ` (${errors[0]})` : ''}`,
      '',
    ].join('\n'),
  );
  return growth > MOST_GROWTH || errors.length > 0;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
