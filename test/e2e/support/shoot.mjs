/**
 * Takes screenshots of pages: node test/e2e/support/shoot.mjs <base> <out> [--pages a,b] [--sizes 1366x768] [--langs zh,en] [--themes dark,light] [--versus another-park] [--full]
 * Signs in first when PARKPULSE_ADMIN_PASSWORD is given. With --full the whole page; --alert names the alert that is shown.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    pages: { type: 'string' },
    park: { type: 'string', default: 'demo' },
    versus: { type: 'string', default: '' },
    alert: { type: 'string', default: '1-1' },
    sizes: { type: 'string', default: '1366x768,1920x1080,390x844' },
    langs: { type: 'string', default: 'zh,en' },
    themes: { type: 'string', default: 'dark,light' },
    full: { type: 'boolean', default: false },
    wait: { type: 'string', default: '900' },
  },
});
const [base = 'http://127.0.0.1:3000', out = '/tmp/shots'] = positionals;
const park = `/parks/${values.park}`;
export const PAGES = {
  'sign-in': '/sign-in',
  parks: '/parks',
  overview: park,
  'overview-open': `${park}?open=P5&trend=stacked`,
  indicator: `${park}/indicators/I19`,
  'indicator-factory': `${park}/indicators/I03`,
  'indicator-evidence': `${park}/indicators/I14`,
  trend: `${park}/trend`,
  'trend-compared': `${park}/trend?range=90d&compare=previous&versus=${values.versus}`,
  'trend-stacked': `${park}/trend?range=90d&mode=stacked`,
  'trend-level': `${park}/trend?node=I19&range=month`,
  moved: `${park}/moved`,
  targets: `${park}/targets`,
  measures: `${park}/measures`,
  measure: `${park}/measures/monitor_online_ratio`,
  planner: `${park}/planner`,
  feeds: `${park}/feeds`,
  register: `${park}/register`,
  'register-device': `${park}/register?kind=device`,
  'register-system': `${park}/register?kind=system`,
  compare: `/compare?left=${values.park}&right=${values.versus}`,
  standard: '/standard?indicator=I19',
  'standard-grades': '/standard?tab=grades',
  'standard-rulings': '/standard?tab=rulings',
  'standard-measures': '/standard?tab=measures',
  conclusion: `${park}/conclusion`,
  desk: `${park}/desk`,
  alerts: `${park}/alerts`,
  'alerts-past': `${park}/alerts?state=all&last=90d`,
  alert: `/alerts/${values.alert}`,
  'alert-figures': `${park}/alerts/figures`,
  'alert-handover': `${park}/alerts/handover`,
  'alert-silences': `${park}/alerts/silences`,
  'alert-rules': `${park}/alerts/rules`,
  'alert-duty': `${park}/alerts/duty`,
  'alert-channels': `${park}/alerts/channels`,
  missing: '/nowhere',
};
const pages = values.pages?.split(',') ?? Object.keys(PAGES);

mkdirSync(out, { recursive: true });
const browser = await launchChromium();
const faults = [];
for (const size of values.sizes.split(',')) {
  const [width, height] = size.split('x').map(Number);
  for (const theme of values.themes.split(',')) {
    for (const lang of values.langs.split(',')) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      await context.addInitScript(
        ([themeName, locale]) => {
          localStorage.setItem('parkpulse.theme', themeName);
          localStorage.setItem('parkpulse.locale', locale);
        },
        [theme, lang === 'en' ? 'en' : 'zh-CN'],
      );
      const page = await context.newPage();
      page.on(
        'console',
        (message) =>
          message.type() === 'error' && faults.push(`${page.url()}: ${message.text().slice(0, 200)}`),
      );
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message.slice(0, 300)}`));
      if (process.env.PARKPULSE_ADMIN_PASSWORD) {
        await context.request.post(`${base}/api/v1/session`, {
          data: { username: 'admin', password: process.env.PARKPULSE_ADMIN_PASSWORD },
        });
      }
      for (const name of pages) {
        await page.goto(base + (PAGES[name] ?? name), { waitUntil: 'load' });
        await page.waitForTimeout(Number(values.wait));
        const isWaiting = () => page.locator('.skeleton').count();
        for (let turn = 0; turn < 20 && (await isWaiting()) > 0; turn += 1) await page.waitForTimeout(250);
        if (values.full) await showAll(page);
        await page.screenshot({
          path: `${out}/${name.replaceAll(/\W+/g, '-')}-${size}-${theme}-${lang}.png`,
          fullPage: values.full,
        });
      }
      await context.close();
    }
  }
}
await browser.close();

/** Scrolls through the page once: what lies below the fold is laid out only when it comes near. */
async function showAll(page) {
  const height = await page.evaluate(() => globalThis.document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 600) {
    await page.evaluate((top) => globalThis.scrollTo(0, top), y);
    await page.waitForTimeout(30);
  }
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  await page.waitForTimeout(300);
}

for (const fault of new Set(faults)) console.error(fault);
console.log(`${pages.length} pages, ${new Set(faults).size} distinct console errors`);
