import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditWall } from './support/auditWall.mjs';
import { openBrowser, signedInPage } from './support/browser.js';
import { RunningServer, readingEvent } from './support/runningServer.js';
import { type Built, PairedWall, SCENES, SIZES, installation, seedPark } from './support/wallBench.js';

const PARK = 'p1';
const FULL_HD: Built = { width: 1920, height: 1080, columns: 1, rows: 1 };
let server: RunningServer;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([RunningServer.start(), openBrowser()]);
  await seedPark(server, PARK);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open({ width, height }: Pick<Built, 'width' | 'height'>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  pages.push(page);
  return page;
}

async function openWall(built: Built = FULL_HD, over: object = {}) {
  const page = await open(built);
  const wall = await PairedWall.pair(server, page, PARK);
  await wall.change({ installation: installation(built, over), control: { pinned: 'overview' } });
  return { page, wall };
}

const textOf = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`).first().textContent();

async function toScene(page: Page, wall: PairedWall, scene: string, word: string): Promise<void> {
  await wall.drive({ pinned: scene });
  await expect.poll(() => textOf(page, 'scene'), { timeout: 10_000, interval: 50 }).toBe(word);
  await page.waitForTimeout(350);
}

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'zh-CN': {
    overview: '总览',
    trend: '趋势',
    matrix: '等级矩阵',
    changes: '退化与告警',
    feeds: '数据健康',
    primaries: '一级指标',
    map: '园区地图',
  },
  en: {
    overview: 'Overview',
    trend: 'Trend',
    matrix: 'Level matrix',
    changes: 'Regressions & alerts',
    feeds: 'Data health',
    primaries: 'Primary indicators',
    map: 'Park map',
  },
};

describe.each(SIZES)('a wall of $width x $height on $columns x $rows panels', (built) => {
  it.each(['zh-CN', 'en'])(
    'has nothing cut, small, overlapping or across a seam in any scene (%s)',
    async (locale) => {
      const { page, wall } = await openWall(built);
      await wall.drive({ locale });
      const faults: string[] = [];
      for (const scene of SCENES) {
        await toScene(page, wall, scene, WORDS[locale]?.[scene] ?? '');
        for (const fault of await page.evaluate(auditWall, built)) faults.push(`${scene}: ${fault}`);
      }
      expect(faults).toEqual([]);
      const report = await wall.seenByDesk();
      expect(report).toMatchObject({
        verdict: 'ok',
        crossedSeams: 0,
        width: built.width,
        height: built.height,
      });
      expect(report['textPx']).toBeGreaterThanOrEqual(Number(report['minimumPx']));
    },
  );
});

describe('a wall read from far away', () => {
  it.each([
    { width: 3840, height: 1080, columns: 2, rows: 1 },
    { width: 5760, height: 1080, columns: 3, rows: 1 },
    { width: 3840, height: 2160, columns: 2, rows: 2 },
  ])('of $width x $height shows 59 px type at 8 m and still nothing is cut', async (built) => {
    const { page, wall } = await openWall(built, { farthestMetres: 8 });
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize), {
        timeout: 10_000,
      })
      .toMatch(/^(?:59|6\d)/);
    const faults: string[] = [];
    for (const scene of SCENES) {
      await toScene(page, wall, scene, WORDS['zh-CN']?.[scene] ?? '');
      for (const fault of await page.evaluate(auditWall, built)) faults.push(`${scene}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it('refuses what could not be read, and says so at the desk', async () => {
    const { page, wall } = await openWall(FULL_HD, { farthestMetres: 8 });
    const refusal = page.locator('[data-testid="too-small"]');
    await refusal.waitFor({ timeout: 10_000 });
    expect(await refusal.textContent()).toContain('59 px');
    expect(await page.locator('.wall-tile').count()).toBe(0);
    await expect.poll(async () => (await wall.seenByDesk())['verdict'], { timeout: 10_000 }).toBe('tooSmall');
    const { page: desk } = await signedInPage(browser, server);
    pages.push(desk);
    await desk.goto(`${server.url}/parks/${PARK}/desk`);
    await desk.getByText('拒绝显示').first().waitFor({ timeout: 15_000 });
    await wall.revoke();
  });
});

