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
