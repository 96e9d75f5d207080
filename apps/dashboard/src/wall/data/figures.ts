import type { Assessment, Feeds, Grade, Level, Transition, Trend } from '../../api/types.js';
import { pointsAt } from '../../format/names.js';
import { toPoints, type Points } from '../../format/points.js';
import type { WallPicture } from './picture.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GATES = [
  { points: 60, grade: 'enhanced' },
  { points: 80, grade: 'smart' },
] as const;

/** How far Z stands from a grade's line, exactly. */
export interface Margin {
  readonly gate: 60 | 80;
  readonly grade: Grade;
  readonly isReached: boolean;
  readonly points: Points;
}

/** A level that fell and has not come back. */
export interface Regression {
  readonly indicator: Transition['indicator'];
  readonly from: Level;
  readonly to: Level;
  readonly points: Points;
  readonly since: string;
  readonly transition: Transition;
}

/** What is always visible of a park. */
export interface WallFigures {
  readonly assured: Points;
  readonly candidate: Points;
  readonly ceiling: Points;
  readonly grade: Grade;
  readonly margins: readonly Margin[];
  /** Change of Z over a day and over 30 days; null where Z was not known then. */
  readonly day: Points | null;
  readonly month: Points | null;
  readonly regressions: readonly Regression[];
  readonly feeds: { readonly live: number; readonly total: number };
  /** The newest moment any source has spoken of. */
  readonly dataAt: string | null;
  readonly isSilent: boolean;
}

/** Sums a picture up for the band that every scene has; null before the first assessment. */
export function toFigures(picture: WallPicture, now: number): WallFigures | null {
  const { assessment, month, feeds } = picture;
  if (assessment === null) return null;
  const { assured, candidate, ceiling } = assessment.score;
  const z = toPoints(candidate.z);
  return {
    assured: toPoints(assured.z),
    candidate: z,
    ceiling: toPoints(ceiling.z),
    grade: candidate.grade,
    margins: GATES.map(({ points, grade }) => marginOf(z, points, grade)),
    day: changeSince(z, month, now - DAY),
    month: changeSince(z, month, now - 30 * DAY),
    regressions: standingRegressions(assessment, picture.transitions ?? []),
    feeds: countFeeds(feeds),
    dataAt: newestEvent(feeds),
    isSilent: feeds !== null && feeds.items.length > 0 && feeds.items.every(({ state }) => state === 'silent'),
  };
}

function marginOf(z: Points, gate: 60 | 80, grade: Grade): Margin {
  const distance = z - gate * 10_000;
  return { gate, grade, isReached: distance >= 0, points: Math.abs(distance) };
}

function countFeeds(feeds: Feeds | null): WallFigures['feeds'] {
  const items = feeds?.items ?? [];
  return { live: items.filter(({ state }) => state === 'live').length, total: items.length };
}

function newestEvent(feeds: Feeds | null): string | null {
  const times = (feeds?.items ?? []).map(({ lastEventAt }) => lastEventAt).sort();
  return times.at(-1) ?? null;
}

/** What Z has gained since a moment: the value at the end of the last bucket that had ended by then. */
export function changeSince(z: Points, trend: Trend | null, moment: number): Points | null {
  const then = trend === null ? null : valueAt(trend, moment);
  return then === null ? null : z - toPoints(then);
}

function valueAt({ time, candidate }: Trend, moment: number): string | null {
  const starts = time.map((text) => Date.parse(text));
  const next = starts.findIndex((_, index) => (starts[index + 1] ?? Infinity) > moment);
  return next < 0 ? null : (candidate[next] ?? null);
}

/** Levels that fell within the changes given and are still below where they fell from; the most points first. */
export function standingRegressions(
  { indicators }: Pick<Assessment, 'indicators'>,
  transitions: readonly Transition[],
): readonly Regression[] {
  const now = new Map(indicators.map(({ id, candidate }) => [id, candidate]));
  const worst = new Map<string, Regression>();
  for (const transition of transitions) {
    const { indicator, from, to, at } = transition;
    const level = now.get(indicator);
    if (level === undefined || to >= from || level >= from) continue;
    const held = worst.get(indicator);
    if (held !== undefined && held.from >= from) continue;
    const points = pointsAt(indicator, level) - pointsAt(indicator, from);
    worst.set(indicator, { indicator, from, to: level, points, since: at, transition });
  }
  return [...worst.values()].sort((a, b) => a.points - b.points || b.since.localeCompare(a.since));
}

/** What one indicator did to Z over the changes given: its changes summed, exactly. */
export interface Mover {
  readonly indicator: Transition['indicator'];
  readonly points: Points;
  readonly changes: number;
}

/** Sums changes by indicator; the largest effect first, those that cancelled out left away. */
export function toMovers(transitions: readonly Transition[]): readonly Mover[] {
  const sums = new Map<Transition['indicator'], Mover>();
  for (const { indicator, points } of transitions) {
    const held = sums.get(indicator) ?? { indicator, points: 0, changes: 0 };
    sums.set(indicator, { indicator, points: held.points + toPoints(points), changes: held.changes + 1 });
  }
  return [...sums.values()]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/** Falls, rises and points by cause. */
export interface CauseSum {
  readonly cause: Transition['cause'];
  readonly falls: number;
  readonly rises: number;
  readonly points: Points;
}

export function toCauses(transitions: readonly Transition[]): readonly CauseSum[] {
  const sums = new Map<Transition['cause'], CauseSum>();
  for (const { cause, from, to, points } of transitions) {
    const held = sums.get(cause) ?? { cause, falls: 0, rises: 0, points: 0 };
    sums.set(cause, {
      cause,
      falls: held.falls + (to < from ? 1 : 0),
      rises: held.rises + (to > from ? 1 : 0),
      points: held.points + toPoints(points),
    });
  }
  return [...sums.values()].sort((a, b) => b.falls + b.rises - (a.falls + a.rises));
}

/** The part of an hourly trend that lies within a span before its end. */
export function lastHours(trend: Trend, hours: number): Trend {
  const start = Math.max(0, trend.time.length - hours - 1);
  const cut = <Cell>(cells: readonly Cell[]): readonly Cell[] => cells.slice(start);
  return {
    ...trend,
    time: cut(trend.time),
    assured: cut(trend.assured),
    candidate: cut(trend.candidate),
    ceiling: cut(trend.ceiling),
    min: cut(trend.min),
    max: cut(trend.max),
  };
}
