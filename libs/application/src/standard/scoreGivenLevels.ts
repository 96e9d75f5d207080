import type { ScoreAnswer } from '@parkpulse/contracts';
import {
  type IndicatorId,
  type Level,
  type Points,
  type ScoringPlan,
  pointsText,
  scoreLevels,
} from '@parkpulse/domain';

/** Scores one level for each indicator by the standard's formulas; stateless. */
export function scoreGivenLevels(
  plan: ScoringPlan,
  levels: Readonly<Record<IndicatorId, Level>>,
): ScoreAnswer {
  const { z, grade, primary, secondary } = scoreLevels(plan, (id) => levels[id]);
  return { z: pointsText(z), grade, primary: toTexts(primary), secondary: toTexts(secondary) };
}

function toTexts<Id extends string>(points: ReadonlyMap<Id, Points>): Record<Id, string> {
  return Object.fromEntries([...points].map(([id, value]) => [id, pointsText(value)])) as Record<Id, string>;
}