describe('the desk', () => {
  it('approves the code of a wall, drives it and takes its token back', async () => {
    const page = await open(FULL_HD);
    await page.goto(`${server.url}/wall`);
    const code = page.locator('[data-testid="pairing-code"]').filter({ hasNotText: '·' });
    await code.waitFor();
    const { page: desk, errors } = await signedInPage(browser, server);
    pages.push(desk);
    await desk.goto(`${server.url}/parks/${PARK}/desk`);
    await desk.locator('input[name="code"]').fill((await code.textContent()) ?? '');
    await desk.locator('input[name="name"]').fill('指挥大厅');
    await desk.getByRole('button', { name: '批准' }).click();
    await page.locator('[data-testid="z"]').waitFor({ timeout: 20_000 });
    const card = desk.locator('.wall-card', {
      has: desk.getByRole('heading', { name: '指挥大厅', exact: true }),
    });
    await card.waitFor();
    await card.getByRole('button', { name: '暂停' }).click();
    await expect.poll(() => page.locator('.wall').textContent(), { timeout: 5000 }).toContain('已暂停');
    const before = await textOf(page, 'scene');
    await card.getByRole('button', { name: /下一场景/ }).click();
    await expect.poll(() => textOf(page, 'scene'), { timeout: 5000 }).not.toBe(before);
    await card.locator('select[name="pin"]').selectOption('map');
    await expect.poll(() => textOf(page, 'scene'), { timeout: 5000 }).toBe('园区地图');
    expect(await page.locator('.wall').textContent()).toContain('精细化工');
    await card.locator('input[name="visitor"]').check();
    await expect
      .poll(() => page.locator('.wall').textContent(), { timeout: 90_000 })
      .not.toContain('精细化工');
    await card.locator('input[name="demo"]').check();
    await page.locator('.watermark').first().waitFor({ timeout: 5000 });
    expect(await page.locator('.watermark').first().textContent()).toContain('演示数据');
    await card.getByRole('button', { name: '撤销', exact: true }).click();
    await card.getByRole('button', { name: '确认撤销' }).click();
    await code.waitFor({ timeout: 15_000 });
    expect(await page.evaluate(() => localStorage.getItem('parkpulse.wall.token'))).toBeNull();
    expect(errors.filter((error) => !/404/.test(error))).toEqual([]);
  });
});

describe('rotation', () => {
  it('goes on by itself, passes over a scene that breaks, and tells the desk of it', async () => {
    const page = await open(FULL_HD);
    await page.route('**/api/v1/parks/*/places', (route) => route.fulfill({ json: { at: 'broken' } }));
    const wall = await PairedWall.pair(server, page, PARK);
    await wall.drive({ scenes: ['overview', 'map', 'matrix'], seconds: { overview: 5, others: 5 } });
    const seen: (string | null)[] = [];
    const end = Date.now() + 26_000;
    while (Date.now() < end) {
      const scene = await textOf(page, 'scene');
      if (seen.at(-1) !== scene) seen.push(scene);
      await page.waitForTimeout(200);
    }
    expect(seen.filter((scene) => scene === '等级矩阵').length).toBeGreaterThanOrEqual(2);
    expect(seen.filter((scene) => scene === '总览').length).toBeGreaterThanOrEqual(2);
    await expect.poll(async () => (await wall.seenByDesk())['failing'], { timeout: 10_000 }).toEqual(['map']);
  });
});

describe('time on the wall', () => {
  it('is the server’s: the day and the month turn at midnight without a reload', async () => {
    const page = await open(FULL_HD);
    // Midnight of the park's zone at the end of November, a few seconds after the first answer.
    const shift = Date.parse('2026-11-30T15:59:50Z') - Date.now();
    await page.route('**/api/v1/wall', async (route) => {
      const response = await route.fetch();
      if (!response.ok()) return route.fulfill({ response });
      const own = (await response.json()) as { now: string };
      return route.fulfill({ response, json: { ...own, now: new Date(Date.now() + shift).toISOString() } });
    });
    await PairedWall.pair(server, page, PARK);
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    expect(await textOf(page, 'day')).toBe('2026-11-30 周一');
    await expect.poll(() => textOf(page, 'day'), { timeout: 60_000, interval: 100 }).toBe('2026-12-01 周二');
    expect(await textOf(page, 'clock')).toMatch(/^00:0/);
    expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true);
  });
});

