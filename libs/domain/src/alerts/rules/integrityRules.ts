import { compareDecimals } from '../../kernel/decimal.js';
import { quotientText } from '../../kernel/quotient.js';
import type { MeasureKey } from '../../standard/measureKeys.js';
import type { Instant } from '../../telemetry/facts.js';
import { FLATLINE_LIMITS } from '../../telemetry/flatline.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RateSample, RuleMemory } from '../ruleMemory.js';
import { gatesOf } from './gates.js';
import { knownAt, toMillionths } from './rateMargin.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Register counts may move by this many percent in a day, and this share of the points be in stop-use (A14). */
const COUNT_PERCENT = 5;
const STOPPED_PERCENT = 5;

/** A14: the register grew or shrank by 5 % in a day, or more than 5 % of the points are in stop-use; it needs a reason. */
export function judgeRegister(moment: Moment): RuleFindings {
  const { facts } = moment.inputs;
  if (facts === null) return BLIND;
  const now = countsAt(facts, moment.at);
  const counts = rememberCounts(moment.memory.counts, now);
  const before = dayBefore(counts, moment.at);
  const first = counts[0] ?? now;
  const observations: Observation[] = [];
  for (const scope of ['enterprises', 'devices'] as const) {
    // In its first day a park is still being entered: only members that go missing are worth a word.
    const from = before?.[scope] ?? Math.max(first[scope], now[scope]);
    if (from === 0 || Math.abs(now[scope] - from) * 100 < from * COUNT_PERCENT) continue;
    observations.push(denominator(moment, scope, [from, now[scope]]));
  }
  const stopped = stoppedAt(facts, moment.at);
  if (stopped * 100 > now.devices * STOPPED_PERCENT)
    observations.push(denominator(moment, 'stopUse', [now.devices, stopped]));
  return judged(observations, { memory: { counts } });
}

// What was about a day ago; null while less than a day was watched.
function dayBefore<Kept extends { readonly at: Instant }>(kept: readonly Kept[], at: Instant): Kept | null {
  const oldest = kept.find((each) => each.at >= at - DAY);
  return oldest !== undefined && at - oldest.at >= DAY - 2 * HOUR ? oldest : null;
}

type Counts = RuleMemory['counts'][number];

function countsAt(facts: ParkFacts, at: Instant): Counts {
  const { register } = facts;
  return {
    at,
    enterprises: register.membersAt('enterprise', at).length,
    devices: register.membersAt('device', at).length,
  };
}

// One count an hour over a day.
function rememberCounts(held: RuleMemory['counts'], now: Counts): RuleMemory['counts'] {
  const kept = held.filter(({ at }) => at >= now.at - DAY);
  const last = kept.at(-1);
  return last !== undefined && now.at - last.at < HOUR ? kept : [...kept, now];
}

function stoppedAt(facts: ParkFacts, at: Instant): number {
  const devices = facts.register.membersAt('device', at);
  return devices.filter(({ attributes }) => attributes.stopUse.some(({ from, to }) => from <= at && at < to))
    .length;
}

function denominator(moment: Moment, scope: string, [from, to]: readonly [number, number]): Observation {
  const key: AlertKey = { rule: 'A14', indicator: null, scope };
  const evidence = { ...NO_EVIDENCE, from: String(from), to: String(to), cause: 'denominator' } as const;
  return observed(key, {
    kind: 'breached',
    severity: 'warning',
    evidence,
    since: moment.openFor(key)?.since ?? moment.at,
  });
}

/**
 * A rise by 10 percentage points in a day, or a rate that used to move and does not at all for six hours, three times as long
 * as it ever stood still in the last three days (A15; as `FLATLINE_LIMITS`).
 */
const RISE_MILLIONTHS = 100_000;
const { leastMs: FLAT_MS, timesLongest: TIMES_LONGEST, leastMoves: FEWEST_MOVES } = FLATLINE_LIMITS;

/** A15: a rate too good, or too steady, to be true; a reminder to look whether the data are genuine. */
export function judgeIntegrity(moment: Moment): RuleFindings {
  const { inputs, memory, at } = moment;
  if (inputs.valueAt === null) return BLIND;
  const observations: Observation[] = [];
  for (const measure of new Set(gatesOf(inputs.standard).map((gate) => gate.measure))) {
    const samples = memory.rates[measure];
    if (samples === undefined) continue;
    const value = knownAt(moment, measure);
    const key: AlertKey = { rule: 'A15', indicator: null, scope: measure };
    if (value === null) {
      observations.push(observed(key, { kind: 'noData' }));
      continue;
    }
    const from = implausible(samples, toMillionths(value), at);
    if (from === null) continue;
    const rate = quotientText(value.numerator, value.denominator, 6);
    const evidence = {
      ...NO_EVIDENCE,
      from,
      to: rate,
      measure: measure satisfies MeasureKey,
      observed: rate,
    };
    const isWhole = compareDecimals(value.numerator, value.denominator) === 0;
    // All of it, hour after hour, is what a healthy park looks like.
    if (isWhole && from === rate) continue;
    observations.push(
      observed(key, {
        kind: 'breached',
        severity: 'reminder',
        evidence,
        since: moment.openFor(key)?.since ?? at,
      }),
    );
  }
  return judged(observations);
}

function implausible(samples: readonly RateSample[], now: number, at: Instant): string | null {
  const dayAgo = dayBefore(samples, at);
  if (dayAgo !== null && now - dayAgo.millionths >= RISE_MILLIONTHS) return toText(dayAgo.millionths);
  return now !== 0 && isFlat(samples, now, at) ? toText(now) : null;
}

// Many rates stand still by nature; one that used to move and does not any more is what the reminder is for.
function isFlat(samples: readonly RateSample[], now: number, at: Instant): boolean {
  const moves = samples.filter((sample, index) => sample.millionths !== samples[index - 1]?.millionths);
  const newest = moves.at(-1);
  if (newest === undefined || newest.millionths !== now) return false;
  const before = moves.slice(1).map((move, index) => move.at - (moves[index]?.at ?? move.at));
  if (before.length < FEWEST_MOVES) return false;
  return at - newest.at >= Math.max(FLAT_MS, TIMES_LONGEST * Math.max(...before));
}

function toText(millionths: number): string {
  return String(millionths / 1e6);
}
