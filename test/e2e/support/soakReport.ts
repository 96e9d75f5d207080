import type { LongTask, Sample } from './soakProbe.js';

export interface Absence {
  readonly seconds: number;
  readonly bannerSeconds: number;
  readonly keptZ: boolean;
  readonly liveSeconds: number;
}

/** A day and month that turned while the wall was on; null where none was seen to turn. */
export interface Turn {
  readonly from: string;
  readonly to: string;
  readonly wasReloaded: boolean;
}

export interface Soaked {
  readonly size: string;
  readonly seconds: number;
  readonly rate: number;
  readonly sent: number;
  readonly samples: readonly Sample[];
  readonly tasks: readonly LongTask[];
  readonly errors: readonly string[];
  readonly turn: Turn | null;
  readonly absence: Absence | null;
}

const WARM_UP_SECONDS = 60;
const MOST_GROWTH = 0.1;
/** Tiles are idle once a scene has stood this long, in milliseconds. */
const SETTLED_MS = 1500;
const LONG_MS = 200;
const BACK_SECONDS = 5;
const BANNER_SECONDS = 5;

/** What a soak came to: its figures in words, and what of them is not good enough. */
export function reportOf(soaked: Soaked): {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
} {
  const steady = soaked.samples.filter(({ second }) => second > WARM_UP_SECONDS);
  const [first, last] = [thirdOf(steady, 0), thirdOf(steady, -1)];
  const growth = (median(last, 'heapMb') - median(first, 'heapMb')) / median(first, 'heapMb');
  const idle = soaked.tasks.filter((task) => task.sinceScene > SETTLED_MS && task.milliseconds > LONG_MS);
  const lines = [
    ...eventLines(soaked, steady),
    `heap after collection: first third ${median(first, 'heapMb')} MB, last third ${median(last, 'heapMb')} MB, growth ${(growth * 100).toFixed(1)} %, ${rangeOf(steady, 'heapMb')} MB`,
    `chart instances ${rangeOf(steady, 'charts')}, canvases alive ${rangeOf(steady, 'canvases')}, nodes ${rangeOf(steady, 'nodes')}, listeners ${rangeOf(steady, 'listeners')}`,
    `frames a second ${rangeOf(steady, 'framesPerSecond')}, median ${median(steady, 'framesPerSecond')}`,
    taskLine(soaked.tasks, idle),
    turnLine(soaked.turn),
    absenceLine(soaked.absence),
    `page errors: ${soaked.errors.length} ${soaked.errors[0] ?? ''}`,
  ];
  const faults = [
    ...(growth < MOST_GROWTH ? [] : ['the heap grew']),
    ...(median(last, 'canvases') <= median(first, 'canvases') ? [] : ['canvases pile up']),
    ...(median(last, 'charts') <= median(first, 'charts') ? [] : ['charts pile up']),
    ...(idle.length === 0 ? [] : ['a long task on idle tiles']),
    ...(soaked.errors.length === 0 ? [] : ['an error of the page']),
    ...(soaked.turn?.wasReloaded === true ? ['the page was loaded anew at midnight'] : []),
    ...absenceFaults(soaked.absence),
  ];
  return { lines, faults };
}

function eventLines(
  { size, seconds, sent, rate, samples }: Soaked,
  steady: readonly Sample[],
): readonly string[] {
  const [from, to] = [steady[0], steady.at(-1)];
  const span = (to?.second ?? 0) - (from?.second ?? 0);
  const patches = span > 0 ? ((to?.patches ?? 0) - (from?.patches ?? 0)) / span : 0;
  return [
    `${(seconds / 60).toFixed(1)} minutes, ${size}, ${samples.length} samples`,
    `${sent} events, ${(sent / seconds).toFixed(1)} a second (${rate} wished); ${samples.at(-1)?.patches ?? 0} patches, ${patches.toFixed(1)} a second`,
  ];
}

function taskLine(tasks: readonly LongTask[], idle: readonly LongTask[]): string {
  const long = tasks.filter(({ milliseconds }) => milliseconds > LONG_MS);
  return `long tasks: ${tasks.length}, over ${LONG_MS} ms ${long.length} (longest ${longest(tasks)} ms), of these on idle tiles ${idle.length} (longest ${longest(idle)} ms)`;
}

function turnLine(turn: Turn | null): string {
  if (turn === null) return 'no midnight passed';
  return `midnight and month end: ${turn.from} became ${turn.to}${turn.wasReloaded ? ' by a reload' : ' without a reload'}`;
}

function absenceLine(absence: Absence | null): string {
  if (absence === null) return 'server never taken away';
  const { seconds, bannerSeconds, keptZ, liveSeconds } = absence;
  return `server away for ${seconds} s: banner after ${bannerSeconds} s, picture kept: ${keptZ}, live ${liveSeconds} s after its return`;
}

function absenceFaults(absence: Absence | null): readonly string[] {
  if (absence === null) return [];
  return [
    ...(absence.keptZ ? [] : ['the picture was lost']),
    ...(absence.bannerSeconds <= BANNER_SECONDS ? [] : ['the loss was told too late']),
    ...(absence.liveSeconds <= BACK_SECONDS ? [] : ['back too late']),
  ];
}

type Figure = Exclude<keyof Sample, 'second'>;

function thirdOf(samples: readonly Sample[], place: 0 | -1): readonly Sample[] {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return place === 0 ? samples.slice(0, third) : samples.slice(-third);
}

function rangeOf(samples: readonly Sample[], figure: Figure): string {
  const numbers = samples.map((one) => one[figure]);
  return `${Math.min(...numbers)}–${Math.max(...numbers)}`;
}

function longest(tasks: readonly LongTask[]): number {
  return Math.round(Math.max(0, ...tasks.map(({ milliseconds }) => milliseconds)));
}

function median(samples: readonly Sample[], figure: Figure): number {
  const sorted = samples.map((one) => one[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
