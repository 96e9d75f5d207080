import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from './support/browser.js';
import { NoticeReceiver } from './support/noticeReceiver.js';
import { RunningServer, readingEvent, until } from './support/runningServer.js';

const MINUTE = 60_000;
const PARK = 'p1';
const MEASURE = 'iot_access_ratio_design';
const TABS = ['', '/silences', '/rules?rule=A01', '/duty', '/channels', '/figures', '/handover'] as const;

interface Listed {
  readonly id: string;
  readonly rule: string;
}

describe('the pages of the duty desk', () => {
  let server: RunningServer;
  let browser: Browser;
  let receiver: NoticeReceiver;
  let page: Page;
  let errors: string[];
  let alert = '';

  beforeAll(async () => {
    receiver = await NoticeReceiver.start();
    const allow = { PARKPULSE_OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}` };
    [server, browser] = await Promise.all([RunningServer.start(allow), openBrowser()]);
    await server.call('POST', '/parks', { id: PARK, name: '海滨化工园区' });
    const url = `http://127.0.0.1:${receiver.port}/hook`;
    await server.call('POST', '/channels', { kind: 'webhook', name: '值班群', url });
    await server.send(readingEvent(PARK, Date.now() - 300 * MINUTE, MEASURE, { value: 0.85 }));
    await server.settle(PARK);
    await new Promise((resolve) => setTimeout(resolve, 8000));
    ({ page, errors } = await signedInPage(browser, server));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    receiver?.stop();
  });

  const go = (path: string) => page.goto(`${server.url}${path}`);
  const tab = (name: string): string => `/parks/${PARK}/alerts${name}`;

  /** What axe finds wrong with the page as it stands. */
  async function faults(): Promise<readonly string[]> {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    });
    return found;
  }

  it('show an alarm by itself, without a reload', async () => {
    await go(tab(''));
    await page.getByText('没有未恢复的告警').waitFor();
    await server.send(readingEvent(PARK, Date.now() - 100 * MINUTE, MEASURE, { value: 0.05 }));
    await page.getByText('I10 物联网平台 由 S4 降到 S1').waitFor({ timeout: 15_000 });
    const { body } = await server.call('GET', `/parks/${PARK}/alerts?rule=A01`);
    alert = (body['items'] as readonly Listed[])[0]?.id ?? '';
    expect(alert).not.toBe('');
  });

  it('let it be acknowledged with the keyboard alone, and say by whom', async () => {
    const acknowledge = page.getByRole('button', { name: '确认', exact: true }).first();
    await acknowledge.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await server.call('GET', `/alerts/${alert}`)).body['acknowledged']).toBeNull();
    await acknowledge.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('在路上');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('admin 已确认').waitFor();
    expect((await server.call('GET', `/alerts/${alert}`)).body['comments']).toMatchObject([
      { text: '在路上' },
    ]);
  });

  it('tell of one alert: what, why, who was told, and let it be assigned, escalated and shelved', async () => {
    await go(`/alerts/${alert}`);
    await page.getByRole('heading', { level: 1, name: /I10 物联网平台 由 S4 降到 S1/ }).waitFor();
    await until(async () => (await page.getByText('已送达').count()) > 0, 15_000);
    await page.getByRole('button', { name: '指派' }).click();
    await page.getByRole('dialog').locator('input').fill('王芳');
    await page.getByRole('dialog').getByRole('button', { name: '指派' }).click();
    await page.getByText('admin 指派给 王芳').waitFor();
    await page.getByRole('button', { name: '升级' }).click();
    await page.getByRole('dialog').locator('textarea').fill('需要支援');
    await page.getByRole('dialog').getByRole('button', { name: '升级' }).click();
    await page.getByText('已升级至值班负责人').first().waitFor();
    await page.getByRole('button', { name: '搁置' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '8 小时' }).click();
    await page.getByRole('dialog').locator('textarea').fill('检修');
    await page.getByRole('dialog').getByRole('button', { name: '搁置' }).click();
    await page.getByText('已搁置').first().waitFor();
    await page.getByRole('link', { name: 'I10 触发时的判定' }).click();
    await page.waitForURL(/indicators\/I10\?at=/);
  });

  it('ask for a trial on the past before a hold is saved', async () => {
    await go(tab('/rules?rule=A01'));
    const save = page.locator('.editor').getByRole('button', { name: '保存' });
    await page.getByLabel('持续多久触发（分钟）').fill('240');
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('button', { name: '试算', exact: true }).click();
    await page.getByText(/按新设置会触发 0 次，现行设置 1 次/).waitFor({ timeout: 30_000 });
    await save.click();
    await page.getByText('持续4小时后触发').waitFor();
    const { body } = await server.call('GET', `/parks/${PARK}/alert-policy`);
    expect(body['holds']).toMatchObject({ A01: { forSeconds: 14_400 } });
    await page.getByRole('button', { name: '恢复默认' }).click();
    await until(
      async () =>
        JSON.stringify((await server.call('GET', `/parks/${PARK}/alert-policy`)).body['holds']) === '{}',
      10_000,
    );
  });

  it('mute with a reason, keep a roster, and try a channel', async () => {
    await go(tab('/silences'));
    await page.locator('form select').nth(1).selectOption('I34');
    await page.locator('form textarea').fill('能源平台升级');
    await page.locator('form').getByRole('button', { name: '静默' }).last().click();
    await page.getByText('能源平台升级').waitFor();
    await go(tab('/duty'));
    await page.getByRole('button', { name: '增加班次' }).click();
    await page.getByLabel('班次', { exact: true }).fill('全天');
    await page.getByLabel('开始').fill('00:00');
    await page.getByLabel('结束').fill('23:59');
    await page.getByLabel('值班人').fill('李强');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText(/admin 于/).waitFor();
    await go(tab('/channels'));
    await page.getByRole('button', { name: '发送测试' }).click();
    await page.getByText(/对方已接收：200/).waitFor();
  });

  it('print a hand-over sheet without the rest of the page', async () => {
    await go(tab('/handover'));
    await page.getByRole('heading', { name: '交接班记录' }).waitFor();
    await page.getByText('需要支援').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav.rail').isVisible()).toBe(false);
    expect(await page.locator('.sheet').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 Excel' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^交接班记录-p1-.*\.xlsx$/);
  });

  it.each(['dark', 'light'])(
    'can be read by everybody: axe finds nothing, nothing overflows (%s)',
    async (theme) => {
      await page.evaluate((name) => localStorage.setItem('parkpulse.theme', name), theme);
      for (const path of [...TABS.map(tab), `/alerts/${alert}`]) {
        await page.setViewportSize({ width: 1366, height: 768 });
        await go(path);
        await page.waitForLoadState('networkidle');
        await page.locator('h1').first().waitFor({ state: 'attached' });
        expect([path, await faults()]).toEqual([path, []]);
        await page.setViewportSize({ width: 390, height: 844 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([path, wide <= 0]).toEqual([path, true]);
      }
      expect(errors).toEqual([]);
    },
  );
});
