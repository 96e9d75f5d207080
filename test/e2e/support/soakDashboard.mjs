/**
 * Live updates for a long time in a real browser, against a running server:
 *   PARKPULSE_ADMIN_PASSWORD=… node test/e2e/support/soakDashboard.mjs <base> [--minutes 30] [--rate 12] [--park soak]
 * Makes a park of its own, sends `--rate` events a second that go up and down across thresholds, and keeps the overview
 * open. A room pushes at most ten times a second and puts together what comes between (one revision is a patch, more are a
 * snapshot), so more than ten events a second are wanted for ten pushes; both count as patches here. Every half minute, after a forced collection: heap, DOM nodes, listeners, charts, patches so
 * far and patches a second since the last look. Fails when the heap of the last third is more than 10 % above that of the
 * first (after two minutes of warming up), on an error of the page, or with fewer than `--least` patches a second.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.mjs';

const MOST_GROWTH = 0.1;
const WARM_UP_SECONDS = 120;
/** A slow answer must not slow the rate down; a server that answers none must not be flooded. */
const MOST_UNDER_WAY = 8;
const MEASURES = [
  'iot_access_ratio_design',
  'iot_access_ratio_industry',
  'data_lake_ratio',
  'lake_data_call_ratio',
];
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '12' },
    least: { type: 'string', default: '0' },
    park: { type: 'string', default: 'soak' },
  },
});
const [base = 'http://127.0.0.1:3000'] = positionals;
const seconds = Number(values.minutes) * 60;
let cookie = '';
let sent = 0;
let patches = 0;
const errors = [];

await signIn();
await call('POST', '/parks', { id: values.park, name: 'Soak' });
const browser = await launchChromium();
const page = await openOverview();
const session = await page.context().newCDPSession(page);
const started = Date.now();
const samples = [];
const sampler = setInterval(() => void sample().catch((error) => errors.push(String(error))), 30_000);
const sending = new Set();
for (let tick = 0; Date.now() - started < seconds * 1000; tick += 1) {
  const due = started + (tick * 1000) / Number(values.rate);
  if (due > Date.now()) await pause(due - Date.now());
  if (sending.size >= MOST_UNDER_WAY) await Promise.race(sending);
  const one = send(tick)
    .catch((error) => errors.push(String(error)))
    .finally(() => sending.delete(one));
  sending.add(one);
}
await Promise.all(sending);
clearInterval(sampler);
await sample();
await browser.close();
report();

async function signIn() {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: process.env.PARKPULSE_ADMIN_PASSWORD }),
  });
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0];
}

async function call(method, path, body, type = 'application/json') {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { cookie, 'content-type': type },
    body: JSON.stringify(body),
  });
  if (!answer.ok && answer.status !== 409) throw new Error(`${method} ${path}: ${answer.status}`);
}

async function openOverview() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url: base }]);
  const opened = await context.newPage();
  opened.on('pageerror', (error) => errors.push(error.message));
  opened.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (/"(patch|snapshot)"/.test(String(payload).slice(0, 60))) patches += 1;
    }),
  );
  await opened.goto(`${base}/parks/${values.park}`);
  return opened;
}

/** Every event moves one measure to the other side of a threshold, so that each makes a revision. */
async function send(tick) {
  const measure = MEASURES[tick % MEASURES.length];
  const numerator = Math.floor(tick / MEASURES.length) % 2 === 0 ? 95 : 10;
  const event = {
    ...{ specversion: '1.0', id: `soak-${started}-${tick}`, source: '/soak', subject: values.park },
    ...{ type: 'parkpulse.measure.reading.v1', time: new Date().toISOString() },
    data: { readings: [{ measure, numerator, denominator: 100 }] },
  };
  await call('POST', '/events', event, 'application/cloudevents+json');
  sent += 1;
}

async function sample() {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const second = Math.round((Date.now() - started) / 1000);
  const before = samples.at(-1) ?? { second: 0, patches: 0 };
  const charts = await page.locator('[_echarts_instance_]').count();
  const memory = {
    heapMb: Math.round(usedSize / 10_485.76) / 100,
    nodes,
    listeners: jsEventListeners,
    charts,
  };
  const rate = (patches - before.patches) / Math.max(1, second - before.second);
  samples.push({ second, ...memory, patches, patchesPerSecond: Math.round(rate * 100) / 100 });
  console.log(JSON.stringify(samples.at(-1)));
}

function report() {
  const warm = samples.filter(({ second }) => second >= Math.min(WARM_UP_SECONDS, seconds / 4));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const mean = (part) => part.reduce((sum, { heapMb }) => sum + heapMb, 0) / part.length;
  const [first, last] = [mean(warm.slice(0, third)), mean(warm.slice(-third))];
  const growth = last / first - 1;
  const charts = [...new Set(warm.map((one) => one.charts))];
  const perSecond = { events: sent / seconds, patches: patches / seconds };
  console.log(JSON.stringify({ sent, patches, perSecond, first, last, growth, charts, errors }));
  const isGood = growth <= MOST_GROWTH && errors.length === 0 && perSecond.patches >= Number(values.least);
  process.exitCode = isGood ? 0 : 1;
}
