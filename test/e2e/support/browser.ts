import { existsSync } from 'node:fs';
import { type Browser, type Page, chromium } from 'playwright-core';
import type { RunningServer } from './runningServer.js';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless Chromium: CHROMIUM, the system's, else the one that comes from npm. */
export async function openBrowser(): Promise<Browser> {
  const system = [process.env['CHROMIUM'], ...SYSTEM].find((path) => path !== undefined && existsSync(path));
  const args = [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  if (system !== undefined) return chromium.launch({ executablePath: system, args });
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: [...args, ...packaged.args],
  });
}

/** A page that is signed in, with the errors it has thrown. */
export async function signedInPage(
  browser: Browser,
  server: RunningServer,
  viewport = { width: 1366, height: 768 },
): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${server.url}/`);
  await page.locator('input[autocomplete="username"]').fill('admin');
  await page.locator('input[type="password"]').fill(server.password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  errors.length = 0;
  return { page, errors };
}
