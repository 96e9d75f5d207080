import { clauseAddress, type ClauseId, type IndicatorId } from '../../standard/ids.js';
import type { Instant } from '../../telemetry/facts.js';
import { type AlertKey, NO_EVIDENCE } from '../alert.js';
import { type Observation, observed } from '../observation.js';
import { type Moment, type RuleFindings, judged } from '../rule.js';

const DAY = 86_400_000;
interface Stage {
  readonly days: number;
  readonly severity: 'reminder' | 'warning';
}

// Days ahead at which an expiry is told: 90, 30, 7.
function stagesOf({ threshold }: Moment): readonly Stage[] {
  return [
    { days: threshold('A16', 'first'), severity: 'reminder' },
    { days: threshold('A16', 'second'), severity: 'reminder' },
    { days: threshold('A16', 'third'), severity: 'warning' },
  ];
}

/** A16: attestations that end within 90, 30, 7 days (as set) with none to follow; one alert per indicator, naming the clauses. */
export function judgeEvidence(moment: Moment): RuleFindings {
  const byIndicator = new Map<IndicatorId, Expiry[]>();
  const stages = stagesOf(moment);
  let nextDue = Number.POSITIVE_INFINITY;
  for (const expiry of expiriesAt(moment)) {
    for (const { days } of stages) {
      const due = expiry.to - days * DAY;
      if (due > moment.at) nextDue = Math.min(nextDue, due);
    }
    const { indicator } = clauseAddress(expiry.clause);
    if (stageOf(stages, expiry.to, moment.at) >= 0)
      byIndicator.set(indicator, [...(byIndicator.get(indicator) ?? []), expiry]);
  }
  const observations = [...byIndicator].map(([indicator, expiries]) => expiring(moment, indicator, expiries));
  return judged(observations, { nextDue: Number.isFinite(nextDue) ? nextDue : null });
}

interface Expiry {
  readonly clause: ClauseId;
  readonly to: Instant;
}

// The last end of a clause's attestations in force or to come; none where one of them has no end.
function expiriesAt({ inputs, at }: Moment): readonly Expiry[] {
  const ends = new Map<ClauseId, Instant>();
  for (const { clause, to } of inputs.attestations) {
    const end = to ?? Number.POSITIVE_INFINITY;
    if (end > at) ends.set(clause, Math.max(ends.get(clause) ?? end, end));
  }
  return [...ends].filter(([, to]) => Number.isFinite(to)).map(([clause, to]) => ({ clause, to }));
}

function stageOf(stages: readonly Stage[], to: Instant, at: Instant): number {
  return stages.findLastIndex(({ days }) => at >= to - days * DAY);
}

function expiring(moment: Moment, indicator: IndicatorId, expiries: readonly Expiry[]): Observation {
  const soonest = Math.min(...expiries.map(({ to }) => to));
  const stages = stagesOf(moment);
  const stage = stageOf(stages, soonest, moment.at);
  const { days = 0, severity = 'reminder' } = stages[stage] ?? {};
  const key: AlertKey = { rule: 'A16', indicator, scope: '' };
  const evidence = {
    ...NO_EVIDENCE,
    from: new Date(soonest).toISOString(),
    to: `${days}d`,
    cause: 'attestation',
    stage,
    clauses: expiries.map(({ clause }) => clause).sort(),
  } as const;
  return observed(key, {
    kind: 'breached',
    severity,
    evidence,
    since: moment.openFor(key)?.since ?? moment.at,
  });
}
