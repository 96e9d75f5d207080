import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from './support/browser.js';
import { DAY, HOUR, OTHER, PARK, iso, parkEvent, seedJourneys } from './support/journeyPark.js';
import { RunningServer, readingEvent } from './support/runningServer.js';

/** The journeys of domain.md section 3 that lead through the dashboard, one test each, in one browser. */
const PATIENT = { timeout: 15_000, interval: 50 };
const START = Date.now();
let server: RunningServer;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([RunningServer.start(), openBrowser()]);
  await seedJourneys(server, START);
  ({ page, errors } = await signedInPage(browser, server));
  page.setDefaultTimeout(10_000);
});
beforeEach(() => {
  errors.length = 0;
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const go = (path: string) => page.goto(`${server.url}${path}`);
const inPark = (path: string) => go(`/parks/${PARK}${path}`);
const read = async <Body>(path: string) => (await server.call('GET', path)).body as Body;
const textOf = async (selector: string) => (await page.locator(selector).first().textContent()) ?? '';
const shows = (selector: string, text: string | RegExp) =>
  expect.poll(() => textOf(selector), PATIENT).toMatch(text);
/** A clause of the indicator page, its level unfolded and its source open. */
async function clauseOf(id: string) {
  const clause = page.locator(`[data-clause="${id}"]`);
  await clause.waitFor({ state: 'attached' });
  await page.locator('details.rung', { has: clause }).evaluate((level) => level.setAttribute('open', ''));
  await clause.locator('.source summary').click();
  return clause;
}
const zOf = async (park = PARK) =>
  (await read<{ score: { candidate: { z: string } } }>(`/parks/${park}/assessment`)).score.candidate.z;

async function saved(kind: string): Promise<Buffer> {
  await page.locator('.export summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.export .menu button', { hasText: kind }).click(),
  ]);
  return readFileSync(await download.path());
}

describe('a duty officer', () => {
  it('J3 follows a fallen level down to who is missing and the event that decided it', async () => {
    await inPark('');
    await page.locator('[data-cell="I10"]').click();
    await page.waitForURL(/indicators\/I10/);
    const clause = await clauseOf('I10.S4.m1');
    const said = (await clause.textContent()) ?? '';
    for (const part of ['79.00%', '79 / 100', '≥ 80%', '−1.00']) expect(said).toContain(part);
    const source = await clause.locator('.source').textContent();
    expect(source).toContain('D-17');
    const { clauses } = await read<{ clauses: { id: string; decidedBy: Record<string, string> }[] }>(
      `/parks/${PARK}/indicators/I10`,
    );
    const by = clauses.find(({ id }) => id === 'I10.S4.m1')?.decidedBy ?? {};
    for (const part of [by['event'], by['source'], `${by['topic']} / ${by['partition']} / ${by['offset']}`])
      expect(source).toContain(part);
    expect(errors).toEqual([]);
  });

  it('J3 sees which hazard is silent', async () => {
    await inPark('/indicators/I19');
    const clause = await clauseOf('I19.S4.m1');
    await expect.poll(() => clause.textContent(), PATIENT).toContain('3 / 4');
    expect(await clause.locator('.source').textContent()).toContain('MH-4');
  });

  it('walks the matrix by keyboard alone', async () => {
    await inPark('');
    const first = page.locator('[data-cell]').first();
    await first.focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset['cell'] ?? '');
    expect(await focused()).toMatch(/^I\d\d$/);
    expect(await focused()).not.toBe(await first.getAttribute('data-cell'));
    const id = await focused();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`indicators/${id}`));
  });
});

describe('platform operations', () => {
  it('J4 replays a dead letter once its cause is mended, and the park is scored', async () => {
    const refused = await server.send(
      readingEvent('p3', START - HOUR, 'iot_access_ratio_design', { numerator: 90, denominator: 100 }),
    );
    expect(refused.status).toBe(422);
    await server.call('POST', '/parks', { id: 'p3', name: '南港化工园区' });
    await go('/parks/p3/feeds');
    const letters = page.locator('li', { hasText: 'UNKNOWN_PARK' });
    await expect.poll(() => letters.count(), PATIENT).toBe(1);
    await page.locator('.head input[type="checkbox"]').check();
    await page.locator('.head button').click();
    await shows('main', /已重放 1 条，失败 0 条/);
    await server.settle('p3');
    expect(Number(await zOf('p3'))).toBeGreaterThan(0);
  });

  it('J24 adds an enterprise: shown beforehand, then in the register, the counts and the trend', async () => {
    await inPark('/register');
    await page.locator('.page-head .button.primary').click();
    const form = page.locator('form').last();
    await form.locator('input').first().fill('E-9');
    await form.locator('input[type="text"]').first().fill('新厂');
    await form.locator('select').first().selectOption('commissioned');
    await form.locator('button[type="submit"]').click();
    const send = page.locator('main button', { hasText: '生效' });
    await send.click();
    await server.settle(PARK);
    const counted = async () =>
      (await read<{ value: string }>(`/parks/${PARK}/measures/enterprise_count/value`)).value;
    await expect.poll(counted, PATIENT).toBe('4');
    await inPark('/trend?range=day');
    await shows('.events', /名录新增 1 家企业/);
  });
});

