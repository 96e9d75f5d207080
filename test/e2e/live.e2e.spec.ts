import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from './support/browser.js';
import { RunningServer, readingEvent } from './support/runningServer.js';

describe('an event that crosses a threshold', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([RunningServer.start(), openBrowser()]);
    await server.call('POST', '/parks', { id: 'p1', name: '海滨化工园区' });
    await server.call('PUT', '/parks/p1/definitions/iot_access_ratio_design', {
      effectiveFrom: '2026-01-01T00:00:00Z',
      dwell: { downSeconds: 3, upSeconds: 3, staleSeconds: 86_400 },
    });
    await server.send(
      readingEvent('p1', Date.now() - 60_000, 'iot_access_ratio_design', {
        numerator: 812,
        denominator: 1000,
      }),
    );
    await server.settle('p1');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows on the page without a reload: raw and pending at once, stable after its dwell', async () => {
    const { page, errors } = await signedInPage(browser, server);
    await page.goto(`${server.url}/parks/p1`);
    const cell = page.locator('[data-cell="I10"]');
    await expect.poll(() => cell.locator('b').textContent(), { timeout: 10_000 }).toBe('S4');
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));

    const sent = Date.now();
    const answer = await server.send(
      readingEvent('p1', sent, 'iot_access_ratio_design', { numerator: 799, denominator: 1000 }),
    );
    const committed = Date.now();
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } });
    await expect
      .poll(() => cell.locator('.marks').textContent(), { timeout: 5_000, interval: 20 })
      .toContain('◔');
    const shown = Date.now() - committed;
    expect(await cell.locator('b').textContent()).toBe('S4');
    expect(shown).toBeLessThan(1_000);

    await expect.poll(() => cell.locator('b').textContent(), { timeout: 8_000, interval: 20 }).toBe('S3');
    expect(Date.now() - sent).toBeGreaterThanOrEqual(3_000);
    expect(await cell.locator('.marks').textContent()).not.toContain('◔');
    expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true);
    expect(errors).toEqual([]);
  });
});
