import type { Browser, Page } from 'playwright-core';
import { findFreePorts } from '../../kafka/freePorts.js';
import { AlertWorld, PARK } from '../bench/alertWorld.js';
import { ChaosProxy } from '../bench/chaosProxy.js';
import { sleep } from '../bench/postgresServer.js';
import { type FaultRow, Findings, NotRun, type Outcome } from '../bench/row.js';
import type { Ground } from '../bench/world.js';
import { openBrowser } from '../../e2e/support/browser.js';

const DARK_MS = 30_000;
const TOLD_MS = 5000;
const RESYNC_MS = 3000;
/** A page comes back after a pause that may have grown to four seconds. */
const RECONNECT_MS = 6000;

/** What the matrix of the page shows, cell by cell. */
async function shownBy(page: Page): Promise<string> {
  const cells = await page
    .locator('[data-cell]')
    .evaluateAll((all) =>
      all.map((cell) => `${cell.getAttribute('data-cell')}=${cell.querySelector('b')?.textContent ?? ''}`),
    );
  return cells.sort().join(' ');
}

async function heldByServer(bench: AlertWorld): Promise<string> {
  const { body } = await bench.api.call<{ indicators: readonly { id: string; candidate: string }[] }>(
    'GET',
    `/parks/${PARK}/assessment`,
  );
  return body.indicators
    .map(({ id, candidate }) => `${id}=${candidate}`)
    .sort()
    .join(' ');
}

/** Milliseconds until the page shows what the server holds. */
async function inStep(bench: AlertWorld, page: Page, patienceMs: number): Promise<number> {
  const start = Date.now();
  while ((await shownBy(page)) !== (await heldByServer(bench))) {
    if (Date.now() - start > patienceMs) return Infinity;
    await sleep(50);
  }
  return Date.now() - start;
}

async function openPage(browser: Browser, address: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: address }]);
  const page = await context.newPage();
  await page.goto(`${address}/parks/${PARK}`);
  await page.locator('[data-cell="I10"]').waitFor({ timeout: 20_000 });
  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  return page;
}

/** The network of a page goes dark for half a minute, with changes meanwhile. */
async function dark(bench: AlertWorld, page: Page, proxy: ChaosProxy, findings: Findings): Promise<void> {
  proxy.weather.blackhole = true;
  const from = Date.now();
  await page.locator('.banner.lost').waitFor({ timeout: 3 * TOLD_MS });
  findings.within('told that it is not live (network)', Date.now() - from, TOLD_MS);
  await bench.say(300, 0);
  await sleep(Math.max(0, DARK_MS - (Date.now() - from)));
  await bench.world.settle();
  proxy.weather.blackhole = false;
  // What was lost on the way is lost: the old connection is found dead and a new one made.
  await sleep(RECONNECT_MS);
  findings.within('in step after the page is connected again', await inStep(bench, page, 20_000), RESYNC_MS);
}

async function restarted(bench: AlertWorld, page: Page, findings: Findings): Promise<void> {
  bench.worker.signal('SIGKILL');
  const killed = Date.now();
  await page.locator('.banner.lost').waitFor({ timeout: 3 * TOLD_MS });
  findings.within('told that it is not live (server)', Date.now() - killed, TOLD_MS);
  await bench.worker.ready();
  await bench.say(850, 0);
  await bench.world.settle();
  await page.locator('.banner.lost').waitFor({ state: 'detached', timeout: 20_000 });
  await sleep(4000);
  findings.within('in step after the server is back', await inStep(bench, page, 20_000), RESYNC_MS);
}

async function awayAndBack(ground: Ground): Promise<Outcome> {
  const browser = await openBrowser().catch((error: unknown) => {
    throw new NotRun(`no Chromium: ${String(error)}`);
  });
  const [port = 0] = await findFreePorts(1);
  const proxy = await ChaosProxy.before(port);
  const bench = await AlertWorld.open(ground, '52', { env: { PORT: String(port) } });
  try {
    await bench.say(850, 60_000);
    await bench.world.settle();
    const page = await openPage(browser, `http://127.0.0.1:${proxy.port}`, bench.api.cookie);
    const findings = new Findings().within('in step at first', await inStep(bench, page, 20_000), 20_000);
    await dark(bench, page, proxy, findings);
    await restarted(bench, page, findings);
    findings.require(await page.evaluate(() => 'notReloaded' in globalThis), 'the page was loaded again');
    return findings;
  } finally {
    await browser.close();
    await bench.close();
    await proxy.close();
  }
}

export const BROWSER: readonly FaultRow[] = [
  {
    row: '52',
    fault: 'A browser without network for 30 s while its park changes; the server killed and started again',
    required:
      'told ≤ 5 s; every cell as the server holds it ≤ 3 s after it is connected again, without a reload',
    run: awayAndBack,
  },
];
