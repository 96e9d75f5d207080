import type { CDPSession, Page } from 'playwright-core';

/** What a page holds at a moment, after a forced collection. */
export interface Sample {
  readonly second: number;
  readonly heapMb: number;
  /** Canvases alive after collection, on the page or not. */
  readonly canvases: number;
  /** Charts on the page: what ECharts has marked as its own. */
  readonly charts: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly framesPerSecond: number;
  /** Received since the start. */
  readonly patches: number;
}

export interface LongTask {
  /** When it began, by the page's own clock. */
  readonly at: number;
  readonly milliseconds: number;
  /** Since the scene had changed. */
  readonly sinceScene: number;
}

/** Runs in the page: keeps every long task with the age of the scene it fell into. */
export function noteLongTasks(): void {
  const held: LongTask[] = [];
  Object.assign(globalThis, { longTasks: held });
  let scene: string | null = null;
  let changedAt = 0;
  const look = (): void => {
    const now = document.querySelector('[data-testid="scene"]')?.textContent ?? null;
    if (now !== scene) [scene, changedAt] = [now, performance.now()];
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      held.push({ at: startTime, milliseconds: duration, sinceScene: startTime - changedAt });
  }).observe({ entryTypes: ['longtask'] });
}

/** Stretches in which the page was being looked into: a forced collection is a long task of ours, not of the page. */
type Look = readonly [from: number, to: number];
const looks = new WeakMap<Page, Look[]>();
/** A long task is told of when it is over, and may begin a little before the look is noted. */
const SLACK_MS = 20;

/** The long tasks noted so far, less those of looking. */
export async function longTasksOf(page: Page): Promise<readonly LongTask[]> {
  const noted = await page.evaluate(() => (globalThis as unknown as { longTasks: LongTask[] }).longTasks);
  const looked = looks.get(page) ?? [];
  const isOurs = ({ at, milliseconds }: LongTask): boolean =>
    looked.some(([from, to]) => at < to + SLACK_MS && at + milliseconds > from - SLACK_MS);
  return noted.filter((task) => !isOurs(task));
}

async function looking<Answer>(page: Page, look: () => Promise<Answer>): Promise<Answer> {
  const from = await page.evaluate(() => performance.now());
  const answer = await look();
  looks.set(page, [...(looks.get(page) ?? []), [from, await page.evaluate(() => performance.now())]]);
  return answer;
}

export async function sample(
  page: Page,
  cdp: CDPSession,
  { second, patches }: Pick<Sample, 'second' | 'patches'>,
): Promise<Sample> {
  const framesPerSecond = await page.evaluate(countFrames);
  const held = await looking(page, () => heldBy(page, cdp));
  return { second, patches, framesPerSecond, ...held };
}

async function heldBy(
  page: Page,
  cdp: CDPSession,
): Promise<Omit<Sample, 'second' | 'patches' | 'framesPerSecond'>> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    heapMb: Math.round((of('JSHeapUsedSize') / 1_048_576) * 100) / 100,
    canvases: await aliveCanvases(cdp),
    charts: await page.locator('[_echarts_instance_]').count(),
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
  };
}

/** Runs in the page: how many frames a second it draws, over one second. */
function countFrames(): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    let frames = 0;
    const count = (now: number): void => {
      frames += 1;
      if (now - start < 1000) requestAnimationFrame(count);
      else resolve(Math.round((frames * 1000) / (now - start)));
    };
    requestAnimationFrame(count);
  });
}

/** Canvases that anything still holds: a chart that was not disposed of keeps its own. */
async function aliveCanvases(cdp: CDPSession): Promise<number> {
  const objectGroup = 'soak';
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: 'HTMLCanvasElement.prototype',
    objectGroup,
  });
  const { objects } = await cdp.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(length.value);
}
