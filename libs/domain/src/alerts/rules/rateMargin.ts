import { type Decimal, decimal } from '../../kernel/decimal.js';
import { quotientText } from '../../kernel/quotient.js';
import type { MeasureValue } from '../../kernel/measureValue.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { CLEAR, type Observation, type Verdict, observed } from '../observation.js';
import type { AlertSeverity } from '../severity.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RateSample, RuleMemory } from '../ruleMemory.js';
import { thresholdShare } from '../thresholds.js';
import { type Gate, compareWithGate, gatesOf, passedGates } from './gates.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Once told, a rate must be one percentage point clear of where it was: the deadband of 1 % (reliability, alert semantics 5). */
export const DEADBAND_POINTS = 1;
export const NO_MARGIN = decimal('0');
/** The slope is that of three days (domain reference 6, A04). */
const SLOPE_MS = 3 * DAY;
const SHORTEST_SLOPE_MS = 2 * DAY;

export type Known = Extract<MeasureValue, { kind: 'known' }>;

/** A04: a rate within 2 percentage points above a gate it has passed, on a slope that reaches it within a week (as set). */
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
  const isOpen = moment.openFor(key) !== null;
  const points = moment.threshold('A04', 'near');
  if (compareWithGate(value, gate.threshold, thresholdShare(points, DEADBAND_POINTS)) >= 0) return CLEAR;
  const isNear =
    compareWithGate(value, gate.threshold, thresholdShare(points)) < 0 &&
    compareWithGate(value, gate.threshold, NO_MARGIN) >= 0;
  if (!isNear || !crossesSoon(moment, value, gate, samples)) return isOpen ? { kind: 'between' } : CLEAR;
  return nearGate(moment, { gate, value, key }, 'reminder');
}

function crossesSoon(
  moment: Moment,
  value: Known,
  { threshold }: Gate,
  samples: readonly RateSample[],
): boolean {
  const { at } = moment;
  const first = samples[0];
  if (first === undefined || at - first.at < SHORTEST_SLOPE_MS) return false;
  const now = toMillionths(value);
  const fallPerMs = (first.millionths - now) / (at - first.at);
  if (fallPerMs <= 0) return false;
  return now - gateMillionths(threshold) <= fallPerMs * moment.threshold('A04', 'reach') * DAY;
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

/** A threshold of the standard in whole millionths, for slopes and memory only. */
export function gateMillionths({ coefficient, scale }: Decimal): number {
  return Math.round((Number(coefficient) / 10 ** scale) * 1e6);
}

/** What is told of a rate that stands near its gate, or no longer above it. */
export function nearGate(
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
