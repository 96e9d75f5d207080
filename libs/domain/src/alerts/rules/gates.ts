import {
  type Decimal,
  addDecimals,
  compareDecimals,
  decimal,
  multiplyDecimals,
} from '../../kernel/decimal.js';
import { type ClauseLevel, compareLevels, type Level } from '../../kernel/level.js';
import type { MeasureValue } from '../../kernel/measureValue.js';
import type { CompiledStandard } from '../../inference/compileStandard.js';
import { clauseComparisons } from '../../standard/clauses.js';
import type { ClauseId, IndicatorId } from '../../standard/ids.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import type { Comparison } from '../../standard/types.js';

/** A threshold of a measure clause: read from the standard, never typed into a rule. */
export interface Gate {
  readonly indicator: IndicatorId;
  readonly clause: ClauseId;
  readonly level: ClauseLevel;
  readonly measure: MeasureKey;
  readonly comparator: Comparison['comparator'];
  readonly threshold: Decimal;
  readonly thresholdText: string;
}

const cache = new WeakMap<CompiledStandard, readonly Gate[]>();

/** Lists the gates at which a rate must be high: every "at least" and "more than" of the standard. */
export function gatesOf(standard: CompiledStandard): readonly Gate[] {
  let gates = cache.get(standard);
  if (gates === undefined) cache.set(standard, (gates = collectGates(standard)));
  return gates;
}

function collectGates(standard: CompiledStandard): readonly Gate[] {
  return standard.indicators.flatMap(({ indicator, criteria }) =>
    criteria.flatMap(({ criterion, measures }) =>
      measures.flatMap(({ clause }) =>
        clauseComparisons(clause)
          .filter(({ comparator }) => comparator === '>=' || comparator === '>')
          .map(({ measure, comparator, threshold }) => ({
            indicator: indicator.id,
            clause: clause.id,
            level: criterion.level,
            measure,
            comparator,
            threshold: decimal(threshold),
            thresholdText: threshold,
          })),
      ),
    ),
  );
}

/** The gates of a measure that its indicator has passed: those at or below its level. */
export function passedGates(
  gates: readonly Gate[],
  levelOf: (indicator: IndicatorId) => Level | null,
): readonly Gate[] {
  return gates.filter(({ indicator, level }) => {
    const reached = levelOf(indicator);
    return reached !== null && compareLevels(level, reached) <= 0;
  });
}

/** Compares an exact value with a gate raised by a margin: negative when below, 0 when equal. */
export function compareWithGate(
  value: Extract<MeasureValue, { kind: 'known' }>,
  gate: Decimal,
  margin: Decimal,
): number {
  return compareDecimals(value.numerator, multiplyDecimals(addDecimals(gate, margin), value.denominator));
}
