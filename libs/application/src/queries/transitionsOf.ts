import type { Explanation, Transition } from '@parkpulse/contracts';
import {
  INDICATOR_IDS,
  type IndicatorId,
  type Instant,
  type LevelRow,
  explainDifference,
  pointsText,
  transitionsBetween,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { Known, Move, ReadModel } from '../ports.js';
import { timeText } from './wire.js';

export interface SpanQuery {
  readonly park: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Which level changes are asked for: of one indicator (null: of all), of one level, of one series. */
export interface TransitionsAsked extends SpanQuery {
  readonly indicator?: IndicatorId | null;
  readonly level?: Transition['level'] | undefined;
  readonly series?: Transition['series'] | undefined;
}

/** The level changes within [from, to), oldest first, as history stands now. */
export async function transitionsOf(
  read: ReadModel,
  rules: AssessmentRules,
  asked: TransitionsAsked,
): Promise<readonly Transition[]> {
  if (asksForMoves(asked)) return (await movesOf(read, rules, asked, null)).toReversed();
  const { park, from, to, indicator = null } = asked;
  // A change at `from` itself is judged against what was in force before it.
  const rows = await read.levelsBetween(park, from - 1, to, indicator);
  const last = new Map<string, LevelRow & Known>();
  return rows.flatMap((row) => {
    const before = last.get(row.indicator) ?? null;
    last.set(row.indicator, row);
    return row.at < from ? [] : itemsOf(rules, { row, before }, asked);
  });
}

const SHORTEST_LOOK_MS = 10 * 60_000;

/**
 * The newest level changes within [from, to), newest first: more than `count` of before `behind` (of before `to` when that is
 * null), if there are as many. Looks back step by step, so that a busy park costs no more than a quiet one.
 */
export async function newestTransitionsOf(
  read: ReadModel,
  rules: AssessmentRules,
  asked: TransitionsAsked,
  { count, behind }: { readonly count: number; readonly behind: Instant | null },
): Promise<readonly Transition[]> {
  const { from } = asked;
  // What changed at the very instant of the one before belongs to the page as well.
  const to = behind === null ? asked.to : Math.min(asked.to, behind + 1);
  if (asksForMoves(asked)) return movesOf(read, rules, { ...asked, to }, count + MOST_BESIDE);
  const edge = timeText(behind ?? to);
  for (let look = SHORTEST_LOOK_MS; ; look *= 8) {
    const start = Math.max(from, to - look);
    const items = await transitionsOf(read, rules, { ...asked, from: start, to });
    if (start === from || items.filter(({ at }) => at < edge).length > count) return items.toReversed();
  }
}

/** Stable candidate levels are what screens show: their moves are found without what lies between them. */
const asksForMoves = ({ level, series }: TransitionsAsked): boolean =>
  level === 'candidate' && series === 'stable';

/** Rows a page may need besides: those of its first instant, the beginnings at S1 (no change), and one to know there is more. */
const MOST_BESIDE = 2 * INDICATOR_IDS.length + 1;

async function movesOf(
  read: ReadModel,
  rules: AssessmentRules,
  asked: TransitionsAsked,
  count: number | null,
): Promise<readonly Transition[]> {
  const { park, from, to, indicator = null } = asked;
  const moves = await read.movesBetween(park, from, to, { indicator, count });
  return moves.flatMap((move) => itemsOf(rules, move, asked));
}

function itemsOf(
  rules: AssessmentRules,
  { row, before }: Move,
  { level, series }: TransitionsAsked,
): readonly Transition[] {
  return transitionsBetween(rules.plan, before, row)
    .filter((one) => (level ?? one.level) === one.level && (series ?? one.series) === one.series)
    .map((one) => ({
      ...one,
      at: timeText(one.at),
      knownAt: timeText(row.knownFrom),
      points: pointsText(one.points),
    }));
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
