import { NO_EVIDENCE } from '../alert.js';
import type { SourceLag } from '../alertInputs.js';
import { type Observation, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';

/** Steadily late: at least this many events, nine in ten of them late. */
const FEWEST_EVENTS = 5;

/**
 * A13: a source whose events come more than five minutes after the time they speak of, steadily and without being sent as
 * replay, or any of whose events was refused as `TS_FUTURE`: its clock is wrong, or its line is slow.
 */
export function judgeSourceLag({ inputs, openFor, at }: Moment): RuleFindings {
  if (inputs.lags === null) return BLIND;
  const observations = inputs.lags.filter(isSkewed).map((lag): Observation => {
    const key = { rule: 'A13', indicator: null, scope: lag.source } as const;
    const evidence = {
      ...NO_EVIDENCE,
      from: String(lag.events),
      to: String(lag.future > 0 ? lag.future : lag.late),
      members: [lag.source],
      sources: [lag.source],
    };
    return observed(key, {
      kind: 'breached',
      severity: 'reminder',
      evidence,
      since: openFor(key)?.since ?? at,
    });
  });
  return judged(observations);
}

function isSkewed({ events, late, future }: SourceLag): boolean {
  return future > 0 || (events >= FEWEST_EVENTS && late * 10 >= events * 9);
}
