import type { LevelRow } from '../../assessment/rows.js';
import { type Points, indicatorPoints, pointsBetween } from '../../assessment/scoring.js';
import type { IndicatorId } from '../../standard/ids.js';
import type { Moment } from '../rule.js';
import { isBelow } from '../severity.js';

/**
 * The stable candidate Z with every indicator that fell only because its data vanished counted at the level it held:
 * silence is told once, by the feed, and never as a lost score.
 */
export function heldScore({ inputs, memory }: Moment, levels: ReadonlyMap<IndicatorId, LevelRow>): Points {
  let z = 0;
  for (const [indicator, row] of levels) {
    const reference = memory.references[indicator];
    const isHeld =
      row.cause === 'staleness' && reference !== undefined && isBelow(row.stable.candidate, reference);
    z += indicatorPoints(inputs.plan, indicator, isHeld ? reference : row.stable.candidate);
  }
  return z;
}

/** What measure definitions that came into force at this moment moved Z by: people changed the rule, nothing happened. */
export function pointsByRule({ at, inputs, levels, previous }: Moment): Points {
  let points = 0;
  for (const [indicator, row] of levels) {
    const before = previous.get(indicator);
    if (row.at !== at || row.cause !== 'rule' || before === undefined) continue;
    points += pointsBetween(inputs.plan, indicator, before.stable.candidate, row.stable.candidate);
  }
  return points;
}
