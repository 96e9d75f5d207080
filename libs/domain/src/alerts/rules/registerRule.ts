import type { Instant } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RuleMemory } from '../ruleMemory.js';
import { dayBefore } from './dayBefore.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A14: the register grew or shrank by 5 % in a day, or more than 5 % of the points are in stop-use (as set); it needs a reason. */
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
    if (from === 0 || Math.abs(now[scope] - from) * 100 < from * moment.threshold('A14', 'count')) continue;
    observations.push(denominator(moment, scope, [from, now[scope]]));
  }
  const stopped = stoppedAt(facts, moment.at);
  if (stopped * 100 > now.devices * moment.threshold('A14', 'stopped'))
    observations.push(denominator(moment, 'stopUse', [now.devices, stopped]));
  return judged(observations, { memory: { counts } });
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
