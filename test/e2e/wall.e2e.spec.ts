import { io, type Socket } from 'socket.io-client';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditWall } from './support/auditWall.mjs';
import { openBrowser, signedInPage } from './support/browser.js';
import { RunningServer, readingEvent } from './support/runningServer.js';
import {
  type Built,
  PairedWall,
  SCENE_NAMES,
  SEAM_PX,
  SIZES,
  type WallLocale,
  installation,
  seedPark,
} from './support/wallBench.js';

/** A park with a month of history; the others hold what one test needs, so that none disturbs another. */
const PARK = 'p1';
/** How long something that is no matter of seconds may take on a busy machine. */
const PATIENT = { timeout: 40_000 };
const FULL_HD: Built = { width: 1920, height: 1080, columns: 1, rows: 1 };
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

interface Opened {
  readonly page: Page;
  /** What the page threw. */
  readonly errors: string[];
  /** Hosts it asked besides the server. */
  readonly strangers: Set<string>;
}

async function open(
  { width, height }: Pick<Built, 'width' | 'height'> = FULL_HD,
  serviceWorkers: 'allow' | 'block' = 'block',
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height }, serviceWorkers });
  const page = await context.newPage();
  const errors: string[] = [];
  const strangers = new Set<string>();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    const { host } = new URL(request.url());
    if (host !== new URL(server.url).host) strangers.add(host);
  });
  return { page, errors, strangers };
}

async function openWall(
  built: Built = FULL_HD,
  park = PARK,
): Promise<Opened & { readonly wall: PairedWall }> {
  const opened = await open(built);
  const wall = await PairedWall.pair(server, opened.page, park);
  await wall.change({ installation: installation(built), control: { acknowledge: true } });
  return { ...opened, wall };
}

const close = ({ page }: Pick<Opened, 'page'>): Promise<void> => page.context().close();

/** Faults of every scene, as the audit finds them in the page. */
async function faultsOf(wall: PairedWall, built: Built, locale: WallLocale = 'zh-CN'): Promise<string[]> {
  const faults: string[] = [];
  for (const scene of SCENE_NAMES) {
    await wall.show(scene, locale);
    for (const fault of await audit(wall, built)) faults.push(`${scene}: ${fault}`);
  }
  return faults;
}

const audit = (wall: PairedWall, { columns, rows }: Built): Promise<string[]> =>
  wall.page.evaluate(auditWall, { columns, rows, seamPx: SEAM_PX });

async function newPark(id: string): Promise<void> {
  await server.call('POST', '/parks', { id, name: '滨海化工园区' });
  await server.call('PUT', `/parks/${id}/definitions/iot_access_ratio_design`, {
    effectiveFrom: '2026-01-01T00:00:00Z',
    dwell: { downSeconds: 1, upSeconds: 1, staleSeconds: 86_400 },
  });
  await server.send(iotAccess(id, Date.now() - 120_000, 850));
  await server.settle(id);
}

/** How much of the devices is on the platform, in thousandths: 850 is enough for S4 of I10, 590 for much less. */
const iotAccess = (park: string, at: number, numerator: number): object =>
  readingEvent(park, at, 'iot_access_ratio_design', { numerator, denominator: 1000 });