describe('a bureau', () => {
  it('J8, J14 sets targets with owner and date, and finds them where points are lost', async () => {
    await inPark('/targets?indicator=I14');
    await page.locator('main form select').selectOption('S5');
    await page.locator('main form .owner input').fill('信息中心');
    await page.locator('main form input[type="date"]').fill('2026-01-31');
    await page.locator('main form button[type="submit"]').click();
    await shows('[data-target="I14"]', /逾期/);
    await inPark('');
    await shows('.losses', /目标 S5 · 2026-01-31 · 信息中心/);
    const cell = page.locator('[data-cell="I14"]');
    await expect.poll(() => cell.getAttribute('aria-label'), PATIENT).toContain('低于目标 S5');
    await inPark('/indicators/I14');
    await shows('.target', /信息中心/);
  });

  it('J11 compares two versions of a definition with their effective dates', async () => {
    await inPark('/measures/data_lake_ratio');
    await page.locator('button', { hasText: '修改口径' }).click();
    const fresh = page.locator('label', { hasText: '时效（秒）' }).locator('input');
    await fresh.fill('259200');
    await page.locator('form button[type="submit"]').last().click();
    await shows('main', /第 2 版/);
    await shows('.former', /第 1 版为/);
  });

  it('sees what moved, in terms that sum to the difference exactly', async () => {
    await inPark('/moved?last=7d');
    await shows('.waterfall', /I10/);
    const from = iso(Date.now() - 7 * DAY);
    const { difference, terms } = await read<{ difference: string; terms: { points: string }[] }>(
      `/parks/${PARK}/explain?from=${from}&to=${iso(Date.now())}`,
    );
    const sum = terms.reduce((total, { points }) => total + Math.round(Number(points) * 1e4), 0);
    expect(sum).toBe(Math.round(Number(difference) * 1e4));
    const figures = (await page.locator('.figures dd').allTextContents()).map((text) => text.trim());
    const [start = '', end = '', change = ''] = figures;
    const units = (text: string) => Math.round(Number(text.replace('−', '-').replace('±', '')) * 1e4);
    expect(units(end) - units(start)).toBe(units(change));
    expect(await page.locator('main [role="alert"]').count()).toBe(0);
  });
});

