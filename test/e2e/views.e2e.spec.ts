import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from './support/browser.js';
import { OTHER, PARK, seedJourneys } from './support/journeyPark.js';
import { RunningServer } from './support/runningServer.js';

const PATIENT = { timeout: 15_000, interval: 50 };
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([RunningServer.start(), openBrowser()]);
  await seedJourneys(server, Date.now());
  await server.call('PUT', `/parks/${PARK}/targets/I22`, { level: 'S5', owner: '环保局', due: '2026-01-31' });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Points {
  readonly id: string;
  readonly assured: string;
  readonly candidate: string;
  readonly ceiling: string;
}
interface Whole {
  readonly revision: number;
  readonly score: Readonly<Record<'assured' | 'candidate' | 'ceiling', { readonly z: string }>>;
  readonly primary: readonly (Points & { readonly max: string })[];
  readonly secondary: readonly Points[];
  readonly indicators: readonly (Points & { readonly raw: Points; readonly max: string })[];
}
const units = (text: string): number =>
  Math.round(Number(text.replace(/\s/g, '').replace('−', '-').replace('±', '')) * 1e4);
const assessment = async () =>
  (await server.call('GET', `/parks/${PARK}/assessment`)).body as unknown as Whole;

describe('one revision', () => {
  it('reads the same on the overview, on all 46 indicators and on the trend', async () => {
    const { page, errors } = await signedInPage(browser, server);
    const whole = await assessment();
    await overviewAgrees(page, whole);
    await indicatorsAgree(page, whole);
    await trendsAgree(page, whole);
    expect((await assessment()).revision).toBe(whole.revision);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

async function overviewAgrees(page: Page, whole: Whole): Promise<void> {
  await page.goto(`${server.url}/parks/${PARK}`);
  await expect.poll(() => page.locator('.stamp').textContent(), PATIENT).toContain(`版本 ${whole.revision}`);
  expect(units((await page.locator('[data-testid="z"]').textContent()) ?? '')).toBe(
    units(whole.score.candidate.z),
  );
  const band = (await page.locator('.ruler .label b').allTextContents()).map(units);
  expect(band).toEqual([units(whole.score.assured.z), units(whole.score.ceiling.z)]);
  const primaries = await page.locator('.strip .primary .score').allTextContents();
  expect(primaries.map((text) => units(text.split('/')[0] ?? ''))).toEqual(
    whole.primary.map(({ candidate }) => units(candidate)),
  );
  const lost = await page.locator('.strip .primary .foot > :first-child').allTextContents();
  expect(lost.map((text) => units(text.replace(/[^\d.]/g, '')))).toEqual(
    whole.primary.map(({ max, candidate }) => units(max) - units(candidate)),
  );
  for (const { id, candidate } of whole.indicators)
    expect(await page.locator(`[data-cell="${id}"] b`).textContent(), id).toBe(candidate);
  await secondariesAgree(page, whole);
}

async function secondariesAgree(page: Page, whole: Whole): Promise<void> {
  const points = new Map<string, number>();
  for (const place of whole.primary.keys()) {
    await page.locator('.strip .primary').nth(place).click();
    for (const child of await page.locator('.children .child').all()) {
      const id = (await child.locator('.name .muted').textContent()) ?? '';
      const text = (await child.locator(':scope > .num').first().textContent()) ?? '';
      points.set(id, units(text.split('/')[0] ?? ''));
    }
  }
  expect(Object.fromEntries(points)).toEqual(
    Object.fromEntries(whole.secondary.map(({ id, candidate }) => [id, units(candidate)])),
  );
}

async function indicatorsAgree(page: Page, whole: Whole): Promise<void> {
  await page.goto(`${server.url}/parks/${PARK}/indicators/I01`);
  let sum = 0;
  for (const [place, state] of whole.indicators.entries()) {
    if (place > 0) await page.locator('.page-head a.button', { hasText: state.id }).click();
    await expect.poll(() => page.locator('h1').textContent(), PATIENT).toContain(state.id);
    await expect.poll(() => page.locator('.summary .level').count(), PATIENT).toBeGreaterThanOrEqual(4);
    await expect
      .poll(() => page.locator('.page-head').textContent(), PATIENT)
      .toContain(`版本 ${whole.revision}`);
    const shown = (await page.locator('.summary .levels .level').allTextContents()).slice(0, 4);
    expect(shown, state.id).toEqual([state.candidate, state.assured, state.ceiling, state.raw.candidate]);
    const [points = '', most = ''] = ((await page.locator('.summary .big').textContent()) ?? '').split('/');
    expect(units(most), state.id).toBe(units(state.max));
    sum += units(points);
  }
  expect(sum).toBe(units(whole.score.candidate.z));
}

async function trendsAgree(page: Page, whole: Whole): Promise<void> {
  const last = async (node: string): Promise<number> => {
    await page.goto(`${server.url}/parks/${PARK}/trend?range=week&node=${node}`);
    const stamp = page.locator('.page-head .num');
    await expect.poll(() => stamp.textContent(), PATIENT).toContain(`版本 ${whole.revision}`);
    return units((await page.locator('.figures dd').nth(1).textContent()) ?? '');
  };
  expect(await last('Z')).toBe(units(whole.score.candidate.z));
  for (const { id, candidate } of whole.primary) expect(await last(id), id).toBe(units(candidate));
}

const PAGES: Readonly<Record<string, string>> = {
  parks: '/parks',
  compare: `/compare?left=${PARK}&right=${OTHER}`,
  overview: `/parks/${PARK}?open=P5`,
  indicator: `/parks/${PARK}/indicators/I10`,
  trend: `/parks/${PARK}/trend?range=90d&compare=previous&versus=${OTHER}`,
  stacked: `/parks/${PARK}/trend?mode=stacked`,
  moved: `/parks/${PARK}/moved`,
  targets: `/parks/${PARK}/targets?indicator=I22`,
  measures: `/parks/${PARK}/measures`,
  measure: `/parks/${PARK}/measures/mh_monitor_online_ratio`,
  planner: `/parks/${PARK}/planner`,
  feeds: `/parks/${PARK}/feeds`,
  register: `/parks/${PARK}/register`,
  conclusion: `/parks/${PARK}/conclusion`,
  desk: `/parks/${PARK}/desk`,
  standard: '/standard?indicator=I19',
  missing: '/nowhere',
};

describe.each([
  { locale: 'zh-CN', theme: 'dark', viewport: { width: 1366, height: 768 } },
  { locale: 'en', theme: 'light', viewport: { width: 390, height: 844 } },
])('axe in $locale, $theme, $viewport.width wide', ({ locale, theme, viewport }) => {
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    ({ page, errors } = await signedInPage(browser, server, viewport));
    await page.addInitScript(
      ([language, ground]) => {
        localStorage.setItem('parkpulse.locale', language);
        localStorage.setItem('parkpulse.theme', ground);
      },
      [locale, theme] as const,
    );
  });
  afterAll(() => page.context().close());

  it.each(Object.entries(PAGES))(
    'finds nothing serious on %s, and nothing runs over its edge',
    async (_name, path) => {
      await page.goto(`${server.url}${path}`);
      await expect.poll(() => page.locator('h1').count(), PATIENT).toBe(1);
      await expect.poll(() => page.locator('.skeleton').count(), PATIENT).toBe(0);
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
          resultTypes: ['violations'],
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map(({ html }) => html.slice(0, 120))
                .join(' | ')}`,
          );
      });
      expect(found).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
    },
  );
});
