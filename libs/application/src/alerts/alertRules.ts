import type { AlertRuleAnswer, HoldAnswer } from '@parkpulse/contracts';
import {
  ALERT_RULES,
  ALERT_RULE_IDS,
  DEFAULT_NOTICE_POLICY,
  type AlertRuleId,
  type HoldPolicy,
  type NoticePolicy,
  holdOf,
} from '@parkpulse/domain';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertSettings } from './deskPorts.js';
import { RULE_TEXTS } from './ruleTexts.js';

/** Rules that look at stored levels, scores and rates only: these can be tried on the past. */
export const REPLAYABLE: ReadonlySet<AlertRuleId> = new Set(['A01', 'A02', 'A03', 'A04', 'A10']);

/** The rules of a park in words, with the holds in force. */
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
  const { condition, severities } = RULE_TEXTS[id];
  return {
    id,
    name: { zh, en },
    audience,
    condition: { zh: condition.zh, en: condition.en },
    severities: { zh: severities.zh, en: severities.en },
    defaults: holdAnswer(holdOf(id, DEFAULT_NOTICE_POLICY)),
    hold: holdAnswer(holdOf(id, policy)),
    isChanged: policy.holds[id] !== undefined,
    isReplayable: REPLAYABLE.has(id),
  };
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
