import { type AlertFigures, toTimeText } from '@parkpulse/contracts';
import {
  ALERT_RULE_IDS,
  type AlertRuleId,
  type Instant,
  type NoticePolicy,
  alertKeyText,
  compareSeverity,
  periodContaining,
} from '@parkpulse/domain';
import type { Clock, ParkRecord } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { AlertHistory, AlertSettings, FiredAlert } from './deskPorts.js';

export interface FigurePorts {
  readonly alertHistory: Pick<AlertHistory, 'firedBetween' | 'deliveryFigures'>;
  readonly alertSettings: Pick<AlertSettings, 'setting'>;
  readonly clock: Clock;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONGEST_MS = 366 * DAY;
const MOST_READ = 20_000;
const NOISIEST = 10;
const FLOOD_MS = 600_000;

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** How well a duty desk was served and served in a span: counts, times to act, noise, and what became of messages. */
export async function alertFiguresOf(
  { alertHistory, alertSettings, clock }: FigurePorts,
  park: ParkRecord,
  asked: Span,
): Promise<AlertFigures | Refused> {
  const { from } = asked;
  const to = Math.min(asked.to, clock.now());
  if (to <= from) return refused('RANGE_INVALID');
  if (to - from > LONGEST_MS) return refused('RANGE_TOO_LARGE');
  const setting = await alertSettings.setting(park.id);
  if (setting === null) return refused('UNKNOWN_PARK');
  const fired = await alertHistory.firedBetween(park.id, from, to, MOST_READ + 1);
  const alerts = fired.slice(0, MOST_READ).sort((a, b) => firedAtOf(a) - firedAtOf(b));
  return {
    from: toTimeText(from),
    to: toTimeText(to),
    ...deriveFigures(alerts, { from, to }, setting.policy),
    ...overTime(alerts, { from, to }, park.timeZone),
    isPartial: fired.length > MOST_READ,
    deliveries: await alertHistory.deliveryFigures(park.id, from, to),
  };
}

type Figures = Omit<AlertFigures, 'from' | 'to' | 'isPartial' | 'deliveries' | 'byHour' | 'byDay'>;

/** Counts what fired, how soon somebody acted, and what made noise. Alerts come in the order in which they fired. */
export function deriveFigures(alerts: readonly FiredAlert[], span: Span, policy: NoticePolicy): Figures {
  const open = alerts.filter(({ phase }) => phase !== 'resolved');
  const acted = alerts.flatMap((alert) =>
    alert.firstAcknowledgedAt === null ? [] : [alert.firstAcknowledgedAt - firedAtOf(alert)],
  );
  const lasted = alerts.flatMap((alert) =>
    alert.resolvedAt === null ? [] : [alert.resolvedAt - firedAtOf(alert)],
  );
  return {
    fired: alerts.length,
    resolved: lasted.length,
    open: open.length,
    acknowledged: acted.length,
    mttaSeconds: meanSeconds(acted),
    mttrSeconds: meanSeconds(lasted),
    inTime: inTime(alerts, span, policy),
    bySeverity: {
      alarm: count(alerts, 'alarm'),
      warning: count(alerts, 'warning'),
      reminder: count(alerts, 'reminder'),
    },
    byRule: byRule(alerts),
    byCause: byCause(alerts),
    noisiest: noisiest(alerts),
    peakPerTenMinutes: peak(alerts),
    perHour: Math.round((alerts.length / ((span.to - span.from) / HOUR)) * 100) / 100,
    persistent: open.filter((alert) => span.to - firedAtOf(alert) > DAY).length,
  };
}

/** An alert has its ladder's first rung as its time; one without a ladder has none. A running time counts as neither. */
function inTime(
  alerts: readonly FiredAlert[],
  { to }: Span,
  { escalation }: NoticePolicy,
): AlertFigures['inTime'] {
  let [of, acknowledged] = [0, 0];
  for (const alert of alerts) {
    const rung = escalation.find(({ from }) => compareSeverity(alert.severity, from) >= 0);
    if (rung === undefined) continue;
    const due = firedAtOf(alert) + rung.afterMs;
    const done = Math.min(alert.firstAcknowledgedAt ?? Infinity, alert.resolvedAt ?? Infinity);
    if (done > due && due > to) continue;
    of += 1;
    if (done <= due) acknowledged += 1;
  }
  return { of, acknowledged };
}

function byRule(alerts: readonly FiredAlert[]): AlertFigures['byRule'] {
  return ALERT_RULE_IDS.map((rule: AlertRuleId) => {
    const own = alerts.filter(({ key }) => key.rule === rule);
    return { rule, fired: own.length, alarms: count(own, 'alarm') };
  })
    .filter(({ fired }) => fired > 0)
    .sort((a, b) => b.fired - a.fired);
}

function byCause(alerts: readonly FiredAlert[]): AlertFigures['byCause'] {
  const causes = [...new Set(alerts.map(({ evidence }) => evidence.cause))];
  return causes
    .map((cause) => {
      const own = alerts.filter(({ evidence }) => evidence.cause === cause);
      return { cause, fired: own.length, alarms: count(own, 'alarm') };
    })
    .sort((a, b) => b.fired - a.fired);
}

function noisiest(alerts: readonly FiredAlert[]): AlertFigures['noisiest'] {
  const byKey = new Map<string, FiredAlert[]>();
  for (const alert of alerts) {
    const name = alertKeyText(alert.key);
    const own = byKey.get(name);
    if (own === undefined) byKey.set(name, [alert]);
    else own.push(alert);
  }
  return [...byKey.values()]
    .flatMap((own) => noiseOf(own))
    .sort((a, b) => b.fired - a.fired || b.again - a.again)
    .slice(0, NOISIEST);
}

function noiseOf(own: readonly FiredAlert[]): AlertFigures['noisiest'] {
  const last = own.at(-1);
  if (last === undefined) return [];
  const again = own.filter((alert, index) => {
    const ended = own[index - 1]?.resolvedAt ?? null;
    return ended !== null && firedAtOf(alert) - ended < HOUR;
  }).length;
  const { rule, indicator, scope } = last.key;
  const lastAt = toTimeText(firedAtOf(last));
  return [{ rule, indicator, scope, fired: own.length, again, lastAt, lastId: last.id }];
}

function peak(alerts: readonly FiredAlert[]): number {
  let [most, start] = [0, 0];
  for (const [index, alert] of alerts.entries()) {
    while (firedAtOf(alert) - firedAtOf(alerts[start] ?? alert) >= FLOOD_MS) start += 1;
    most = Math.max(most, index - start + 1);
  }
  return most;
}

/** Alerts per local hour of the day and per local day, days without any included. */
function overTime(
  alerts: readonly FiredAlert[],
  { from, to }: Span,
  zone: string,
): Pick<AlertFigures, 'byHour' | 'byDay'> {
  const byHour = new Array<number>(24).fill(0);
  const days = new Map<string, { alarm: number; warning: number; reminder: number }>();
  for (
    let day = periodContaining('day', from, zone);
    day.from < to;
    day = periodContaining('day', day.to, zone)
  )
    days.set(day.label, { alarm: 0, warning: 0, reminder: 0 });
  for (const alert of alerts) {
    const hour = Number(periodContaining('hour', firedAtOf(alert), zone).label.slice(11, 13));
    byHour[hour] = (byHour[hour] ?? 0) + 1;
    const counts = days.get(periodContaining('day', firedAtOf(alert), zone).label);
    if (counts !== undefined) counts[alert.severity] += 1;
  }
  return { byHour, byDay: [...days].map(([day, counts]) => ({ day, ...counts })) };
}

function count(alerts: readonly FiredAlert[], severity: FiredAlert['severity']): number {
  return alerts.filter((alert) => alert.severity === severity).length;
}

function meanSeconds(spans: readonly number[]): number | null {
  if (spans.length === 0) return null;
  return Math.round(spans.reduce((sum, span) => sum + span, 0) / spans.length / 1000);
}

function firedAtOf({ firedAt, openedAt }: Pick<FiredAlert, 'firedAt' | 'openedAt'>): Instant {
  return firedAt ?? openedAt;
}