describe('an alert', () => {
  it('takes the wall over within seconds, on a fifth of it, off clock and score, until the desk has seen it', async () => {
    const { page, wall } = await openWall();
    await wall.drive({ pinned: null, paused: true });
    const card = page.locator('[data-testid="alert-card"]');
    expect(await card.count()).toBe(0);
    await server.send(
      readingEvent(PARK, Date.now() - 3000, 'iot_access_ratio_design', { numerator: 590, denominator: 1000 }),
    );
    const sent = Date.now();
    await card.waitFor({ timeout: 30_000 });
    expect(Date.now() - sent).toBeLessThan(30_000);
    expect(await card.textContent()).toContain('物联网平台');
    const box = (await card.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(box.width * box.height).toBeLessThanOrEqual(0.2 * 1920 * 1080 + 1);
    for (const id of ['clock', 'z', 'grade', 'disclaimer']) {
      const other = await page.locator(`[data-testid="${id}"]`).boundingBox();
      expect(isApart(box, other ?? box), id).toBe(true);
    }
    await expect.poll(() => textOf(page, 'scene'), { timeout: 5000 }).toBe('退化与告警');
    await wall.drive({ acknowledge: true });
    await expect.poll(() => card.count(), { timeout: 10_000 }).toBe(0);
  });
});

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function isApart(a: Rect, b: Rect): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

describe('while the server is away', () => {
  it('the wall says so within 5 s, keeps its picture over a reload, and is live within 5 s of the return', async () => {
    const { page } = await openWall();
    const z = await textOf(page, 'z');
    const banner = page.locator('.wall-banner').first();
    // The frame is kept every ten seconds, and the page for a start without a server is in place.
    await page.waitForFunction(() => localStorage.getItem('parkpulse.wall.frame') !== null, undefined, {
      timeout: 20_000,
    });
    await page.waitForFunction(() => navigator.serviceWorker?.controller !== null, undefined, {
      timeout: 20_000,
    });
    await page.reload();
    await page.locator('[data-testid="z"]').waitFor();
    await page.waitForTimeout(12_000);

    const killed = Date.now();
    await server.kill();
    await banner.waitFor({ timeout: 5000 });
    expect(Date.now() - killed).toBeLessThan(5000);
    expect(await textOf(page, 'z')).toBe(z);
    expect(await banner.textContent()).toContain('连接中断');

    await page.reload();
    await page.locator('[data-testid="z"]').waitFor({ timeout: 10_000 });
    expect(await textOf(page, 'z')).toBe(z);
    await banner.waitFor({ timeout: 6000 });
    expect(await banner.textContent()).toMatch(/画面停在 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    expect(await page.evaluate(auditWall, FULL_HD)).toEqual([]);

    await server.launch();
    const back = Date.now();
    await expect.poll(() => banner.count(), { timeout: 5000, interval: 50 }).toBe(0);
    expect(Date.now() - back).toBeLessThan(5000);
  });
});

describe('the token of a wall', () => {
  it('opens its picture and nothing else: every call of the documentation is tried', async () => {
    const page = await open(FULL_HD);
    await PairedWall.pair(server, page, PARK);
    const token = await page.evaluate(() => localStorage.getItem('parkpulse.wall.token'));
    const ask = (method: string, path: string) =>
      fetch(`${server.url}${path}`, {
        method,
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
      });
    const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    const shown = ['alerts', 'assessment', 'feeds', 'places', 'transitions', 'trend'].map(
      (name) => `/api/v1/parks/{park}/${name}`,
    );
    const own = ['/api/v1/wall', '/api/v1/wall/report'];
    const open_: string[] = [];
    for (const { method, path } of calls) {
      const filled = path
        .replace('{park}', PARK)
        .replace('{measure}', 'monitor_online_ratio')
        .replace(/\{\w+\}/g, 'I10');
      const { status } = await ask(method, filled);
      if (![403, 404].includes(status)) open_.push(`${method} ${path}`);
    }
    expect(open_.every((call) => [...shown, ...own].includes(call.split(' ')[1] ?? ''))).toBe(true);
    expect(open_.filter((call) => call.startsWith('GET')).length).toBeGreaterThanOrEqual(6);
    expect(open_.filter((call) => !call.startsWith('GET'))).toEqual(['POST /api/v1/wall/report']);
    for (const path of [
      '/',
      '/parks',
      `/parks/${PARK}`,
      `/parks/${PARK}/desk`,
      '/standard',
      '/sign-in',
      '/api/docs',
    ])
      expect((await ask('GET', path)).status, path).toBe(403);
  });
});
