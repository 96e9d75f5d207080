import type { Instant } from '../../telemetry/facts.js';
import { NO_EVIDENCE } from '../alert.js';
import { LATE_AFTER_MS, type SourceLag } from '../alertInputs.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';

/** A refusal for a time in the future counts for half an hour. */
const FUTURE_MS = 1_800_000;

/**
 * A13: a source whose events come more than five minutes after the time they speak of, steadily and without being sent as
 * replay, or any of whose events was lately refused as `TS_FUTURE`: its clock is wrong, or its line is slow.
 */
export function judgeSourceLag(moment: Moment): RuleFindings {
  const { lags } = moment.inputs;
  if (lags === null) return BLIND;
  const ends = lags.flatMap(({ futureAt }) => (futureAt === null ? [] : [futureAt + FUTURE_MS]));
  const ahead = ends.filter((end) => end > moment.at);
  const observations = lags.flatMap((lag) => observationOf(lag, moment));
  return judged(observations, { nextDue: ahead.length === 0 ? null : Math.min(...ahead) });
}

function observationOf(lag: SourceLag, moment: Moment): readonly Observation[] {
  const { openFor, at } = moment;
  const isAhead = isRefusedLately(lag, at);
  if (!isAhead && !isSteadilyLate(lag, moment)) return [];
  const { source, events, late, lateSeconds, future } = lag;
  const key = { rule: 'A13', indicator: null, scope: source } as const;
  const evidence = {
    ...NO_EVIDENCE,
    from: isAhead ? null : String(events),
    to: String(isAhead ? future : late),
    observed: isAhead || lateSeconds === null ? null : String(lateSeconds),
    required: isAhead ? null : String(LATE_AFTER_MS / 1000),
    members: [source],
    sources: [source],
  };
  const since = openFor(key)?.since ?? at;
  return [observed(key, { kind: 'breached', severity: 'reminder', evidence, since })];
}

function isRefusedLately({ futureAt }: SourceLag, at: Instant): boolean {
  return futureAt !== null && futureAt > at - FUTURE_MS;
}

// Five events at least, nine in ten of them late.
function isSteadilyLate({ events, late }: SourceLag, { threshold }: Moment): boolean {
  return events >= threshold('A13', 'events') && late * 100 >= events * threshold('A13', 'share');
}
