import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openBrowser } from './support/browser.js';
import { RunningServer } from './support/runningServer.js';
import { PairedWall, installation, seedPark } from './support/wallBench.js';

const PARK = 'p1';
const SIZE = { width: 1920, height: 1080, columns: 1, rows: 1 };
/** Feeds are asked for every 15 s; older than three of these a tile is stale. */
const STALE = { timeout: 75_000, interval: 500 };
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([RunningServer.start(), openBrowser()]);
  await seedPark(server, PARK);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openWall(): Promise<PairedWall> {
  const context = await browser.newContext({ viewport: SIZE, serviceWorkers: 'block' });
  const wall = await PairedWall.pair(server, await context.newPage(), PARK);
  await wall.change({ installation: installation(SIZE), control: { acknowledge: true } });
  return wall;
}

describe.concurrent('tiles of a wall', () => {
  it('grey with their age when their data is no longer answered, alone, and are themselves again after it', async ({
    expect,
  }) => {
    const wall = await openWall();
    const { page } = wall;
    await wall.show('feeds');
    const stale = () =>
      page
        .locator('.wall-tile.stale')
        .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-tile')));
    expect(await stale()).toEqual([]);
    await page.route('**/api/v1/parks/*/feeds', (route) => route.abort());
    await expect.poll(stale, STALE).toEqual(['feedHealth', 'feedList']);
    const tile = page.locator('[data-tile="feedList"]');
    expect(await tile.locator('.age').textContent()).toMatch(/(?:4[5-9]|5\d)秒|1分钟/);
    expect(await tile.locator('.body').evaluate((body) => getComputedStyle(body).filter)).toBe(
      'grayscale(1)',
    );
    // The wall itself is live: what is stale is this, and nothing else.
    expect(await page.locator('.wall-banner').count()).toBe(0);
    await page.unroute('**/api/v1/parks/*/feeds');
    await expect.poll(stale, { timeout: 15_000 }).toEqual([]);
    await page.context().close();
  });

  it('stand again after a reload in the scene that was on, though the show is paused', async ({ expect }) => {
    const wall = await openWall();
    await wall.show('matrix');
    await wall.drive({ pinned: null, paused: true });
    await wall.page.waitForTimeout(500);
    await wall.page.reload();
    await expect.poll(() => wall.textOf('scene'), { timeout: 15_000 }).toBe('等级矩阵');
    await wall.page.waitForTimeout(1500);
    expect(await wall.textOf('scene')).toBe('等级矩阵');
    await wall.page.context().close();
  });

  it('are printed as they stand, on one sheet of the shape of the wall', async ({ expect }) => {
    const wall = await openWall();
    await wall.show('overview');
    const pdf = (await wall.page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox ?\[([^\]]+)\]/g)].map(([, box]) => box?.trim());
    // 1 CSS pixel is three quarters of a point.
    expect(boxes).toEqual(['0 0 1440 810']);
    await wall.page.context().close();
  });
});
