import { type Comparator, satisfies } from '../kernel/comparator.js';
import type { MeasureValue, UnknownReason } from '../kernel/measureValue.js';
import { type Tri, kleeneAnd, kleeneOr } from '../kernel/tri.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { CompiledComparison, CompiledCondition } from './compileStandard.js';

/** Gives the value of a measure at the judged moment; a measure nobody sent is unknown with `insufficient_data`. */
export type MeasureLookup = (measure: MeasureKey) => MeasureValue;

/** One comparison as it was judged, with the value that decided it. */
export interface ComparisonTrace {
  readonly measure: MeasureKey;
  readonly comparator: Comparator;
  readonly threshold: string;
  readonly value: MeasureValue;
  readonly status: Tri;
}

/** A judged condition; `comparisons` lists what was compared, in the order of the text (of a branch only the side taken). */
export interface ConditionResult {
  readonly status: Tri;
  readonly comparisons: readonly ComparisonTrace[];
}

/** Judges a condition against the measures by Kleene logic with exact comparisons (rulings, semantics 1 and 7). */
export function evaluateCondition(condition: CompiledCondition, lookup: MeasureLookup): ConditionResult {
  switch (condition.kind) {
    case 'comparison': {
      const trace = compare(condition, lookup(condition.measure));
      return { status: trace.status, comparisons: [trace] };
    }
    case 'anyOf':
      return combine(condition.conditions, lookup, kleeneOr);
    case 'allOf':
      return combine(condition.conditions, lookup, kleeneAnd);
    case 'branch':
      return evaluateBranch(condition, lookup);
  }
}

/** Judges one comparison; an unknown value leaves it unknown. */
export function compare(comparison: CompiledComparison, value: MeasureValue): ComparisonTrace {
  const { measure, comparator, threshold, thresholdText } = comparison;
  return {
    measure,
    comparator,
    threshold: thresholdText,
    value,
    status: statusOf(comparator, threshold, value),
  };
}

/** Names why a condition is unknown: the reason of the first value that was missing; null when it is not unknown. */
export function unknownReasonOf({ status, comparisons }: ConditionResult): UnknownReason | null {
  if (status !== 'unknown') return null;
  for (const { value } of comparisons) {
    if (value.kind === 'unknown') return value.reason;
  }
  return 'insufficient_data';
}

function statusOf(
  comparator: Comparator,
  threshold: CompiledComparison['threshold'],
  value: MeasureValue,
): Tri {
  if (value.kind === 'unknown') return 'unknown';
  return satisfies(value.numerator, value.denominator, comparator, threshold) ? 'met' : 'unmet';
}

function combine(
  conditions: readonly CompiledCondition[],
  lookup: MeasureLookup,
  join: (statuses: Iterable<Tri>) => Tri,
): ConditionResult {
  const results = conditions.map((condition) => evaluateCondition(condition, lookup));
  return {
    status: join(results.map(({ status }) => status)),
    comparisons: results.flatMap(({ comparisons }) => comparisons),
  };
}

function evaluateBranch(
  branch: Extract<CompiledCondition, { kind: 'branch' }>,
  lookup: MeasureLookup,
): ConditionResult {
  const test = compare(branch.on, lookup(branch.on.measure));
  // Ruling I3f: without the branch decided the clause is unknown, even where both sides would agree.
  if (test.status === 'unknown') return { status: 'unknown', comparisons: [test] };
  const taken = evaluateCondition(test.status === 'met' ? branch.then : branch.otherwise, lookup);
  return { status: taken.status, comparisons: [test, ...taken.comparisons] };
}