describe.concurrent('a wall', () => {
  it('the wall turns from scene to scene by itself, passes over one that breaks, and tells the desk of it', async ({
    expect,
  }) => {
    await newPark('turning');
    const opened = await open();
    const { page } = opened;
    await page.route('**/api/v1/parks/*/places', (route) => route.fulfill({ json: { at: 'broken' } }));
    const wall = await PairedWall.pair(server, page, 'turning');
    await wall.drive({ scenes: ['overview', 'map', 'matrix'], seconds: { overview: 5, others: 5 } });
    const seen: (string | null)[] = [];
    const times = (scene: string): number => seen.filter((one) => one === scene).length;
    const end = Date.now() + 40_000;
    while ((times('等级矩阵') < 2 || times('总览') < 2) && Date.now() < end) {
      const scene = await wall.textOf('scene');
      if (seen.at(-1) !== scene) seen.push(scene);
      await page.waitForTimeout(200);
    }
    expect([times('等级矩阵') >= 2, times('总览') >= 2], seen.join(' ')).toEqual([true, true]);
    await expect.poll(async () => (await wall.seenByDesk())['failing'], PATIENT).toEqual(['map']);
    await close(opened);
  });

  it('the day and the month turn at midnight by the server’s clock, without a reload', async ({ expect }) => {
    await newPark('midnight');
    const opened = await open();
    const { page } = opened;
    // Midnight of the park's zone at the end of November comes some seconds after the first answer.
    let shift: number | null = null;
    await page.route('**/api/v1/wall', async (route) => {
      const response = await route.fetch();
      if (!response.ok()) return route.fulfill({ response });
      shift ??= Date.parse('2026-11-30T15:59:48Z') - Date.now();
      const own = (await response.json()) as { now: string };
      return route.fulfill({ response, json: { ...own, now: new Date(Date.now() + shift).toISOString() } });
    });
    const wall = await PairedWall.pair(server, page, 'midnight');
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const turned = { timeout: 60_000, interval: 100 };
    await expect.poll(() => wall.textOf('day'), turned).toBe('2026-11-30 周一');
    await expect.poll(() => wall.textOf('day'), turned).toBe('2026-12-01 周二');
    expect(await wall.textOf('clock')).toMatch(/^00:0/);
    expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true);
    await close(opened);
  });

  it('a change whose message was lost on the way is filled in', async ({ expect }) => {
    await newPark('gap');
    const opened = await open();
    const { page } = opened;
    const dropped: string[] = [];
    let isDropping = false;
    await page.routeWebSocket(/\/socket\.io\//, (route: WebSocketRoute) => {
      const behind = route.connectToServer();
      behind.onMessage((message) => {
        const isPatch = typeof message === 'string' && message.includes('"patch"');
        if (isPatch && isDropping) dropped.push(message);
        else route.send(message);
      });
    });
    const wall = await PairedWall.pair(server, page, 'gap');
    await wall.drive({ pinned: 'matrix', acknowledge: true });
    const before = await wall.textOf('z');
    isDropping = true;
    await server.send(iotAccess('gap', Date.now() - 1000, 990));
    await expect.poll(() => dropped.length, PATIENT).toBeGreaterThan(0);
    isDropping = false;
    expect(await wall.textOf('z')).toBe(before);
    await server.send(iotAccess('gap', Date.now(), 600));
    const z = await settledZ('gap');
    await expect.poll(async () => Number(await wall.textOf('z')), PATIENT).toBe(z);
    expect(opened.errors).toEqual([]);
    await close(opened);
  });

  it('the token of a wall opens its picture and nothing else: every call, page and room is tried', async ({
    expect,
  }) => {
    await newPark('other');
    const opened = await open();
    await PairedWall.pair(server, opened.page, PARK);
    const token = await opened.page.evaluate(() => localStorage.getItem('parkpulse.wall.token'));
    const ask = wallCaller(String(token));
    const answered = await answeredCalls(ask);
    expect(answered).toEqual([
      'GET /api/v1/parks/{park}/alerts',
      'GET /api/v1/parks/{park}/assessment',
      'GET /api/v1/parks/{park}/feeds',
      'GET /api/v1/parks/{park}/places',
      'GET /api/v1/parks/{park}/transitions',
      'GET /api/v1/parks/{park}/trend',
      'GET /api/v1/parks/{park}/trends',
      'GET /api/v1/wall',
      'POST /api/v1/wall/report',
    ]);
    expect(await answeredCalls(ask, 'other')).toEqual(['GET /api/v1/wall', 'POST /api/v1/wall/report']);
    const pages = [
      '/',
      '/parks',
      `/parks/${PARK}`,
      `/parks/${PARK}/desk`,
      '/standard',
      '/sign-in',
      '/api/docs',
    ];
    for (const path of pages) expect([path, (await ask('GET', path)).status]).toEqual([path, 403]);
    expect(await roomsOf(String(token))).toEqual({
      [PARK]: 'open',
      other: 'FORBIDDEN',
      nowhere: 'FORBIDDEN',
      '/': 'NOT_FOUND',
      '/admin': 'Invalid namespace',
    });
    await close(opened);
  });
  it('approves the code of a wall, drives it and takes its token back', async ({ expect }) => {
    const opened = await open();
    const { page } = opened;
    await page.goto(`${server.url}/wall`);
    const code = page.locator('[data-testid="pairing-code"]').filter({ hasNotText: '·' });
    await code.waitFor();
    const { page: desk, errors } = await signedInPage(browser, server);
    await desk.goto(`${server.url}/parks/${PARK}/desk`);
    await desk.locator('input[name="code"]').fill((await code.textContent()) ?? '');
    await desk.locator('input[name="name"]').fill('指挥大厅');
    await desk.getByRole('button', { name: '批准' }).click();
    await page.locator('[data-testid="z"]').waitFor(PATIENT);
    const heading = desk.getByRole('heading', { name: '指挥大厅', exact: true });
    const card = desk.locator('.wall-card', { has: heading });
    await card.waitFor();
    const wallText = () => page.locator('.wall').textContent();
    const scene = () => page.locator('[data-testid="scene"]').first().textContent();

    await card.getByRole('button', { name: '暂停' }).click();
    await expect.poll(wallText, PATIENT).toContain('已暂停');
    const before = await scene();
    await card.getByRole('button', { name: /下一场景/ }).click();
    await expect.poll(scene, PATIENT).not.toBe(before);
    await card.locator('select[name="pin"]').selectOption('map');
    await expect.poll(scene, PATIENT).toBe('园区地图');
    await expect.poll(wallText, PATIENT).toContain('精细化工');

    await card.locator('input[name="visitor"]').check();
    await expect.poll(wallText, PATIENT).not.toContain('精细化工');
    expect(await wallText()).toContain('访客模式');
    await page.reload();
    await page.locator('[data-testid="z"]').waitFor();
    const kept = (await page.evaluate(() => localStorage.getItem('parkpulse.wall.frame'))) ?? '';
    expect([kept.includes('"places"'), kept.includes('精细化工')]).toEqual([true, false]);

    await card.locator('input[name="demo"]').check();
    await page.locator('.watermark').first().waitFor(PATIENT);
    expect(await page.locator('.watermark').first().textContent()).toContain('演示数据');
    const faults = await page.evaluate(auditWall, { columns: 1, rows: 1 });
    expect(faults).toEqual([]);

    await card.getByRole('button', { name: '撤销', exact: true }).click();
    await card.getByRole('button', { name: '确认撤销' }).click();
    await code.waitFor(PATIENT);
    expect(await page.evaluate(() => localStorage.getItem('parkpulse.wall.token'))).toBeNull();
    expect(errors.filter((error) => !/404/.test(error))).toEqual([]);
    await Promise.all([close(opened), close({ page: desk })]);
  });

  it('is told when a wall refuses to show what could not be read', async ({ expect }) => {
    const opened = await open();
    const { page } = opened;
    const wall = await PairedWall.pair(server, page, PARK);
    await wall.change({ installation: installation(FULL_HD, { farthestMetres: 8 }) });
    const refusal = page.locator('[data-testid="too-small"]');
    await refusal.waitFor(PATIENT);
    expect(await refusal.textContent()).toContain('59 px');
    expect(await page.locator('.wall-tile').count()).toBe(0);
    await expect.poll(async () => (await wall.seenByDesk())['verdict'], PATIENT).toBe('tooSmall');
    const { page: desk } = await signedInPage(browser, server);
    await desk.goto(`${server.url}/parks/${PARK}/desk`);
    await desk.getByText('拒绝显示').first().waitFor(PATIENT);
    await wall.revoke();
    await Promise.all([close(opened), close({ page: desk })]);
  });
  it('takes the wall over within seconds, on a fifth of it, off clock and score, until the desk has seen it', async ({
    expect,
  }) => {
    await newPark('alarmed');
    const opened = await open();
    const { page } = opened;
    await page.addInitScript(countTones);
    const tones = () => page.evaluate(() => (globalThis as unknown as { tones: number }).tones);
    const wall = await PairedWall.pair(server, page, 'alarmed');
    await wall.change({
      installation: installation(FULL_HD),
      control: { pinned: null, paused: true, acknowledge: true },
    });
    const card = page.locator('[data-testid="alert-card"]');
    await expect.poll(() => card.count(), PATIENT).toBe(0);
    expect(await tones()).toBe(0);

    const sent = Date.now();
    await server.send(iotAccess('alarmed', sent, 590));
    await card.waitFor(PATIENT);
    expect(Date.now() - sent).toBeLessThan(30_000);
    await expect.poll(() => card.textContent(), PATIENT).toContain('物联网平台');
    expect(await wall.textOf('alert-owner')).toContain('值班台');
    await expect.poll(() => wall.textOf('scene'), PATIENT).toBe('退化与告警');
    await expect.poll(tones, PATIENT).toBeGreaterThan(0);
    await expectAside(page, FULL_HD);

    const { page: desk } = await signedInPage(browser, server);
    await desk.goto(`${server.url}/parks/alarmed/desk`);
    const acknowledge = desk.locator('.alerts .button');
    await acknowledge.first().waitFor(PATIENT);
    while ((await acknowledge.count()) > 0) {
      const count = await acknowledge.count();
      await acknowledge.first().click();
      await expect.poll(() => acknowledge.count(), PATIENT).toBeLessThan(count);
    }
    await expect.poll(() => card.count(), PATIENT).toBe(0);
    expect(opened.errors).toEqual([]);
    await Promise.all([close(opened), close({ page: desk })]);
  });

  it('comes with others as one digest when there are more than ten in ten minutes, aside on every size', async ({
    expect,
  }) => {
    const opened = await open();
    const { page } = opened;
    let count = 10;
    await page.route('**/api/v1/parks/*/alerts?*', (route) => {
      const items = Array.from({ length: count }, (_, index) => alertOf(index));
      return route.fulfill({ json: { items, next: null } });
    });
    await newPark('flooded');
    const wall = await PairedWall.pair(server, page, 'flooded');
    const card = page.locator('[data-testid="alert-card"]');
    await card.waitFor(PATIENT);
    expect(await card.textContent()).toContain('另有 9 条未确认');
    expect(await faultsWithCard(wall)).toEqual([]);
    count = 11;
    await server.send(iotAccess('flooded', Date.now(), 600));
    await expect.poll(() => card.textContent(), { timeout: 40_000 }).toContain('10 分钟内 11 条告警');
    expect(await card.textContent()).toContain('报警 3 · 预警 8');
    expect(await faultsWithCard(wall)).toEqual([]);
    await close(opened);
  });

  it.for(['zh-CN', 'en'] as const)(
    'has nothing cut, small, overlapping or across a seam in any scene at any size (%s)',
    async (locale, { expect }) => {
      const { wall, ...opened } = await openWall();
      await wall.drive({ locale });
      for (const built of SIZES) {
        await wall.rebuild(built);
        expect([built, await faultsOf(wall, built, locale)]).toEqual([built, []]);
        const seen = { verdict: 'ok', crossedSeams: 0, width: built.width, height: built.height };
        await expect.poll(() => wall.seenByDesk(), PATIENT).toMatchObject(seen);
        const report = await wall.seenByDesk();
        expect(report['textPx']).toBeGreaterThanOrEqual(Number(report['minimumPx']));
      }
      expect(opened.errors).toEqual([]);
      expect([...opened.strangers]).toEqual([]);
      await close(opened);
    },
  );

  it('shows 59 px type to seats 8 m away on wide walls, and still nothing is cut', async ({ expect }) => {
    const { wall, ...opened } = await openWall();
    const walls = [
      { width: 3840, height: 1080, columns: 2, rows: 1 },
      { width: 5760, height: 1080, columns: 3, rows: 1 },
      { width: 3840, height: 2160, columns: 2, rows: 2 },
    ];
    for (const built of walls) {
      await wall.rebuild(built, { farthestMetres: 8 });
      const typeOf = () => opened.page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      await expect.poll(typeOf, PATIENT).toMatch(/^(?:59|6\d)/);
      expect([built, await faultsOf(wall, built)]).toEqual([built, []]);
    }
    // The audit does see what it is for.
    await opened.page.evaluate(() => {
      const [span, clock] = ['span', 'clock'].map((id) => `[data-testid="${id}"]`);
      document.querySelector<HTMLElement>(span ?? '')?.style.setProperty('font-size', '20px');
      document.querySelector<HTMLElement>(clock ?? '')?.style.setProperty('translate', '0 100vh');
    });
    const faults = (await audit(wall, { width: 3840, height: 2160, columns: 2, rows: 2 })).join('\n');
    expect(faults).toMatch(/is 20\.0 px, below (?:59|60)/);
    expect(faults).toMatch(/leaves the screen/);
    await close(opened);
  });

  it('says on every size, without hiding anything, that all telemetry is silent', async ({ expect }) => {
    const opened = await open();
    await opened.page.route('**/api/v1/parks/*/feeds', async (route) => {
      const response = await route.fetch();
      const feeds = (await response.json()) as { items: object[] };
      const items = feeds.items.map((feed) => ({ ...feed, state: 'silent' }));
      await route.fulfill({ response, json: { ...feeds, items } });
    });
    const wall = await PairedWall.pair(server, opened.page, PARK);
    await wall.drive({ acknowledge: true });
    const banner = opened.page.locator('.wall-banner').first();
    await banner.waitFor(PATIENT);
    expect(await banner.textContent()).toContain('全部数据源静默');
    for (const built of SIZES) {
      await wall.rebuild(built);
      await wall.show('overview');
      expect([built, await audit(wall, built)]).toEqual([built, []]);
    }
    await close(opened);
  });
});

