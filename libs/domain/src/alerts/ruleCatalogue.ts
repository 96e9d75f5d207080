import type { BilingualText } from '../standard/types.js';

/** The alert rules (domain reference 6). A17 and A18 need the formal evaluation and are not among them yet. */
export const ALERT_RULE_IDS = [
  'A01',
  'A02',
  'A03',
  'A04',
  'A05',
  'A06',
  'A07',
  'A08',
  'A09',
  'A10',
  'A11',
  'A12',
  'A13',
  'A14',
  'A15',
  'A16',
  'A19',
] as const;
export type AlertRuleId = (typeof ALERT_RULE_IDS)[number];

/** What an alert does while nothing can be seen, or its rule fails: raise, stay as it is, or count as well. */
export type BlindPolicy = 'alert' | 'keepLast' | 'ok';

/** How long a rule waits, in milliseconds of event time, and what it does when it is blind. */
export interface HoldPolicy {
  /** Breached for this long before it fires; 0 where the dwell of the stable level is the hold. */
  readonly forMs: number;
  /** Clear for this long before it resolves. */
  readonly recoverForMs: number;
  /** Never resolved sooner than this after it was last seen breached. */
  readonly keepFiringMs: number;
  readonly noData: BlindPolicy;
  readonly error: BlindPolicy;
}

/** Who must act: the duty desk of the park, or operations (feeds, clocks, this system). */
export type AlertAudience = 'desk' | 'operations';

export interface AlertRule extends BilingualText, HoldPolicy {
  readonly id: AlertRuleId;
  readonly audience: AlertAudience;
}

const MINUTE = 60_000;

/** A rule on stable levels and scores: the dwell is its hold and its hysteresis. */
const STABLE: HoldPolicy = {
  forMs: 0,
  recoverForMs: 0,
  keepFiringMs: 0,
  noData: 'keepLast',
  error: 'keepLast',
};
/** A rule on a raw rate. */
const RATE: HoldPolicy = {
  forMs: 5 * MINUTE,
  recoverForMs: 5 * MINUTE,
  keepFiringMs: 10 * MINUTE,
  noData: 'keepLast',
  error: 'keepLast',
};
/** A rule whose condition carries its own time (a silence, a deadline), against flapping only. */
const TIMED: HoldPolicy = { ...RATE, forMs: 0, recoverForMs: 0 };
/** A list that must be empty by a deadline: it is over as soon as it is. */
const LIST: HoldPolicy = { ...STABLE };
/** A feed: silence is itself the alert, so blindness raises it. */
const STREAM: HoldPolicy = { ...STABLE, noData: 'keepLast', error: 'alert' };

const rule = (
  id: AlertRuleId,
  hold: HoldPolicy,
  [zh, en]: readonly [string, string],
  audience: AlertAudience = 'desk',
): AlertRule => ({ id, zh, en, audience, ...hold });

/** The rules with their names and default holds; every value can be set per park. */
export const ALERT_RULES: Readonly<Record<AlertRuleId, AlertRule>> = {
  A01: rule('A01', STABLE, ['等级退化', 'Level regression']),
  A02: rule('A02', STABLE, ['综合得分下降', 'Score drop']),
  A03: rule('A03', STABLE, ['评价结论余量不足', 'Grade margin']),
  A04: rule('A04', RATE, ['临近阈值', 'Approaching a threshold']),
  A05: rule('A05', TIMED, ['重大危险源离线', 'Major hazard offline']),
  A06: rule('A06', TIMED, ['网关频繁掉线', 'Flapping gateway']),
  A07: rule('A07', LIST, ['双重预防当日未上传', 'Daily dual-prevention upload missing']),
  A08: rule('A08', LIST, ['特殊作业当月未上传', 'Monthly special-work upload missing']),
  A09: rule('A09', LIST, ['安全承诺未公告', 'Safety commitment missing']),
  A10: rule('A10', RATE, ['数据传输有效率不足', 'Environmental effective rate']),
  A11: rule('A11', TIMED, ['能耗数据不完整', 'Energy data incomplete']),
  A12: rule('A12', STREAM, ['数据中断', 'Feed silent'], 'operations'),
  A13: rule('A13', TIMED, ['时钟偏差或数据迟到', 'Clock skew or late data'], 'operations'),
  A14: rule('A14', TIMED, ['分母变化', 'Denominator change']),
  A15: rule('A15', TIMED, ['数据异常良好', 'Too good to be true']),
  A16: rule('A16', LIST, ['佐证即将到期', 'Evidence expiring']),
  A19: rule(
    'A19',
    { ...RATE, forMs: 0, noData: 'alert', error: 'alert' },
    ['系统运行异常', 'System'],
    'operations',
  ),
};

/** Tells whether a text is the id of an alert rule. */
export function isAlertRuleId(text: string): text is AlertRuleId {
  return Object.hasOwn(ALERT_RULES, text);
}
