import type { Instant } from '../telemetry/facts.js';
import type { Alert } from './alert.js';
import type { AlertEvent } from './alertEvent.js';
import type { AlertBook } from './book.js';
import { type OutgoingMessage, toLine } from './message.js';
import type { NoticeChannel } from './noticePolicy.js';
import { NoticeRun } from './noticeRun.js';
import { takes } from './noticePolicy.js';
import { ALERT_RULES } from './ruleCatalogue.js';
import { escalationDue } from './timers.js';

/**
 * Climbs the ladder for alerts that nobody has acknowledged: every rung that is due by now, one message per group and
 * channel. A rung that no channel stands on is told where the alert was told first. In quiet hours only alarms climb.
 */
export function escalate(run: NoticeRun): void {
  for (const { step } of run.book.policy.escalation) {
    const due = run.alerts.filter((alert) => isDue(run, alert, step));
    for (const alert of due) run.note(alert, { kind: 'escalated', step });
    for (const [group, alerts] of byGroup(due)) tellRung(run, { step, group, alerts });
  }
}

/** What climbing by hand does to an alert and whom it tells. */
export interface Climb {
  readonly step: number;
  readonly alert: Alert;
  readonly events: readonly AlertEvent[];
  readonly messages: readonly OutgoingMessage[];
}

/**
 * Climbs to the next rung at once, because somebody asked for it, at any hour and however severe the alert is. Null when no
 * rung is left. The ladder goes on from there, and no rung is told twice.
 */
export function climbNow(book: AlertBook, alert: Alert, at: Instant): Climb | null {
  const next = book.policy.escalation.find(({ step }) => step > alert.escalated);
  if (next === undefined) return null;
  const run = new NoticeRun(book, book.alerts, at);
  run.note(alert, { kind: 'escalated', step: next.step });
  tellRung(run, { step: next.step, group: alert.group ?? alert.id, alerts: [alert] });
  const climbed = run.alerts.find(({ id }) => id === alert.id) ?? alert;
  return { step: next.step, alert: climbed, events: run.events, messages: run.messages };
}

/** When an alert climbs next, as far as quiet hours let it; null when it does not. */
export function climbsAt(run: NoticeRun, alert: Alert): Instant | null {
  const due = escalationDue(alert, run.book.policy);
  if (due === null || !wasTold(alert)) return null;
  const isHeld = run.isNight && alert.severity !== 'alarm' && due.at < run.quietEnd;
  return isHeld ? run.quietEnd : due.at;
}

function isDue(run: NoticeRun, alert: Alert, step: number): boolean {
  const due = escalationDue(alert, run.book.policy);
  const at = climbsAt(run, alert);
  return due?.step === step && at !== null && at <= run.now;
}

function wasTold({ told }: Alert): boolean {
  return Object.values(told).some(({ status }) => status === 'firing');
}

function tellRung(
  run: NoticeRun,
  {
    step,
    group,
    alerts,
  }: { readonly step: number; readonly group: string; readonly alerts: readonly Alert[] },
): void {
  const onRung = run.book.channels.filter((channel) => channel.step === step);
  const channels = onRung.length > 0 ? onRung : run.book.channels.filter((channel) => channel.step === 0);
  for (const channel of channels) {
    const lines = alerts.filter((alert) => isTakenBy(alert, channel)).map((alert) => toLine(alert, 'firing'));
    if (lines.length > 0) run.send(channel, { kind: 'escalation', group, step, lines });
  }
}

function isTakenBy(alert: Alert, channel: NoticeChannel): boolean {
  return takes(channel, alert.severity, ALERT_RULES[alert.key.rule].audience);
}

function byGroup(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  const groups = new Map<string, readonly Alert[]>();
  for (const alert of alerts) {
    const group = alert.group ?? alert.id;
    groups.set(group, [...(groups.get(group) ?? []), alert]);
  }
  return groups;
}
