import type { Sample } from './worker.js';

/** After its start a process fills caches and its heap grows to its working size; growth counts from then on. */
const WARM_UP_MS = 120_000;
/** The lowest of so long a time is what is left after the collector of garbage has been. */
const WINDOW_MS = 15_000;
const FEWEST_WINDOWS = 8;

export interface MemoryFigures {
  readonly highest: number;
  /** Megabytes a minute over the second half of the longest life of any process. */
  readonly perMinute: number;
  /** Samples, one a second, of that life. */
  readonly longest: number;
}

/** Highest resident memory of any life of any process, and the growth over the second half of the longest one. */
export function memoryOf(lives: readonly (readonly Sample[])[]): MemoryFigures {
  const longest = longestOf(lives);
  return {
    highest: Math.max(0, ...lives.flatMap((life) => life.map(({ mb }) => mb))),
    perMinute: slope(longest.slice(Math.floor(longest.length / 2))),
    longest: longest.length,
  };
}

/**
 * Megabytes a minute by which a process grows for good: the slope of the lowest value of each quarter of a minute, two
 * minutes after its start. Null when it did not live long enough to tell.
 */
export function lastingGrowth(life: readonly Sample[]): number | null {
  const first = life[0]?.at ?? 0;
  const floors = new Map<number, Sample>();
  for (const sample of life.filter(({ at }) => at - first >= WARM_UP_MS)) {
    const window = Math.floor((sample.at - first) / WINDOW_MS);
    const held = floors.get(window);
    if (held === undefined || sample.mb < held.mb) floors.set(window, sample);
  }
  return floors.size < FEWEST_WINDOWS ? null : slope([...floors.values()]);
}

/**
 * Megabytes by which the peaks of the lives that ended last lie above those of the lives that began first: for processes
 * that are killed before a slope says anything. A third of the lives each; null for fewer than six.
 */
export function peakGrowth(lives: readonly (readonly Sample[])[]): number | null {
  const known = lives
    .filter((life) => life.length >= 5)
    .sort((a, b) => (a[0]?.at ?? 0) - (b[0]?.at ?? 0))
    .map((life) => Math.max(...life.map(({ mb }) => mb)));
  const third = Math.floor(known.length / 3);
  return third < 2 ? null : Math.max(...known.slice(-third)) - Math.max(...known.slice(0, third));
}

function longestOf(lives: readonly (readonly Sample[])[]): readonly Sample[] {
  return lives.reduce<readonly Sample[]>((a, b) => (b.length > a.length ? b : a), []);
}

/** Megabytes a minute, by least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [atMean, mbMean] = [mean(samples.map(({ at }) => at)), mean(samples.map(({ mb }) => mb))];
  const over = samples.reduce((sum, { at, mb }) => sum + (at - atMean) * (mb - mbMean), 0);
  const under = samples.reduce((sum, { at }) => sum + (at - atMean) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 60_000;
}
