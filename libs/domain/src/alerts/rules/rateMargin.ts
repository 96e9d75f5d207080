import { decimal } from '../../kernel/decimal.js';
import { quotientText } from '../../kernel/quotient.js';
import type { MeasureValue } from '../../kernel/measureValue.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import type { Instant } from '../../telemetry/facts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Observation, type Verdict, observed } from '../observation.js';
import type { AlertSeverity } from '../severity.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RateSample, RuleMemory } from '../ruleMemory.js';
import { type Gate, compareWithGate, gatesOf, passedGates } from './gates.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Within two percentage points of a gate … */
const NEAR = decimal('0.02');
/** … and, once told, until one more: the deadband of 1 % of the range (reliability, alert semantics 5). */
const CLEAR_OF = decimal('0.03');
const DEADBAND = decimal('0.01');
const NONE = decimal('0');
/** The slope is that of three days, and reaches seven days ahead (domain reference 6, A04). */
const SLOPE_MS = 3 * DAY;
const SHORTEST_SLOPE_MS = 2 * DAY;
const REACH_MS = 7 * DAY;

type Known = Extract<MeasureValue, { kind: 'known' }>;

/** A04: a rate within 2 percentage points above a gate it has passed, on a slope that reaches the gate within a week. */
export function judgeApproaching(moment: Moment): RuleFindings {
  const { inputs, levels } = moment;
  if (inputs.valueAt === null) return BLIND;
  const ratios = gatesOf(inputs.standard).filter(
    ({ measure }) => inputs.standard.measures.get(measure)?.unit === 'ratio',
  );
  const passed = passedGates(ratios, (indicator) => levels.get(indicator)?.stable.candidate ?? null);
  const observations: Observation[] = [];
  const rates: Partial<Record<MeasureKey, readonly RateSample[]>> = {};
  for (const measure of new Set(ratios.map((gate) => gate.measure))) {
    const value = knownAt(moment, measure);
    const samples = sampled(moment, measure, value);
    if (samples.length > 0) rates[measure] = samples;
    for (const gate of highestPerIndicator(passed.filter((one) => one.measure === measure))) {
      const key: AlertKey = { rule: 'A04', indicator: gate.indicator, scope: measure };
      observations.push(observed(key, approach(moment, { gate, value, samples, key })));
    }
  }
  return judged(observations, { memory: { rates } });
}

/** The value of a measure at a moment, null when it is unknown. */
export function knownAt({ inputs, at }: Moment, measure: MeasureKey): Known | null {
  const value = inputs.valueAt?.(measure, at)?.value;
  return value?.kind === 'known' ? value : null;
}

/** A rate in whole millionths, for slopes only. */
export function toMillionths({ numerator, denominator }: Known): number {
  return Math.round(Number(quotientText(numerator, denominator, 6)) * 1e6);
}

interface Approach {
  readonly gate: Gate;
  readonly value: Known | null;
  readonly samples: readonly RateSample[];
  readonly key: AlertKey;
}

function approach(moment: Moment, { gate, value, samples, key }: Approach): Verdict {
  if (value === null) return { kind: 'noData' };
  const open = moment.openFor(key);
  if (compareWithGate(value, gate.threshold, CLEAR_OF) >= 0) return CLEAR;
  const isNear =
    compareWithGate(value, gate.threshold, NEAR) < 0 && compareWithGate(value, gate.threshold, NONE) >= 0;
  const isOpen = open !== null;
  if (!isNear || !crossesSoon(value, gate, samples, moment.at)) return isOpen ? { kind: 'between' } : CLEAR;
  return nearGate(moment, { gate, value, key }, 'reminder');
}

function crossesSoon(
  value: Known,
  { threshold }: Gate,
  samples: readonly RateSample[],
  at: Instant,
): boolean {
  const first = samples[0];
  if (first === undefined || at - first.at < SHORTEST_SLOPE_MS) return false;
  const now = toMillionths(value);
  const fallPerMs = (first.millionths - now) / (at - first.at);
  if (fallPerMs <= 0) return false;
  const margin = now - Math.round((Number(threshold.coefficient) / 10 ** threshold.scale) * 1e6);
  return margin <= fallPerMs * REACH_MS;
}

