import {
  CLAUSE_LEVELS,
  levelAbove,
  levelRank,
  LEVELS,
  nextLevel,
  type IndicatorId,
  type Level,
  type StepEffort,
  type Tri,
} from '@parkpulse/domain';
import { compiled } from './engine.js';
import type { DraftResult } from './draft.js';

/** What one open clause costs to meet, in person-days. */
export interface UnitEffort {
  readonly measure: number;
  readonly capability: number;
}

export const STANDING_EFFORT: UnitEffort = { measure: 20, capability: 10 };

/** A step somebody prices by hand; null = not to be had. */
export type Overrides = ReadonlyMap<string, number | null>;

/** What a step costs; null = not to be had. */
export type StepPrice = (...step: readonly [indicator: IndicatorId, level: Level]) => number | null;

export const stepKey = (indicator: IndicatorId, level: Level): string => `${indicator}.${level}`;

/** Prices every step above the present levels by the clauses that are open at it. */
export function toEfforts(
  result: DraftResult,
  unit: UnitEffort,
  overrides: Overrides,
): readonly StepEffort[] {
  return [...result.indicators.values()].flatMap(({ id, candidate, clauses }) => {
    const indicator = compiled.byId.get(id);
    if (indicator === undefined) return [];
    const statuses = new Map<string, Tri>(clauses.map((clause) => [clause.id, clause.status]));
    const statusOf = (clause: string): Tri => statuses.get(clause) ?? 'unknown';
    const missingFor = (below: Level): readonly string[] =>
      nextLevel(indicator, below, statusOf)?.missing ?? [];
    return CLAUSE_LEVELS.filter((level) => levelRank(level) > levelRank(candidate)).map(
      (level): StepEffort => {
        const below = LEVELS[levelRank(level) - 2] ?? 'S1';
        const before =
          levelRank(below) > levelRank(candidate)
            ? new Set(missingFor(LEVELS[levelRank(below) - 2] ?? 'S1'))
            : new Set<string>();
        const opened = missingFor(below).filter((clause) => !before.has(clause));
        const effort = opened.reduce(
          (sum, clause) => sum + (clause.includes('.m') ? unit.measure : unit.capability),
          0,
        );
        const override = overrides.get(stepKey(id, level));
        return { indicator: id, level, effort: override === undefined ? effort : override };
      },
    );
  });
}

/** The steps a rise consists of: S2 to S4 is S3 and S4. */
export function stepsOf(from: Level, to: Level): readonly Level[] {
  const steps: Level[] = [];
  for (let level = from; levelRank(level) < levelRank(to); level = levelAbove(level))
    steps.push(levelAbove(level));
  return steps;
}
