import type { NoticePolicy } from './noticePolicy.js';
import { ALERT_RULES, type AlertRuleId, type HoldPolicy } from './ruleCatalogue.js';

/** The holds of a rule in a park: its defaults, less what the park set otherwise. */
export function holdOf(rule: AlertRuleId, { holds }: NoticePolicy): HoldPolicy {
  const { forMs, recoverForMs, keepFiringMs, noData, error } = ALERT_RULES[rule];
  return { forMs, recoverForMs, keepFiringMs, noData, error, ...holds[rule] };
}
