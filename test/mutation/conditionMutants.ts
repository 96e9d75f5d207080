import { COMPARATORS } from '../../libs/domain/src/kernel/comparator.js';
import { addDecimals, decimal, decimalText } from '../../libs/domain/src/kernel/decimal.js';
import { MEASURE_KEYS } from '../../libs/domain/src/standard/measureKeys.js';
import { measureOf } from '../../libs/domain/src/standard/measures.js';
import type { Comparison, Condition } from '../../libs/domain/src/standard/types.js';

/** A changed condition with what was changed, such as "threshold 0.8 -> 0.801". */
export interface Mutated<T> {
  readonly change: string;
  readonly value: T;
}

/** Yields every small change of a condition: thresholds, comparators, measures, either/or and and, branches. */
export function* conditionMutants(condition: Condition): Generator<Mutated<Condition>> {
  switch (condition.kind) {
    case 'comparison':
      yield* comparisonMutants(condition);
      break;
    case 'anyOf':
    case 'allOf':
      yield* jointMutants(condition);
      break;
    case 'branch':
      yield* branchMutants(condition);
      break;
  }
}

/** Yields every small change of one comparison. */
export function* comparisonMutants(comparison: Comparison): Generator<Mutated<Comparison>> {
  for (const step of stepsOf(comparison)) {
    const threshold = decimalText(addDecimals(decimal(comparison.threshold), decimal(step)));
    const change = `${comparison.measure} threshold ${comparison.threshold} -> ${threshold}`;
    yield { change, value: { ...comparison, threshold } };
  }
  for (const comparator of COMPARATORS) {
    if (comparator === comparison.comparator) continue;
    const change = `${comparison.measure} comparator ${comparison.comparator} -> ${comparator}`;
    yield { change, value: { ...comparison, comparator } };
  }
  for (const measure of MEASURE_KEYS) {
    if (measure === comparison.measure) continue;
    yield { change: `measure ${comparison.measure} -> ${measure}`, value: { ...comparison, measure } };
  }
}

// A count or a level is whole, so a threshold moved by less than 1 means the same; ratios and days can be told apart finely.
function stepsOf({ measure }: Comparison): readonly string[] {
  switch (measureOf(measure).unit) {
    case 'ratio':
      return ['0.001', '-0.001', '0.000000001', '-0.000000001'];
    case 'days':
      return ['1', '-1', '0.000000001', '-0.000000001'];
    case 'count':
    case 'level':
      return ['1', '-1'];
  }
}

type Joint = Extract<Condition, { kind: 'anyOf' | 'allOf' }>;

function* jointMutants(joint: Joint): Generator<Mutated<Condition>> {
  const flipped = joint.kind === 'anyOf' ? 'allOf' : 'anyOf';
  yield { change: `${joint.kind} -> ${flipped}`, value: { ...joint, kind: flipped } };
  for (const [index, part] of joint.conditions.entries()) {
    const rest = joint.conditions.filter((_, other) => other !== index);
    yield { change: `${joint.kind} loses part ${index + 1}`, value: { ...joint, conditions: rest } };
    for (const { change, value } of conditionMutants(part)) {
      yield { change, value: { ...joint, conditions: joint.conditions.with(index, value) } };
    }
  }
}

type Branch = Extract<Condition, { kind: 'branch' }>;

function* branchMutants(branch: Branch): Generator<Mutated<Condition>> {
  yield { change: 'branch swapped', value: { ...branch, then: branch.otherwise, otherwise: branch.then } };
  yield { change: 'branch always taken', value: branch.then };
  yield { change: 'branch never taken', value: branch.otherwise };
  for (const { change, value } of comparisonMutants(branch.on)) {
    yield { change: `branch on ${change}`, value: { ...branch, on: value } };
  }
  for (const { change, value } of conditionMutants(branch.then))
    yield { change, value: { ...branch, then: value } };
  for (const { change, value } of conditionMutants(branch.otherwise)) {
    yield { change, value: { ...branch, otherwise: value } };
  }
}
