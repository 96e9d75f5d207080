import { type Period, lastClosedPeriod, previousPeriod } from '../../kernel/calendar.js';
import { firstInstantOfLocal } from '../../kernel/timeZone.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import type { Instant } from '../../telemetry/facts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import type { Moment } from '../rule.js';
import type { RuleMemory } from '../ruleMemory.js';
import { type Gate, compareWithGate } from './gates.js';
import { NO_MARGIN, toMillionths } from './rateMargin.js';

export const VALID_RATE: MeasureKey = 'auto_monitor_data_valid_ratio';
const DAY = 86_400_000;

export interface Repairs {
  readonly observations: readonly Observation[];
  readonly memory: Pick<RuleMemory, 'lowDays'>;
  readonly nextDue: Instant | null;
}

/**
 * Days whose effective rate is not above its gate and may still be repaired (HJ 212 data may be sent again for ten days,
 * as set): one reminder that names those whose window closes within two days. A day that is repaired leaves the list; one
 * whose window has closed ends it as settled. A park that never reaches the gate (`isUsuallyAbove` false) is not told.
 */
export function judgeRepairs(moment: Moment, gate: Gate, isUsuallyAbove: boolean): Repairs {
  const { at, threshold } = moment;
  const lowDays = lookAtDays(moment, gate);
  const key: AlertKey = { rule: 'A10', indicator: gate.indicator, scope: 'repair' };
  const open = moment.openFor(key);
  const aheadMs = threshold('A10', 'ahead') * DAY;
  const ends = Object.keys(lowDays).map((label) => ({ label, end: repairEnd(label, moment) }));
  const closing = ends
    .filter(({ end }) => at >= end - aheadMs && at < end)
    .map(({ label }) => label)
    .sort();
  const dues = ends.flatMap(({ end }) => [end - aheadMs, end]).filter((due) => due > at);
  const nextDue = dues.length === 0 ? null : Math.min(...dues);
  const memory = { lowDays };
  if (closing.length === 0 || (open === null && !isUsuallyAbove)) {
    const isSettled = open?.evidence.members.some((label) => lowDays[label] !== undefined) === true;
    const resolution = isSettled ? 'settled' : 'recovered';
    return { observations: [observed(key, { kind: 'clear', resolution })], memory, nextDue };
  }
  const worst = Math.min(...closing.map((label) => lowDays[label] ?? 0));
  const evidence = {
    ...NO_EVIDENCE,
    from: gate.thresholdText,
    to: String(worst / 1e6),
    measure: VALID_RATE,
    observed: String(worst / 1e6),
    required: gate.thresholdText,
    members: closing,
    clauses: [gate.clause],
  };
  const since = open?.since ?? at;
  const verdict = { kind: 'breached', severity: 'reminder', evidence, since } as const;
  return { observations: [observed(key, verdict)], memory, nextDue };
}

/**
 * The closed days that may still be repaired and are not above the gate, with their rates. Only days that the run has
 * facts of are looked at anew (the last ones, and all of them in a run that late data has taken back); the others stand.
 */
function lookAtDays(moment: Moment, gate: Gate): RuleMemory['lowDays'] {
  const { inputs, at } = moment;
  const low: Record<string, number> = {};
  let day = lastClosedPeriod('day', at, inputs.zone);
  for (let days = moment.threshold('A10', 'repair') + 1; days > 0; days -= 1) {
    const isCovered = inputs.coveredFrom === null || day.to >= inputs.coveredFrom;
    const rate = isCovered ? lowRate(moment, gate, day) : 'unseen';
    const held = moment.memory.lowDays[day.label];
    if (typeof rate === 'number') low[day.label] = rate;
    else if (rate === 'unseen' && held !== undefined) low[day.label] = held;
    day = previousPeriod(day, inputs.zone);
  }
  return low;
}

// The rate of a closed day in millionths where it is not above the gate, as it stood at the end of the day with all that
// has come for it since; null where it is above, or nothing is known of the day.
function lowRate({ inputs }: Moment, gate: Gate, day: Period): number | 'unseen' | null {
  const value = inputs.valueAt?.(VALID_RATE, day.to)?.value;
  if (value === undefined) return 'unseen';
  if (value.kind === 'unknown') return null;
  const order = compareWithGate(value, gate.threshold, NO_MARGIN);
  return (gate.comparator === '>' ? order > 0 : order >= 0) ? null : toMillionths(value);
}

// The end of the last local day on which a day may be repaired.
function repairEnd(label: string, { inputs, threshold }: Moment): Instant {
  const days = threshold('A10', 'repair') + 1;
  return firstInstantOfLocal(inputs.zone, Date.parse(`${label}T00:00:00Z`) + days * DAY);
}
