import type { Explanation, Transition } from '@parkpulse/contracts';
import {
  type IndicatorId,
  type Instant,
  type LevelRow,
  explainDifference,
  pointsText,
  transitionsBetween,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { Known, ReadModel } from '../ports.js';
import { timeText } from './wire.js';

export interface SpanQuery {
  readonly park: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** The level changes of a park (or of one indicator) within [from, to), oldest first, as history stands now. */
export async function transitionsOf(
  read: ReadModel,
  rules: AssessmentRules,
  { park, from, to, indicator = null }: SpanQuery & { readonly indicator?: IndicatorId | null },
): Promise<readonly Transition[]> {
  // A change at `from` itself is judged against what was in force before it.
  const rows = await read.levelsBetween(park, from - 1, to, indicator);
  const last = new Map<string, LevelRow & Known>();
  const items: Transition[] = [];
  for (const row of rows) {
    const before = last.get(row.indicator) ?? null;
    last.set(row.indicator, row);
    if (row.at < from) continue;
    for (const transition of transitionsBetween(rules.plan, before, row)) {
      items.push({
        ...transition,
        at: timeText(transition.at),
        knownAt: timeText(row.knownFrom),
        points: pointsText(transition.points),
      });
    }
  }
  return items;
}

const SHORTEST_LOOK_MS = 10 * 60_000;

/**
 * The newest level changes within [from, to), newest first: more than `count` of before `behind` (of before `to` when that is
 * null), if there are as many. Looks back step by step, so that a busy park costs no more than a quiet one.
 */
export async function newestTransitionsOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: SpanQuery & { readonly indicator?: IndicatorId | null },
  { count, behind }: { readonly count: number; readonly behind: Instant | null },
): Promise<readonly Transition[]> {
  const { from } = query;
  // What changed at the very instant of the one before belongs to the page as well.
  const to = behind === null ? query.to : Math.min(query.to, behind + 1);
  const edge = timeText(behind ?? to);
  for (let look = SHORTEST_LOOK_MS; ; look *= 8) {
    const start = Math.max(from, to - look);
    const items = await transitionsOf(read, rules, { ...query, from: start, to });
    if (start === from || items.filter(({ at }) => at < edge).length > count) return items.toReversed();
  }
}

/** What moved the stable candidate Z between two moments; the terms' points add up to the difference exactly. */
export async function explainOf(
  read: ReadModel,
  rules: AssessmentRules,
  { park, from, to }: SpanQuery,
): Promise<Explanation> {
  const rows = await read.levelsBetween(park, from, to + 1, null);
  const { difference, terms } = explainDifference(rules.plan, rows, from);
  const zFrom = (await read.scoreAt(park, from, null))?.z[1] ?? 0;
  return {
    zFrom: pointsText(zFrom),
    zTo: pointsText(zFrom + difference),
    difference: pointsText(difference),
    terms: terms.map(({ indicator, from: start, to: end, cause, at, points }) => ({
      indicator,
      from: start,
      to: end,
      cause,
      at: timeText(at),
      points: pointsText(points),
    })),
  };
}
