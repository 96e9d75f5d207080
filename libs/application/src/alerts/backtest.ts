import {
  type BacktestAnswer,
  type BacktestOutcome,
  type BacktestRequest,
  toTimeText,
} from '@parkpulse/contracts';
import {
  type Alert,
  type AlertRuleId,
  type Instant,
  type MeasureKey,
  type NoticePolicy,
  type SignalPoint,
  alertKeyText,
  deriveSignal,
  holdOf,
  measureKindOf,
} from '@parkpulse/domain';
import { versionsOf } from '../assess/dwellOf.js';
import type { AssessmentRules } from '../assess/rules.js';
import type { Clock, ParkRecord, ReadModel } from '../ports.js';
import { loadFacts } from '../queries/loadFacts.js';
import { type Refused, refuse } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import { REPLAYABLE, holdAnswer } from './alertRules.js';
import { toHold } from './alertSettings.js';
import type { AlertSettings } from './deskPorts.js';
import { type LivedSpan, replayAlerts } from './replayAlerts.js';

export interface BacktestPorts {
  readonly read: ReadModel;
  readonly alertSettings: Pick<AlertSettings, 'setting'>;
  readonly clock: Clock;
}

const DAY = 86_400_000;
const LONGEST_MS = 92 * DAY;
/** Scores of seven days and rates of three are looked back on: so much is lived before the span that is asked about. */
const WARM_UP_MS = 7 * DAY;
const LISTED = 200;
const AGAIN_MS = 3_600_000;
const RATE_RULES: ReadonlySet<AlertRuleId> = new Set(['A04', 'A10']);

/**
 * What a rule would have told in a past span with other holds or thresholds, next to what it tells with those in force. The history is
 * taken as it is believed now, so what was restated since counts as if it had been known at the time.
 */
export async function backtest(
  { read, alertSettings, clock }: BacktestPorts,
  rules: AssessmentRules,
  park: ParkRecord,
  asked: BacktestRequest,
): Promise<BacktestAnswer | Refused> {
  const fault = faultOf(asked, clock.now());
  if (fault !== null) return fault;
  const setting = await alertSettings.setting(park.id);
  if (setting === null) return refused('UNKNOWN_PARK');
  const { rule, from } = asked;
  const to = Math.min(asked.to, clock.now());
  const lived = await livedSpan(read, rules, park, { rule, from: from - WARM_UP_MS, to });
  const changed = triedPolicy(setting.policy, asked);
  const tried = await replayAlerts(lived, changed, rule);
  const inForce = await replayAlerts(lived, setting.policy, rule);
  return {
    rule,
    from: toTimeText(from),
    to: toTimeText(to),
    tried: outcomeOf(tried.alerts, from),
    inForce: outcomeOf(inForce.alerts, from),
    hold: holdAnswer(holdOf(rule, changed)),
    listed: LISTED,
    stepSeconds: tried.stepSeconds,
    note: NOTE,
  };
}

// What is not asked for stays as it is in force.
function triedPolicy(inForce: NoticePolicy, { rule, hold, thresholds }: BacktestRequest): NoticePolicy {
  const own = thresholds ?? inForce.thresholds[rule] ?? {};
  return {
    ...inForce,
    holds: { ...inForce.holds, [rule]: { ...inForce.holds[rule], ...toHold(hold) } },
    thresholds: { ...inForce.thresholds, [rule]: own },
  };
}

const NOTE = {
  zh: '按现在认定的历史重放，判定程序与实时告警相同；事后更正的数据按更正后的值计算。仅重放，不会产生任何告警。',
  en: 'Replayed on history as it is believed now, by the program that decides live alerts; data corrected since counts as corrected. Nothing is raised.',
};

function faultOf({ rule, from, to }: BacktestRequest, now: Instant): Refused | null {
  if (!REPLAYABLE.has(rule))
    return refuse(
      'FIELD_INVALID',
      `${rule} 依赖实时设备与来源状态，无法在历史上重放；可重放：${[...REPLAYABLE].join('、')}`,
      `${rule} follows devices and sources as they stand and cannot be replayed; these can: ${[...REPLAYABLE].join(', ')}`,
      '/rule',
    );
  if (to <= from || from >= now) return refused('RANGE_INVALID');
  if (to - from > LONGEST_MS)
    return refuse('RANGE_TOO_LARGE', '一次最多重放 92 天', 'At most 92 days can be replayed at once', '/to');
  return null;
}