// One sample an hour over three days.
function sampled({ at, memory }: Moment, measure: MeasureKey, value: Known | null): readonly RateSample[] {
  const held: RuleMemory['rates'][MeasureKey] = memory.rates[measure] ?? [];
  const kept =
    held[0] !== undefined && held[0].at < at - SLOPE_MS
      ? held.filter((sample) => sample.at >= at - SLOPE_MS)
      : held;
  const last = kept.at(-1);
  if (value === null || (last !== undefined && at - last.at < HOUR)) return kept;
  return [...kept, { at, millionths: toMillionths(value) }];
}

function highestPerIndicator(gates: readonly Gate[]): readonly Gate[] {
  const highest = new Map<string, Gate>();
  for (const gate of gates) {
    const held = highest.get(gate.indicator);
    if (held === undefined || gate.level > held.level) highest.set(gate.indicator, gate);
  }
  return [...highest.values()];
}

const VALID: MeasureKey = 'auto_monitor_data_valid_ratio';

/**
 * A10: the effective transmission rate within 2 percentage points above the gate of its clause (reminder), or no longer
 * above it (warning), whether or not its indicator has reached that level.
 */
export function judgeEnvironmentRate(moment: Moment): RuleFindings {
  const { inputs } = moment;
  if (inputs.valueAt === null) return BLIND;
  const gate = gatesOf(inputs.standard)
    .filter(({ measure }) => measure === VALID)
    .at(-1);
  const point = inputs.valueAt(VALID, moment.at);
  if (gate === undefined || point === null) return judged([]);
  const key: AlertKey = { rule: 'A10', indicator: gate.indicator, scope: VALID };
  const { value } = point;
  if (value.kind === 'unknown') return judged([observed(key, { kind: 'noData' })]);
  return judged([observed(key, effective(moment, { gate, value, samples: [], key }))]);
}

function effective(moment: Moment, { gate, value, key }: Approach & { readonly value: Known }): Verdict {
  const open = moment.openFor(key);
  if (compareWithGate(value, gate.threshold, CLEAR_OF) >= 0) return CLEAR;
  if (compareWithGate(value, gate.threshold, NEAR) >= 0) return open === null ? CLEAR : { kind: 'between' };
  const isAbove = isAboveGate(value, gate, open?.severity === 'warning');
  if (!isAbove && open === null && !wasAbove(moment, gate)) return CLEAR;
  return nearGate(moment, { gate, value, key }, isAbove ? 'reminder' : 'warning');
}

function nearGate(
  moment: Moment,
  { gate, value, key }: { readonly gate: Gate; readonly value: Known; readonly key: AlertKey },
  severity: AlertSeverity,
): Verdict {
  const rate = quotientText(value.numerator, value.denominator, 6);
  const evidence = {
    ...NO_EVIDENCE,
    from: gate.thresholdText,
    to: rate,
    measure: gate.measure,
    observed: rate,
    required: gate.thresholdText,
    clauses: [gate.clause],
    sources: moment.inputs.sources.get(gate.indicator) ?? [],
  };
  return { kind: 'breached', severity, evidence, since: moment.openFor(key)?.since ?? moment.at };
}

// Once told as below, the rate must pass the deadband before it counts as above again: noise at the gate is told once.
function isAboveGate(value: Known, gate: Gate, wasTold: boolean): boolean {
  if (wasTold) return compareWithGate(value, gate.threshold, DEADBAND) >= 0;
  const order = compareWithGate(value, gate.threshold, NONE);
  return gate.comparator === '>' ? order > 0 : order >= 0;
}

// "No longer above" needs a time in which it was: a rate that never reached its gate is where things started from.
function wasAbove({ memory }: Moment, { threshold }: Gate): boolean {
  const gate = Math.round((Number(threshold.coefficient) / 10 ** threshold.scale) * 1e6);
  return (memory.rates[VALID] ?? []).some(({ millionths }) => millionths > gate);
}
