import type { AlertRuleAnswer, HoldAnswer } from '@parkpulse/contracts';
import {
  ALERT_RULES,
  ALERT_RULE_IDS,
  DEFAULT_NOTICE_POLICY,
  RULE_THRESHOLDS,
  type AlertRuleId,
  type HoldPolicy,
  type NoticePolicy,
  type RuleThreshold,
  holdOf,
  thresholdsOf,
} from '@parkpulse/domain';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertSettings } from './deskPorts.js';
import { ruleText } from './ruleTexts.js';

/** Rules that look at stored levels, scores and rates only: these can be tried on the past. */
export const REPLAYABLE: ReadonlySet<AlertRuleId> = new Set(['A01', 'A02', 'A03', 'A04', 'A10']);

/** The rules of a park in words, with the thresholds and holds in force. */
export async function alertRulesOf(
  settings: Pick<AlertSettings, 'setting'>,
  park: string,
): Promise<readonly AlertRuleAnswer[] | Refused> {
  const setting = await settings.setting(park);
  if (setting === null) return refused('UNKNOWN_PARK');
  return ALERT_RULE_IDS.map((id) => ruleAnswer(id, setting.policy));
}

function ruleAnswer(id: AlertRuleId, policy: NoticePolicy): AlertRuleAnswer {
  const { zh, en, audience } = ALERT_RULES[id];
  return {
    id,
    name: { zh, en },
    audience,
    ...ruleText(id, thresholdsOf(policy.thresholds)),
    thresholds: thresholdAnswers(id, policy),
    defaults: holdAnswer(holdOf(id, DEFAULT_NOTICE_POLICY)),
    hold: holdAnswer(holdOf(id, policy)),
    isChanged: policy.holds[id] !== undefined || Object.keys(policy.thresholds[id] ?? {}).length > 0,
    isReplayable: REPLAYABLE.has(id),
  };
}

function thresholdAnswers(id: AlertRuleId, { thresholds }: NoticePolicy): AlertRuleAnswer['thresholds'] {
  const own: Readonly<Record<string, RuleThreshold>> = RULE_THRESHOLDS[id];
  return Object.entries(own).map(([name, { zh, en, unit, value, least, most, step }]) => ({
    name,
    label: { zh, en },
    unit,
    value: thresholds[id]?.[name] ?? value,
    default: value,
    least,
    most,
    step,
  }));
}

/** Writes holds as seconds. */
export function holdAnswer({ forMs, recoverForMs, keepFiringMs, noData, error }: HoldPolicy): HoldAnswer {
  return {
    forSeconds: forMs / 1000,
    recoverForSeconds: recoverForMs / 1000,
    keepFiringSeconds: keepFiringMs / 1000,
    noData,
    error,
  };
}
