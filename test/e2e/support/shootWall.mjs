/**
 * Pairs a wall for each size, pins each scene and takes its picture:
 * node test/e2e/support/shootWall.mjs <base> <out> [--sizes 1920x1080:1x1,...] [--scenes overview,...] [--lang zh-CN|en] [--demo] [--visitor] [--metres 4] [--seam 3.5] [--park demo]
 * Needs PARKPULSE_ADMIN_PASSWORD. Prints what a wall must not have: overflow, small text, text on seams.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.mjs';
import { auditWall } from './auditWall.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: {
      type: 'string',
      default:
        '1920x1080:1x1,3840x2160:2x2,3840x1080:2x1,5760x1080:3x1,5760x2160:3x2,7680x2160:4x2,1080x1920:1x1',
    },
    scenes: { type: 'string', default: 'overview,trend,matrix,changes,feeds,primaries,map' },
    lang: { type: 'string', default: 'zh-CN' },
    demo: { type: 'boolean', default: false },
    visitor: { type: 'boolean', default: false },
    metres: { type: 'string', default: '4' },
    pitch: { type: 'string', default: '0.63' },
    seam: { type: 'string', default: '3.5' },
    park: { type: 'string', default: 'demo' },
    wait: { type: 'string', default: '1200' },
  },
});
const [base = 'http://127.0.0.1:3000', out = '/tmp/wall-shots'] = positionals;
mkdirSync(out, { recursive: true });
const admin = await signIn();
const browser = await launchChromium();
let faultCount = 0;
for (const spec of values.sizes.split(',')) {
  const [size = '', grid = '1x1'] = spec.split(':');
  const [width = 0, height = 0] = size.split('x').map(Number);
  const [columns = 1, rows = 1] = grid.split('x').map(Number);
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.on('pageerror', (error) => report(size, `page error: ${error.message}`));
  page.on(
    'console',
    (message) => message.type() === 'error' && report(size, `console: ${message.text().slice(0, 200)}`),
  );
  await page.goto(`${base}/wall`);
  const code = page.locator('[data-testid="pairing-code"]');
  await code.filter({ hasNotText: '·' }).waitFor();
  const wall = await api('POST', `/parks/${values.park}/walls`, {
    code: await code.textContent(),
    name: size,
  });
  const drive = (control) => api('PATCH', `/parks/${values.park}/walls/${wall.id}`, { control });
  await api('PATCH', `/parks/${values.park}/walls/${wall.id}`, {
    installation: {
      pitchMm: Number(values.pitch),
      farthestMetres: Number(values.metres),
      columns,
      rows,
      panelWidth: width / columns,
      panelHeight: height / rows,
      seamMm: Number(values.seam),
      marginPx: 0,
    },
    control: { locale: values.lang, demo: values.demo, visitor: values.visitor },
  });
  await page.locator('[data-testid="scene"]').waitFor({ timeout: 20_000 });
  await page.locator('[data-testid="z"]').waitFor({ timeout: 20_000 });
  await page.waitForTimeout(1500);
  for (const scene of values.scenes.split(',')) {
    await drive({ pinned: scene });
    await page.waitForTimeout(Number(values.wait));
    await page.screenshot({ path: `${out}/${size}-${scene}-${values.lang}.png` });
    for (const fault of await page.evaluate(auditWall, {
      columns,
      rows,
      seamPx: Number(values.seam) / Number(values.pitch),
    }))
      report(`${size} ${scene}`, fault);
  }
  await context.close();
  await api('DELETE', `/parks/${values.park}/walls/${wall.id}`);
}
await browser.close();
console.log(`${faultCount} faults`);

function report(where, fault) {
  faultCount += 1;
  console.log(`${where}: ${fault}`);
}

async function signIn() {
  const response = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: process.env.PARKPULSE_ADMIN_PASSWORD }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status}`);
  return (response.headers.get('set-cookie') ?? '').split(';')[0];
}

async function api(method, path, body) {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { cookie: admin, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}
