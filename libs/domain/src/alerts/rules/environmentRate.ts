import { type AlertKey } from '../alert.js';
import { CLEAR, type Observation, type Verdict, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import { thresholdShare } from '../thresholds.js';
import { type Gate, compareWithGate, gatesOf } from './gates.js';
import { DEADBAND_POINTS, type Known, NO_MARGIN, gateMillionths, nearGate } from './rateMargin.js';
import { VALID_RATE, judgeRepairs } from './repairWindow.js';

/**
 * A10: the effective transmission rate within 2 percentage points above the gate of its clause (reminder), or no longer
 * above it (warning), whether or not its indicator has reached that level; and days below the gate whose window for
 * repair closes within 2 days (reminder). All as set in the park.
 */
export function judgeEnvironmentRate(moment: Moment): RuleFindings {
  const { inputs } = moment;
  if (inputs.valueAt === null) return BLIND;
  const gate = gatesOf(inputs.standard)
    .filter(({ measure }) => measure === VALID_RATE)
    .at(-1);
  const point = inputs.valueAt(VALID_RATE, moment.at);
  if (gate === undefined || point === null) return judged([]);
  const key: AlertKey = { rule: 'A10', indicator: gate.indicator, scope: VALID_RATE };
  const { value } = point;
  const live: Observation =
    value.kind === 'unknown'
      ? observed(key, { kind: 'noData' })
      : observed(key, effective(moment, { gate, value, key }));
  const isUsuallyAbove = moment.openFor(key) !== null || wasAbove(moment, gate);
  const repairs = judgeRepairs(moment, gate, isUsuallyAbove);
  return judged([live, ...repairs.observations], { memory: repairs.memory, nextDue: repairs.nextDue });
}

interface Rate {
  readonly gate: Gate;
  readonly value: Known;
  readonly key: AlertKey;
}

function effective(moment: Moment, { gate, value, key }: Rate): Verdict {
  const open = moment.openFor(key);
  const points = moment.threshold('A10', 'near');
  if (compareWithGate(value, gate.threshold, thresholdShare(points, DEADBAND_POINTS)) >= 0) return CLEAR;
  if (compareWithGate(value, gate.threshold, thresholdShare(points)) >= 0)
    return open === null ? CLEAR : { kind: 'between' };
  const isAbove = isAboveGate(value, gate, open?.severity === 'warning');
  if (!isAbove && open === null && !wasAbove(moment, gate)) return CLEAR;
  return nearGate(moment, { gate, value, key }, isAbove ? 'reminder' : 'warning');
}

// Once told as below, the rate must pass the deadband before it counts as above again: noise at the gate is told once.
function isAboveGate(value: Known, gate: Gate, wasTold: boolean): boolean {
  if (wasTold) return compareWithGate(value, gate.threshold, thresholdShare(DEADBAND_POINTS)) >= 0;
  const order = compareWithGate(value, gate.threshold, NO_MARGIN);
  return gate.comparator === '>' ? order > 0 : order >= 0;
}

// "No longer above" needs a time in which it was: a rate that never reached its gate is where things started from.
function wasAbove({ memory }: Moment, { threshold }: Gate): boolean {
  const gate = gateMillionths(threshold);
  return (memory.rates[VALID_RATE] ?? []).some(({ millionths }) => millionths > gate);
}