describe('planning', () => {
  it('J12 raises I10 from S3 to S4 for 0.5625 points, and keeps it as a scenario', async () => {
    await inPark('/planner?indicator=I10');
    await page.locator('#try-iot_access_ratio_design').fill('83/100');
    await shows('.result', /\+0\.5625/);
    await page.locator('.shelf input').fill('物联网达标');
    await page.locator('.shelf button[type="submit"]').click();
    const url = page.url();
    await page.locator('.shelf > .button').last().click();
    await expect.poll(() => textOf('.result'), PATIENT).not.toMatch(/较现状 \+0\.5625/);
    await page.locator('.shelf li button', { hasText: '物联网达标' }).click();
    await shows('.result', /\+0\.5625/);
    await page.goto(url);
    await shows('.result', /\+0\.5625/);
  });

  it('J19 gets the cheapest path to a grade with prices, prerequisites and proof', async () => {
    await inPark('/planner?goal=60&need=S3');
    await shows('main', /最优性/);
    const rises = page.locator('[data-rise]');
    const before = await rises.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rise')));
    expect(before.length).toBeGreaterThan(0);
    const daysOf = async () => Number(/(\d+) 人日/.exec(await textOf('.sum'))?.[1] ?? '0');
    const days = await daysOf();
    await rises.first().locator('button').click();
    await expect.poll(() => new URL(page.url()).searchParams.get('price'), PATIENT).toContain(':x');
    await expect
      .poll(() => rises.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-rise'))), PATIENT)
      .not.toEqual(before);
    expect(await daysOf()).toBeGreaterThanOrEqual(days);
  });

  it('J13 records evidence that ends, with the day it ends', async () => {
    await inPark('/indicators/I14');
    const panel = page.locator('section', { hasText: '佐证认定' }).last();
    await panel.locator('summary', { hasText: '新增认定' }).click();
    await panel.locator('input[type="datetime-local"]').nth(1).fill('2027-01-31T00:00');
    await panel.locator('form button[type="submit"]').click();
    await expect.poll(() => panel.textContent(), PATIENT).toContain('2027-01-31');
  });
});

describe('looking back', () => {
  it('J23 shows any moment as known now, and as known then', async () => {
    const then = iso(START - 10 * DAY);
    await inPark(`?at=${then}`);
    await expect.poll(() => page.locator('[data-cell="I10"] b').textContent(), PATIENT).toBe('S4');
    await inPark(`?at=${then}&knownAt=${then}`);
    await expect.poll(() => page.locator('[data-cell="I10"] b').textContent(), PATIENT).toBe('S1');
    await shows('main, .banner, body', /时所知/);
  });

  it('draws a trend beside another period and another park, with what happened meanwhile', async () => {
    await inPark(`/trend?range=30d&compare=previous&versus=${OTHER}`);
    await shows('.legend', /北仓化工园区/);
    await shows('.legend', /对比周期/);
    await shows('.figures', /期末较北仓化工园区/);
    await shows('.events', /停用 1 台设备：年度检修/);
    await expect.poll(() => page.locator('.chart canvas').count(), PATIENT).toBe(1);
    expect(errors).toEqual([]);
  });

  it('hands the trend out as picture, text and workbook', async () => {
    await inPark(`/trend?range=30d&versus=${OTHER}`);
    await expect.poll(() => page.locator('.chart canvas').count(), PATIENT).toBe(1);
    const csv = (await saved('CSV')).toString();
    expect(csv.split('\r\n')[0]).toContain('北仓化工园区');
    expect(csv).toContain(await zOf().then((z) => String(Number(z))));
    expect((await saved('XLSX')).subarray(0, 2).toString()).toBe('PK');
    expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect(errors).toEqual([]);
  });

  it('forecasts a gate only where the data support it', async () => {
    await inPark('/measures/data_lake_ratio');
    await shows('.forecast', /跌破 S3 50%/);
    await inPark('/measures/iot_access_ratio_design');
    await expect.poll(() => page.locator('.chart canvas').count(), PATIENT).toBe(1);
    expect(await page.locator('.forecast').count()).toBe(0);
  });
});

describe('a provincial office', () => {
  it('ranks parks of one rule version and lays two side by side, to the last decimal', async () => {
    await go(`/parks?pair=${PARK}%20${OTHER}`);
    await expect.poll(() => page.locator('[data-park]').count(), PATIENT).toBeGreaterThanOrEqual(2);
    const rows = await page
      .locator('[data-park]')
      .evaluateAll((all) => all.map((row) => [row.getAttribute('data-park'), row.textContent] as const));
    const scores = await Promise.all(rows.map(async ([park]) => Number(await zOf(park ?? ''))));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    await page.locator('.page-head .button.primary').click();
    await page.waitForURL(/compare/);
    const [left, right] = [await zOf(PARK), await zOf(OTHER)];
    const difference = Math.round(Number(right) * 1e4) - Math.round(Number(left) * 1e4);
    await expect.poll(() => page.locator('tbody tr').count(), PATIENT).toBeGreaterThan(0);
    const cells = await page.locator('tbody tr td:last-child').allTextContents();
    const terms = cells.map((text) =>
      Math.round(Number(text.trim().replace('−', '-').replace('±', '')) * 1e4),
    );
    expect(terms.reduce((sum, term) => sum + term, 0)).toBe(difference);
    expect(await page.locator('main [role="alert"]').count()).toBe(0);
  });
});

describe('a reader', () => {
  it('switches language and theme without losing the page', async () => {
    await inPark('/trend?range=90d&node=P3');
    const ground = () => page.evaluate(() => document.documentElement.dataset['theme']);
    const before = await ground();
    const language = page.locator('.top .tools > button:not(.icon)');
    await language.click();
    await shows('h1', /Trend of Support Platforms/);
    await page.locator('.top .tools > button.icon').click();
    await expect.poll(ground).toBe(before === 'dark' ? 'light' : 'dark');
    expect(page.url()).toContain('range=90d&node=P3');
    // What people named stays as they named it.
    const words = (await page.locator('body').innerText()).replaceAll(/中文|[一-鿿]+化工园区|年度检修/g, '');
    expect(words.match(/[一-鿿]+/g)).toBeNull();
    await language.click();
    await page.locator('.top .tools > button.icon').click();
  });

  it('is told of a refused event at once by its own park', async () => {
    const answer = await server.send(
      parkEvent('measure.reading', START, { readings: [{ measure: 'nonsense', value: 1 }] }),
    );
    expect(answer.status).toBe(422);
    await inPark('/feeds');
    await shows('main', /UNKNOWN_MEASURE/);
  });
});