/** Z as the API gives it once everything sent is assessed and confirmed. */
async function settledZ(park: string): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await server.settle(park);
  const { body } = await server.call('GET', `/parks/${park}/assessment`);
  const { score } = body as { score: { candidate: { z: string } } };
  return Number(score.candidate.z);
}

type WallCaller = (method: string, path: string) => Promise<Response>;

function wallCaller(token: string): WallCaller {
  return (method, path) =>
    fetch(`${server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
    });
}

/** Walks every call of the documentation, and names those that answer anything but 403 and 404. */
async function answeredCalls(ask: WallCaller, park = PARK): Promise<readonly string[]> {
  const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  expect(calls.length).toBeGreaterThan(40);
  const answered: string[] = [];
  for (const { method, path } of calls) {
    const filled = path
      .replace('{park}', park)
      .replace('{measure}', 'monitor_online_ratio')
      .replace(/\{\w+\}/g, 'I10');
    const { status } = await ask(method, filled);
    if (![403, 404].includes(status)) answered.push(`${method} ${path}`);
  }
  return answered.sort();
}

/** What each room and namespace says to the token: `open`, or the code of the refusal. */
async function roomsOf(token: string): Promise<Record<string, string>> {
  const connect = (namespace: string): Socket =>
    io(`${server.url}${namespace}`, {
      transports: ['websocket'],
      auth: { token },
      reconnection: false,
      forceNew: true,
    });
  const live = connect('/live');
  await new Promise<void>((resolve, reject) => {
    live.on('connect', resolve);
    live.on('connect_error', reject);
  });
  const rooms: Record<string, string> = {};
  for (const park of [PARK, 'other', 'nowhere']) {
    const reply = (await live.timeout(5000).emitWithAck('watch', { park })) as { ok: boolean; code?: string };
    rooms[park] = reply.ok ? 'open' : (reply.code ?? 'refused');
  }
  live.close();
  for (const namespace of ['/', '/admin']) {
    const socket = connect(namespace);
    rooms[namespace] = await new Promise((resolve) => {
      socket.on('connect', () => resolve('open'));
      socket.on('connect_error', ({ message }) => resolve(message));
    });
    socket.close();
  }
  return rooms;
}

async function faultsWithCard(wall: PairedWall): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const built of SIZES) {
    await wall.rebuild(built);
    await wall.show('changes');
    await expectAside(wall.page, built);
    for (const fault of await audit(wall, built)) faults.push(`${built.width}x${built.height}: ${fault}`);
  }
  return faults;
}

/** The card takes a fifth of the wall at most, and covers nothing that is always visible. */
async function expectAside(page: Page, { width, height }: Built): Promise<void> {
  const box = (await page.locator('[data-testid="alert-card"]').boundingBox()) ?? NOWHERE;
  expect(box.width * box.height).toBeGreaterThan(0);
  expect(box.width * box.height).toBeLessThanOrEqual(0.2 * width * height + 1);
  for (const id of ['clock', 'data-at', 'feeds', 'z', 'grade', 'span', 'changes', 'disclaimer']) {
    const other = await page.locator(`[data-testid="${id}"]`).first().boundingBox();
    expect([id, isApart(box, other ?? box)]).toEqual([id, true]);
  }
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One of several alerts, in the shape of the alert list; the first three are alarms. */
function alertOf(index: number): object {
  return {
    id: `${index}`,
    rule: 'A01',
    park: 'flooded',
    indicator: 'I10',
    severity: index < 3 ? 'alarm' : 'warning',
    state: 'firing',
    since: new Date().toISOString(),
    from: 'S4',
    to: 'S2',
    points: '-1.1250',
    cause: 'value',
    acknowledged: null,
    shelvedUntil: null,
    comments: [],
  };
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };

function isApart(a: Rect, b: Rect): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

/** Runs in the page before it: counts the tones a wall plays, where a browser without a sound card plays none. */
function countTones(): void {
  const held = Object.assign(globalThis, { tones: 0 });
  const node = { connect: () => node, disconnect: () => undefined, gain: {}, frequency: {} };
  const gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
  class SilentContext {
    readonly state = 'running';
    readonly currentTime = 0;
    readonly destination = node;
    createOscillator() {
      return { ...node, start: () => (held.tones += 1), stop: () => undefined, onended: null };
    }
    createGain() {
      return { ...node, gain: { ...gain, exponentialRampToValueAtTime: () => undefined } };
    }
    close() {
      return Promise.resolve();
    }
  }
  Object.assign(globalThis, { AudioContext: SilentContext });
}

describe('while the server is away', () => {
  it('the wall says so within 5 s, keeps its picture over a reload, and is live within 5 s of the return', async () => {
    const opened = await open(FULL_HD, 'allow');
    const { page } = opened;
    const wall = await PairedWall.pair(server, page, 'gap');
    await wall.change({ installation: installation(FULL_HD), control: { acknowledge: true } });
    const z = await wall.textOf('z');
    const banner = page.locator('.wall-banner').first();
    // From the second start on, the page for a start without a server is in place.
    await page.waitForFunction(() => navigator.serviceWorker?.controller !== null, undefined, {
      timeout: 20_000,
    });
    await page.reload();
    await page.locator('[data-testid="z"]').waitFor();
    await wall.show('trend');

    const killed = Date.now();
    await server.kill();
    await banner.waitFor({ timeout: 5000 });
    expect(Date.now() - killed).toBeLessThan(5000);
    expect(await wall.textOf('z')).toBe(z);
    expect(await banner.textContent()).toContain('连接中断');

    await page.reload();
    await page.locator('[data-testid="z"]').waitFor(PATIENT);
    expect(await wall.textOf('z')).toBe(z);
    await banner.waitFor({ timeout: 6000 });
    expect(await banner.textContent()).toMatch(/画面停在 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    await page.waitForTimeout(500);
    expect(await audit(wall, FULL_HD)).toEqual([]);

    await server.launch();
    const back = Date.now();
    await expect.poll(() => banner.count(), { timeout: 5000, interval: 50 }).toBe(0);
    expect(Date.now() - back).toBeLessThan(5000);
    await server.send(iotAccess('gap', Date.now() - 1000, 860));
    await expect.poll(() => wall.textOf('z'), PATIENT).not.toBe(z);
    expect(opened.errors).toEqual([]);
    await close(opened);
  });
});
