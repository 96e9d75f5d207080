import type { Page } from 'playwright-core';
import { type RunningServer, readingEvent } from './runningServer.js';

/** A panel grid as the installation record of a wall holds it. */
export interface Built {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** The sizes of W1 and F50, each on panels that would make it up. */
export const SIZES: readonly Built[] = [
  { width: 1920, height: 1080, columns: 1, rows: 1 },
  { width: 3840, height: 2160, columns: 2, rows: 2 },
  { width: 3840, height: 1080, columns: 2, rows: 1 },
  { width: 5760, height: 1080, columns: 3, rows: 1 },
  { width: 5760, height: 2160, columns: 3, rows: 2 },
  { width: 7680, height: 2160, columns: 4, rows: 2 },
  { width: 6656, height: 1792, columns: 1, rows: 1 },
  { width: 1080, height: 1920, columns: 1, rows: 1 },
];

export type WallLocale = 'zh-CN' | 'en';

/** The scenes of a wall with the words that stand in its footer. */
export const SCENES = {
  overview: { 'zh-CN': '总览', en: 'Overview' },
  trend: { 'zh-CN': '趋势', en: 'Trend' },
  matrix: { 'zh-CN': '等级矩阵', en: 'Level matrix' },
  changes: { 'zh-CN': '退化与告警', en: 'Regressions & alerts' },
  feeds: { 'zh-CN': '数据健康', en: 'Data health' },
  primaries: { 'zh-CN': '一级指标', en: 'Primary indicators' },
  map: { 'zh-CN': '园区地图', en: 'Park map' },
} as const;
export type Scene = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as readonly Scene[];

/** Millimetres of a pixel and of a seam on the panels of the tests. */
const PITCH_MM = 0.63;
const SEAM_MM = 3.5;
export const SEAM_PX = SEAM_MM / PITCH_MM;

export function installation({ width, height, columns, rows }: Built, over: object = {}) {
  return {
    pitchMm: PITCH_MM,
    farthestMetres: 4,
    columns,
    rows,
    panelWidth: width / columns,
    panelHeight: height / rows,
    seamMm: SEAM_MM,
    marginPx: 0,
    ...over,
  };
}

const DAY = 86_400_000;
/** Measures that a wall's park is fed with. */
export const MEASURES = [
  'iot_access_ratio_design',
  'iot_access_ratio_industry',
  'data_lake_ratio',
  'lake_data_call_ratio',
];
let numbers = 0;

function event(park: string, type: string, time: number, data: object): object {
  numbers += 1;
  return {
    specversion: '1.0',
    id: `wall-${process.pid}-${numbers}`,
    source: `/wall/${type.split('.')[1]}`,
    type,
    subject: park,
    time: new Date(time).toISOString(),
    data,
  };
}

/** A park with a month of changing readings, enterprises and devices on a map, and dwells of seconds. */
export async function seedPark(server: RunningServer, park: string): Promise<void> {
  const now = Date.now();
  await server.call('POST', '/parks', { id: park, name: '海滨化工园区' });
  for (const measure of MEASURES) {
    await server.call('PUT', `/parks/${park}/definitions/${measure}`, {
      effectiveFrom: '2026-01-01T00:00:00Z',
      dwell: { downSeconds: 1, upSeconds: 1, staleSeconds: 86_400 },
    });
  }
  for (const indicator of ['I05', 'I10', 'I17', 'I22', 'I34'])
    await server.call('POST', `/parks/${park}/attestations`, {
      indicator,
      upTo: 'S4',
      from: '2026-01-01T00:00:00Z',
    });
  for (let day = 35; day > 0; day -= 1) {
    const at = now - day * DAY;
    await server.send(
      ...MEASURES.map((measure, index) =>
        readingEvent(park, at + index, measure, {
          numerator: 600 + ((day * 37 + index * 91) % 380),
          denominator: 1000,
        }),
      ),
    );
  }
  await server.send(...register(park, now), ...states(park, now));
  await server.send(
    ...MEASURES.map((measure) =>
      readingEvent(park, now - 60_000, measure, { numerator: 850, denominator: 1000 }),
    ),
  );
  await server.settle(park);
}

function register(park: string, now: number): readonly object[] {
  const entry = (kind: string, id: string, attributes: object) =>
    event(park, 'parkpulse.registry.entry.v1', now - DAY, {
      kind,
      id,
      effectiveFrom: '2026-01-01T00:00:00Z',
      attributes,
    });
  const enterprises = Array.from({ length: 12 }, (_, index) =>
    entry('enterprise', `E-${index}`, {
      name: `第${index + 1}精细化工有限公司`,
      status: 'commissioned',
      position: [121 + (index % 4) * 0.01, 30 + Math.floor(index / 4) * 0.007],
    }),
  );
  const devices = Array.from({ length: 36 }, (_, index) =>
    entry('device', `D-${index}`, {
      nominalPeriodSeconds: 3600,
      enterprise: `E-${index % 12}`,
      category: ['有毒可燃气体', '储罐', '视频'][index % 3],
      position: [121 + (index % 4) * 0.01 + 0.002, 30 + (Math.floor(index / 4) % 3) * 0.007 + 0.001],
    }),
  );
  return [...enterprises, ...devices];
}

function states(park: string, now: number): readonly object[] {
  const devices = Array.from({ length: 36 }, (_, index) => ({
    device: `D-${index}`,
    state: index % 9 === 4 ? 'offline' : 'online',
  }));
  return [event(park, 'parkpulse.device.status.v1', now - 30_000, { devices })];
}

/** A wall in a browser page, with the calls that drive it from the desk. */
export class PairedWall {
  private constructor(
    private readonly server: RunningServer,
    private readonly park: string,
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Opens /wall, approves the code it shows, and waits for its first picture. */
  static async pair(server: RunningServer, page: Page, park: string): Promise<PairedWall> {
    await page.goto(`${server.url}/wall`, { waitUntil: 'domcontentloaded', timeout: 60_000 });
    const code = page.locator('[data-testid="pairing-code"]').filter({ hasNotText: '·' });
    await code.waitFor({ timeout: 60_000 });
    const approval = { code: await code.textContent(), name: '大厅' };
    const answer = await server.call('POST', `/parks/${park}/walls`, approval);
    if (answer.status !== 201) throw new Error(`approval: ${answer.status} ${JSON.stringify(answer.body)}`);
    await page.locator('[data-testid="z"]').waitFor({ timeout: 60_000 });
    return new PairedWall(server, park, page, String(answer.body['id']));
  }

  async change(patch: object): Promise<void> {
    const answer = await this.server.call('PATCH', `/parks/${this.park}/walls/${this.id}`, patch);
    if (answer.status !== 200) throw new Error(`change: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  drive(control: object): Promise<void> {
    return this.change({ control });
  }

  /** Gives the browser another size, and declares the panels that make it up. */
  async rebuild(built: Built, over: object = {}): Promise<void> {
    await this.page.setViewportSize({ width: built.width, height: built.height });
    await this.change({ installation: installation(built, over) });
  }

  /** What stands in an element of the wall. */
  textOf(id: string): Promise<string | null> {
    return this.page.locator(`[data-testid="${id}"]`).first().textContent();
  }

  /** Pins a scene and waits until it is drawn, charts and fonts included. */
  async show(scene: Scene, locale: WallLocale = 'zh-CN'): Promise<void> {
    await this.drive({ pinned: scene });
    await this.page
      .locator('[data-testid="scene"]', { hasText: SCENES[scene][locale] })
      .first()
      .waitFor({ timeout: 40_000 });
    await this.page.evaluate(settled);
  }

  /** What the wall reported to the desk last. */
  async seenByDesk(): Promise<Record<string, unknown>> {
    const { body } = await this.server.call('GET', `/parks/${this.park}/walls`);
    const found = (body['items'] as Record<string, unknown>[]).find(({ id }) => id === this.id);
    return (found?.['report'] ?? {}) as Record<string, unknown>;
  }

  async revoke(): Promise<void> {
    await this.server.call('DELETE', `/parks/${this.park}/walls/${this.id}`);
  }
}

/** Runs in the page: resolves when fonts are there, every chart has its canvas, and two frames have passed. */
async function settled(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const end = Date.now() + 5000;
  const isDrawn = () =>
    [...document.querySelectorAll('.wall-tile .chart')].every((chart) => chart.querySelector('canvas'));
  do {
    await frame();
    await document.fonts.ready;
    await frame();
  } while (!isDrawn() && Date.now() < end);
}
