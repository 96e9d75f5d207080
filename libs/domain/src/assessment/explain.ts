import type { Level } from '../kernel/level.js';
import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { LOWEST_LEVELS } from './scoreTimeline.js';
import { type Points, type ScoringPlan, pointsBetween } from './scoring.js';
import type { Cause, LevelRow } from './rows.js';

/** What one indicator contributed to a difference in Z, with the last change that made it so. */
export interface ExplanationTerm {
  readonly indicator: IndicatorId;
  readonly from: Level;
  readonly to: Level;
  readonly cause: Cause;
  readonly at: Instant;
  readonly points: Points;
}

export interface Explanation {
  readonly difference: Points;
  /** Largest effect first; their points add up to `difference` exactly. */
  readonly terms: readonly ExplanationTerm[];
}

/**
 * Attributes the difference in the stable candidate Z between two instants to indicators, exactly: Z is a sum over
 * indicators (formulas 1 to 3), so each term is the indicator's own difference in points.
 * @param rows the level rows in force at `from`, followed by those up to and including `to`, in order of time.
 */
export function explainDifference(plan: ScoringPlan, rows: readonly LevelRow[], from: Instant): Explanation {
  const terms: ExplanationTerm[] = [];
  for (const [indicator, history] of groupByIndicator(rows)) {
    const term = termOf(plan, indicator, history, from);
    if (term !== null) terms.push(term);
  }
  terms.sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || a.indicator.localeCompare(b.indicator));
  return { difference: terms.reduce((sum, { points }) => sum + points, 0), terms };
}

function termOf(
  plan: ScoringPlan,
  indicator: IndicatorId,
  history: readonly LevelRow[],
  from: Instant,
): ExplanationTerm | null {
  const start = history.findLast(({ at }) => at <= from)?.stable.candidate ?? LOWEST_LEVELS.candidate;
  const last = history.at(-1);
  if (last === undefined || last.stable.candidate === start) return null;
  const decisive = history.find(({ at }) => at === last.since) ?? last;
  return {
    indicator,
    from: start,
    to: last.stable.candidate,
    cause: decisive.cause,
    at: last.since,
    points: pointsBetween(plan, indicator, start, last.stable.candidate),
  };
}

function groupByIndicator(rows: readonly LevelRow[]): ReadonlyMap<IndicatorId, readonly LevelRow[]> {
  const groups = new Map<IndicatorId, LevelRow[]>();
  for (const row of rows) {
    const group = groups.get(row.indicator);
    if (group === undefined) groups.set(row.indicator, [row]);
    else group.push(row);
  }
  return groups;
}
