import { type Decimal, decimal } from '../kernel/decimal.js';
import { type Points, UNITS_PER_POINT } from '../assessment/scoring.js';
import type { BilingualText } from '../standard/types.js';
import type { AlertRuleId } from './ruleCatalogue.js';

export const THRESHOLD_UNITS = [
  'points',
  'percentPoints',
  'percent',
  'minutes',
  'hours',
  'days',
  'workingDays',
  'hourOfDay',
  'dayOfMonth',
  'periods',
  'levels',
  'count',
] as const;
export type ThresholdUnit = (typeof THRESHOLD_UNITS)[number];

/** A figure in the condition of a rule that a park may set: its default, and the bounds it is set within. */
export interface RuleThreshold extends BilingualText {
  readonly unit: ThresholdUnit;
  readonly value: number;
  /** Both included; a value is a whole multiple of `step`. */
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

type Bounds = readonly [least: number, most: number, step: number];
const threshold =
  (unit: ThresholdUnit, [least, most, step]: Bounds) =>
  (value: number, zh: string, en: string): RuleThreshold => ({ unit, value, least, most, step, zh, en });

const points = threshold('points', [0.05, 20, 0.01]);
const near = threshold('percentPoints', [0.1, 20, 0.1]);
const percent = threshold('percent', [1, 100, 1]);
const minutes = threshold('minutes', [1, 1440, 1]);
const days = threshold('days', [1, 60, 1]);
const count = threshold('count', [1, 1000, 1]);
const hourOfDay = threshold('hourOfDay', [0, 23, 1]);
const ahead = threshold('days', [1, 730, 1]);

/** The thresholds of the rules with their defaults (domain reference 6). Gates of the standard are nobody's to set. */
export const RULE_THRESHOLDS = {
  A01: {
    levels: threshold('levels', [1, 4, 1])(2, '达到报警的降级数', 'Levels fallen for an alarm'),
    points: points(1, '达到报警的失分', 'Points lost for an alarm'),
  },
  A02: {
    day: points(0.5, '24 小时内下降', 'Fall within 24 hours'),
    week: points(1, '7 天内下降', 'Fall within 7 days'),
  },
  A03: {
    reminder: points(2, '提醒余量', 'Margin for a reminder'),
    warning: points(0.5, '预警余量', 'Margin for a warning'),
  },
  A04: {
    near: near(2, '距阈值', 'Distance from the threshold'),
    reach: days(7, '预计跌破时间', 'Reached within'),
  },
  A05: {
    warning: minutes(15, '预警时长', 'Silent for a warning'),
    alarm: minutes(60, '报警时长', 'Silent for an alarm'),
  },
  A06: {
    day: count(3, '24 小时内掉线次数', 'Drops within 24 hours'),
    month: count(10, '30 天内掉线次数', 'Drops within 30 days'),
  },
  A07: {
    hour: hourOfDay(20, '每日截止时刻', 'Deadline of the day'),
    days: days(2, '预警前缺报天数', 'Days missing for a warning'),
  },
  A08: { day: threshold('dayOfMonth', [1, 28, 1])(25, '每月起始日', 'From this day of the month') },
  A09: { hour: hourOfDay(10, '每日截止时刻', 'Deadline of the day') },
  A10: {
    near: near(2, '距阈值', 'Distance from the threshold'),
    repair: days(10, '补录期限', 'Days for repair'),
    ahead: days(2, '期限前提醒', 'Days ahead of its end'),
  },
  A11: {
    complete: percent(90, '完整率下限', 'Least completeness'),
    silent: days(1, '提醒前无数据', 'Days silent for a reminder'),
    working: threshold('workingDays', [1, 10, 1])(3, '预警前无数据', 'Working days silent for a warning'),
  },
  A12: {
    periods: threshold('periods', [1, 100, 1])(3, '无数据的发送周期数', 'Periods without data'),
    least: minutes(5, '最短时长', 'At least'),
  },
  A13: {
    events: count(5, '最少事件数', 'Fewest events'),
    share: threshold('percent', [50, 100, 1])(90, '迟到占比', 'Share that is late'),
  },
  A14: {
    count: percent(5, '登记数量一天内变化', 'Change of the register in a day'),
    stopped: percent(5, '停用占比', 'Share in stop-use'),
  },
  A15: {
    rise: threshold('percentPoints', [1, 100, 0.1])(10, '24 小时内上升', 'Rise within 24 hours'),
    flat: threshold('hours', [1, 48, 1])(6, '无波动时长', 'Hours without a move'),
    equal: threshold('days', [3, 60, 1])(7, '数量相同的天数', 'Days of equal counts'),
  },
  A16: {
    first: ahead(90, '首次提醒', 'First reminder ahead'),
    second: ahead(30, '再次提醒', 'Second reminder ahead'),
    third: ahead(7, '预警', 'Warning ahead'),
  },
  A19: {},
} as const satisfies Readonly<Record<AlertRuleId, Readonly<Record<string, RuleThreshold>>>>;

export type ThresholdName<Rule extends AlertRuleId> = keyof (typeof RULE_THRESHOLDS)[Rule] & string;

/** What a park sets otherwise than the defaults, by rule and name, in the unit of the threshold. */
export type ThresholdSettings = Readonly<Partial<Record<AlertRuleId, Readonly<Record<string, number>>>>>;

/** The value of a threshold in force, in its own unit. */
export type ThresholdOf = <Rule extends AlertRuleId>(rule: Rule, name: ThresholdName<Rule>) => number;

/** Reads thresholds from what a park has set, else their defaults. */
export function thresholdsOf(settings: ThresholdSettings): ThresholdOf {
  return (rule, name) => {
    const defaults: Readonly<Record<string, RuleThreshold>> = RULE_THRESHOLDS[rule];
    return settings[rule]?.[name] ?? defaults[name]?.value ?? 0;
  };
}

/** Pairs of which the first may not be above the second: stages in their order. */
const ORDERED: readonly (readonly [rule: AlertRuleId, lower: string, upper: string])[] = [
  ['A02', 'day', 'week'],
  ['A03', 'warning', 'reminder'],
  ['A05', 'warning', 'alarm'],
  ['A06', 'day', 'month'],
  ['A10', 'ahead', 'repair'],
  ['A16', 'second', 'first'],
  ['A16', 'third', 'second'],
];

export interface ThresholdFault {
  readonly rule: string;
  readonly name: string;
  /** `unknown`: no such threshold; `bounds`: out of bounds or no multiple of its step; `order`: stages out of order. */
  readonly kind: 'unknown' | 'bounds' | 'order';
  readonly threshold: RuleThreshold | null;
}

/** Lists what is wrong with thresholds that people ask for; empty when nothing is. */
export function thresholdFaults(settings: ThresholdSettings): readonly ThresholdFault[] {
  const faults = Object.entries(settings).flatMap(([rule, values]) =>
    Object.entries(values).flatMap(([name, value]) => valueFault(rule, name, value)),
  );
  if (faults.length > 0) return faults;
  const valueOf = thresholdsOf(settings) as (rule: AlertRuleId, name: string) => number;
  return ORDERED.filter(([rule, lower, upper]) => valueOf(rule, lower) > valueOf(rule, upper)).map(
    ([rule, name]) => ({ rule, name, kind: 'order', threshold: thresholdNamed(rule, name) }),
  );
}

function valueFault(rule: string, name: string, value: number): readonly ThresholdFault[] {
  const known = thresholdNamed(rule, name);
  if (known === null) return [{ rule, name, kind: 'unknown', threshold: null }];
  const steps = value / known.step;
  const isWhole = Math.abs(steps - Math.round(steps)) < 1e-6;
  const isGood = isWhole && value >= known.least && value <= known.most;
  return isGood ? [] : [{ rule, name, kind: 'bounds', threshold: known }];
}

function thresholdNamed(rule: string, name: string): RuleThreshold | null {
  const rules: Readonly<Record<string, Readonly<Record<string, RuleThreshold>>>> = RULE_THRESHOLDS;
  if (!Object.hasOwn(rules, rule)) return null;
  const own = rules[rule] ?? {};
  return Object.hasOwn(own, name) ? (own[name] ?? null) : null;
}

/** A threshold in points as whole ten-thousandths. */
export function thresholdPoints(value: number): Points {
  return Math.round(value * UNITS_PER_POINT);
}

/** A threshold in percentage points, raised by others, as the exact share it is. */
export function thresholdShare(percentPoints: number, raisedBy = 0): Decimal {
  return decimal(((percentPoints + raisedBy) / 100).toFixed(4));
}