interface Asked {
  readonly rule: AlertRuleId;
  readonly from: Instant;
  readonly to: Instant;
}

async function livedSpan(
  read: ReadModel,
  rules: AssessmentRules,
  park: ParkRecord,
  { rule, from, to }: Asked,
): Promise<LivedSpan> {
  const [levelsBefore, levels, score, scores] = await Promise.all([
    read.levelsAt(park.id, from, null),
    read.levelsBetween(park.id, from, to, null),
    read.scoreAt(park.id, from, null),
    read.scoresBetween(park.id, from, to),
  ]);
  const byTime = (a: { readonly at: Instant }, b: { readonly at: Instant }): number => a.at - b.at;
  return {
    rules,
    zone: park.timeZone,
    from,
    to,
    levelsBefore: new Map(levelsBefore.map((row) => [row.indicator, row])),
    levels: levels.filter(({ at }) => at > from).sort(byTime),
    scoreBefore: score,
    scores: scores.filter(({ at }) => at > from).sort(byTime),
    rates: RATE_RULES.has(rule) ? await ratesOf(read, rules, park, { rule, from, to }) : new Map(),
  };
}

async function ratesOf(
  read: ReadModel,
  rules: AssessmentRules,
  park: ParkRecord,
  { from, to }: Asked,
): Promise<LivedSpan['rates']> {
  const ratios = [...rules.standard.measures.values()].filter(({ unit }) => unit === 'ratio');
  const rates = new Map<MeasureKey, readonly SignalPoint[]>();
  for (const { key } of ratios) rates.set(key, await pointsOf(read, park, key, { from, to }));
  return rates;
}

async function pointsOf(
  read: ReadModel,
  park: ParkRecord,
  measure: MeasureKey,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<readonly SignalPoint[]> {
  if (measureKindOf(measure) !== 'reading') return read.measurePoints(park.id, measure, from, to);
  const definitions = await read.definitions(park.id);
  const span = { park: park.id, from, to: to - 1, knownAt: null, scope: 'moments' } as const;
  const facts = await loadFacts(read, [measure], definitions, span);
  const versions = versionsOf(definitions, measure);
  return deriveSignal({ measure, versions, facts, from, to: to - 1, zone: park.timeZone }).points;
}

function outcomeOf(found: readonly Alert[], from: Instant): BacktestOutcome {
  const alerts = found
    .filter(({ firedAt }) => (firedAt ?? 0) >= from)
    .sort((a, b) => (a.firedAt ?? 0) - (b.firedAt ?? 0));
  const lasted = alerts
    .flatMap(({ firedAt, resolvedAt }) =>
      firedAt === null || resolvedAt === null ? [] : [resolvedAt - firedAt],
    )
    .sort((a, b) => a - b);
  const median = lasted[Math.floor(lasted.length / 2)];
  return {
    fired: alerts.length,
    chattering: chattersIn(alerts),
    medianSeconds: median === undefined ? null : Math.round(median / 1000),
    alerts: alerts.slice(-LISTED).map(({ key, severity, firedAt, resolvedAt, evidence }) => ({
      indicator: key.indicator,
      scope: key.scope,
      severity,
      firedAt: toTimeText(firedAt ?? 0),
      resolvedAt: resolvedAt === null ? null : toTimeText(resolvedAt),
      from: evidence.from,
      to: evidence.to,
    })),
  };
}

function chattersIn(alerts: readonly Alert[]): number {
  const endOf = new Map<string, Instant>();
  let count = 0;
  for (const { key, firedAt, resolvedAt } of alerts) {
    const name = alertKeyText(key);
    const ended = endOf.get(name);
    if (ended !== undefined && (firedAt ?? 0) - ended < AGAIN_MS) count += 1;
    if (resolvedAt !== null) endOf.set(name, resolvedAt);
  }
  return count;
}
