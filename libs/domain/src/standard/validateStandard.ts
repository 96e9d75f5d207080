import {
  type Decimal,
  ONE,
  ZERO,
  addDecimals,
  compareDecimals,
  decimalText,
  parseDecimal,
} from '../kernel/decimal.js';
import { criterionClauses } from './clauses.js';
import { INDICATOR_IDS, PRIMARY_IDS, SECONDARY_IDS } from './ids.js';
import type { StandardFault } from './standardFault.js';
import type { BilingualText, Indicator, Standard } from './types.js';
import { validateCriteria } from './validateCriteria.js';
import { validateDerivations } from './validateMeasures.js';

const TOTAL_POINTS = 100;

/**
 * Checks a standard against what chapter 5 fixes (6, 17 and 46 indicators, totals of points, weights summing to 1) and
 * against what inference relies on (unique, well-formed ids, known measures with thresholds in their unit, thresholds
 * that never ease off from S2 to S5). Returns every fault found; an empty list means fit for use.
 */
export function validateStandard(standard: Standard): readonly StandardFault[] {
  return [
    ...validateCounts(standard),
    ...validateIds(standard),
    ...validateParents(standard),
    ...validatePoints(standard),
    ...validateWeights(standard),
    ...validateTexts(standard),
    ...validateRulings(standard),
    ...validateDerivations(standard),
    ...standard.indicators.flatMap((indicator) => validateCriteria(standard, indicator)),
  ];
}

function validateCounts({ primaries, secondaries, indicators }: Standard): readonly StandardFault[] {
  const counts = [
    { of: 'primary', expected: PRIMARY_IDS.length, found: primaries.length },
    { of: 'secondary', expected: SECONDARY_IDS.length, found: secondaries.length },
    { of: 'tertiary', expected: INDICATOR_IDS.length, found: indicators.length },
  ] as const;
  return counts
    .filter(({ expected, found }) => expected !== found)
    .map((count) => ({ kind: 'wrong_count', ...count }));
}

function validateIds(standard: Standard): readonly StandardFault[] {
  const ids: readonly string[] = [
    ...[...standard.primaries, ...standard.secondaries, ...standard.indicators].map(({ id }) => id),
    ...standard.indicators.map(({ slug }) => slug),
    ...standard.indicators.flatMap(clauseIds),
    ...standard.measures.map(({ key }) => key),
    ...standard.rulings.map(({ id }) => `ruling ${id}`),
  ];
  const seen = new Set<string>();
  return ids.flatMap((id): readonly StandardFault[] => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [{ kind: 'duplicate_id', id }] : [];
  });
}

function clauseIds({ criteria }: Indicator): readonly string[] {
  return criteria.flatMap((criterion) => criterionClauses(criterion).map(({ id }) => id));
}

function validateParents({ primaries, secondaries, indicators }: Standard): readonly StandardFault[] {
  const primaryIds: ReadonlySet<string> = new Set(primaries.map(({ id }) => id));
  const secondaryIds: ReadonlySet<string> = new Set(secondaries.map(({ id }) => id));
  return [
    ...secondaries
      .filter(({ primary }) => !primaryIds.has(primary))
      .map(({ id, primary }): StandardFault => ({ kind: 'unknown_parent', id, parent: primary })),
    ...indicators
      .filter(({ secondary }) => !secondaryIds.has(secondary))
      .map(({ id, secondary }): StandardFault => ({ kind: 'unknown_parent', id, parent: secondary })),
  ];
}

function validatePoints({ primaries, secondaries }: Standard): readonly StandardFault[] {
  const totals = [
    { id: 'Z' as const, expected: TOTAL_POINTS, found: sum(primaries.map(({ points }) => points)) },
    ...primaries.map(({ id, points }) => ({
      id,
      expected: points,
      found: sum(secondaries.filter(({ primary }) => primary === id).map((secondary) => secondary.points)),
    })),
  ];
  return totals
    .filter(({ expected, found }) => expected !== found)
    .map((total) => ({ kind: 'points_total', ...total }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function validateWeights({ secondaries, indicators }: Standard): readonly StandardFault[] {
  const malformed = indicators
    .filter(({ weight }) => weightOf(weight) === undefined)
    .map(({ id, weight }): StandardFault => ({ kind: 'weight_malformed', id, weight }));
  const totals = secondaries.flatMap(({ id }): readonly StandardFault[] => {
    const total = indicators
      .filter(({ secondary }) => secondary === id)
      .reduce((weights, { weight }) => addDecimals(weights, weightOf(weight) ?? ZERO), ZERO);
    return compareDecimals(total, ONE) === 0 ? [] : [{ kind: 'weight_total', id, found: decimalText(total) }];
  });
  return [...malformed, ...totals];
}

// Scores are exact in ten-thousandths of a point only while weights have at most two decimals.
function weightOf(text: string): Decimal | undefined {
  const reading = parseDecimal(text);
  if (reading.kind === 'refused' || compareDecimals(reading.value, ZERO) <= 0) return undefined;
  return reading.value.scale > 2 ? undefined : reading.value;
}

function validateTexts(standard: Standard): readonly StandardFault[] {
  const named: readonly (BilingualText & { readonly id: string })[] = [
    ...standard.primaries,
    ...standard.secondaries,
    ...standard.indicators,
    ...standard.indicators.flatMap(({ criteria }) => criteria.flatMap(criterionClauses)),
    ...standard.measures.map(({ key, zh, en }) => ({ id: key, zh, en })),
    ...standard.rulings,
  ];
  return named
    .filter(({ zh, en }) => zh.trim() === '' || en.trim() === '')
    .map(({ id }) => ({ kind: 'missing_text', id }));
}

function validateRulings({ indicators, rulings }: Standard): readonly StandardFault[] {
  const known = new Set(rulings.map(({ id }) => id));
  return indicators.flatMap(({ id, rulings: cited }) =>
    cited.filter((ruling) => !known.has(ruling)).map((ruling) => ({ kind: 'unknown_ruling', id, ruling })),
  );
}
