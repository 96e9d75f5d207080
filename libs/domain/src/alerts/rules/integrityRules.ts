import { compareDecimals } from '../../kernel/decimal.js';
import { quotientText } from '../../kernel/quotient.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import type { Instant } from '../../telemetry/facts.js';
import { FLATLINE_LIMITS } from '../../telemetry/flatline.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RateSample } from '../ruleMemory.js';
import { dayBefore } from './dayBefore.js';
import { equalCounts } from './equalCounts.js';
import { gatesOf } from './gates.js';
import { type Known, knownAt, toMillionths } from './rateMargin.js';

const HOUR = 3_600_000;
/** As `FLATLINE_LIMITS`: a rate stands still three times as long as it ever did in the last three days. */
const { timesLongest: TIMES_LONGEST, leastMoves: FEWEST_MOVES } = FLATLINE_LIMITS;

/**
 * A15: a rate that rose by 10 percentage points in a day, that used to move and does not at all for six hours, or counts
 * that are the same every day (all as set): too good, or too steady, to be true. A reminder to look whether the data are
 * genuine.
 */
export function judgeIntegrity(moment: Moment): RuleFindings {
  const { inputs, memory } = moment;
  if (inputs.valueAt === null) return BLIND;
  const observations: Observation[] = [];
  for (const measure of new Set(gatesOf(inputs.standard).map((gate) => gate.measure))) {
    const samples = memory.rates[measure];
    if (samples !== undefined) observations.push(...steadiness(moment, measure, samples));
  }
  return judged([...observations, ...equalCounts(moment)]);
}

function steadiness(
  moment: Moment,
  measure: MeasureKey,
  samples: readonly RateSample[],
): readonly Observation[] {
  const value = knownAt(moment, measure);
  const key: AlertKey = { rule: 'A15', indicator: null, scope: measure };
  if (value === null) return [observed(key, { kind: 'noData' })];
  const from = implausible(moment, samples, value);
  const rate = quotientText(value.numerator, value.denominator, 6);
  const isWhole = compareDecimals(value.numerator, value.denominator) === 0;
  // All of it, hour after hour, is what a healthy park looks like.
  if (from === null || (isWhole && from === rate)) return [];
  const evidence = { ...NO_EVIDENCE, from, to: rate, measure, observed: rate };
  const since = moment.openFor(key)?.since ?? moment.at;
  return [observed(key, { kind: 'breached', severity: 'reminder', evidence, since })];
}

function implausible(moment: Moment, samples: readonly RateSample[], value: Known): string | null {
  const now = toMillionths(value);
  const dayAgo = dayBefore(samples, moment.at);
  const rise = moment.threshold('A15', 'rise') * 10_000;
  if (dayAgo !== null && now - dayAgo.millionths >= rise) return toText(dayAgo.millionths);
  const flatMs = moment.threshold('A15', 'flat') * HOUR;
  return now !== 0 && isFlat(samples, now, moment.at, flatMs) ? toText(now) : null;
}

// Many rates stand still by nature; one that used to move and does not any more is what the reminder is for.
function isFlat(samples: readonly RateSample[], now: number, at: Instant, flatMs: number): boolean {
  const moves = samples.filter((sample, index) => sample.millionths !== samples[index - 1]?.millionths);
  const newest = moves.at(-1);
  if (newest === undefined || newest.millionths !== now) return false;
  const before = moves.slice(1).map((move, index) => move.at - (moves[index]?.at ?? move.at));
  if (before.length < FEWEST_MOVES) return false;
  return at - newest.at >= Math.max(flatMs, TIMES_LONGEST * Math.max(...before));
}

function toText(millionths: number): string {
  return String(millionths / 1e6);
}
