import type { Trend } from '../api/types.js';
import { pointsAt, type IndicatorId, type Level } from '../format/names.js';
import type { Points } from '../format/points.js';
import { toWallTime } from '../format/time.js';
import type { TargetRow } from './targets.js';

/** How the targets of a park fill up, day by day. Times are wall times of the park, as a chart's axis has them. */
export interface BurnUp {
  readonly times: readonly number[];
  /** Points towards the targets that stood on a day; null before there is history and after today. */
  readonly reached: readonly (Points | null)[];
  /** Points that are due by a day. */
  readonly due: readonly Points[];
  /** Points of all targets together. */
  readonly scope: Points;
}

type Aim = Pick<TargetRow, 'id' | 'target'>;

const DAY = 86_400_000;
/** Some air behind the last due day, so that its step is seen. */
const DAYS_BEHIND = 7;

/**
 * Adds up, per day, what each indicator has of its target: more than its target is not counted, so that one that is far
 * ahead hides none that lags. What is due begins with what stood on the first day.
 */
export function toBurnUp(rows: readonly Aim[], trends: readonly Trend[], zone: string): BurnUp | null {
  const past = (trends[0]?.time ?? []).map((time) => toWallTime(time, zone));
  const last = past.at(-1);
  if (last === undefined || rows.length === 0) return null;
  const cells = new Map(trends.map(({ node, candidate }) => [node, candidate]));
  const standing = (index: number): Points | null => {
    const parts = rows.map(({ id, target }) => pointsOf(id, cells.get(id)?.[index] ?? null, target.level));
    return parts.includes(null) ? null : sum(parts.map((part) => part ?? 0));
  };
  const times = [...past, ...daysAfter(last, rows)];
  const start = past.findIndex((_, index) => standing(index) !== null);
  return {
    times,
    reached: times.map((_, index) => (index < past.length ? standing(index) : null)),
    due: times.map((time) => sum(rows.map((row) => dueOf(row, time, cells.get(row.id)?.[start] ?? null)))),
    scope: sum(rows.map(({ id, target }) => pointsAt(id, target.level))),
  };
}

function daysAfter(last: number, rows: readonly Aim[]): readonly number[] {
  const due = rows.flatMap(({ target }) => (target.due === null ? [] : [Date.parse(target.due)]));
  const days = Math.ceil((Math.max(last, ...due) - last) / DAY) + DAYS_BEHIND;
  return Array.from({ length: days }, (_, index) => last + (index + 1) * DAY);
}

function pointsOf(id: IndicatorId, cell: string | null, target: Level): Points | null {
  return cell === null ? null : Math.min(pointsAt(id, cell as Level), pointsAt(id, target));
}

// A due day is itself still in time: what it asks for must stand when it is over.
function dueOf({ id, target }: Aim, time: number, first: string | null): Points {
  const isDue = target.due !== null && time > Date.parse(target.due);
  return isDue ? pointsAt(id, target.level) : (pointsOf(id, first, target.level) ?? 0);
}

function sum(parts: readonly Points[]): Points {
  return parts.reduce((total, part) => total + part, 0);
}
