import {
  evaluateCondition,
  isMeasureKey,
  unknownValue,
  type ComparisonTrace,
  type MeasureKey,
  type MeasureValue,
} from '@parkpulse/domain';
import type { MeasureValueAnswer } from '../api/types.js';
import { toFraction } from '../format/ratio.js';
import { compiled } from './engine.js';

/** Judges the comparisons of a measure clause by the values at hand; of a branch only the side that is taken. */
export function judgedComparisons(
  clause: string,
  values: ReadonlyMap<string, MeasureValueAnswer>,
): readonly ComparisonTrace[] {
  const id = clause.split('.')[0] ?? '';
  const found = compiled.indicators
    .find(({ indicator }) => indicator.id === id)
    ?.criteria.flatMap(({ measures }) => measures)
    .find((measure) => measure.clause.id === clause);
  return found === undefined
    ? []
    : evaluateCondition(found.condition, (key) => valueOf(key, values)).comparisons;
}

function valueOf(key: MeasureKey, values: ReadonlyMap<string, MeasureValueAnswer>): MeasureValue {
  const answer = isMeasureKey(key) ? values.get(key) : undefined;
  const fraction = answer?.status === 'known' ? toFraction(answer) : null;
  return fraction === null
    ? unknownValue(answer?.reason ?? 'insufficient_data')
    : { kind: 'known', ...fraction };
}
