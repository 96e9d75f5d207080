import type { Instant } from '../telemetry/facts.js';
import { type Alert, isActive } from './alert.js';
import { type MessageLine, toLine } from './message.js';
import type { NoticeChannel } from './noticePolicy.js';
import { NEW_GROUP, type NoticeRun, owedLines, withRoots } from './noticeRun.js';
import { highestSeverity } from './severity.js';

export type GroupDue = { readonly kind: 'flush' | 'repeat'; readonly at: Instant };

interface Delivery {
  readonly channel: NoticeChannel;
  readonly lines: readonly MessageLine[];
}

/**
 * Tells what is owed of each group once it is due: alarms at once, others after the group wait, updates at the group
 * interval, repeats while something fires. In quiet hours only alarms leave. Returns when each group is due next.
 */
export function flushGroups(run: NoticeRun): ReadonlyMap<string, GroupDue> {
  const dues = new Map<string, GroupDue>();
  const keys = new Set([
    ...run.groups.keys(),
    ...run.alerts.flatMap(({ group }) => (group === null ? [] : [group])),
  ]);
  for (const group of keys) {
    const due = flushGroup(run, group) ?? repeatGroup(run, group);
    if (due !== null) dues.set(group, due);
    else forgetIdle(run, group);
  }
  return dues;
}

function flushGroup(run: NoticeRun, group: string): GroupDue | null {
  const state = run.groups.get(group) ?? NEW_GROUP;
  const alerts = run.alertsOf(group);
  const owed = run.book.channels
    .map((channel) => ({ channel, lines: owedLines(alerts, channel) }))
    .filter(isSomething);
  if (owed.length === 0) {
    run.groups.set(group, { ...state, owedSince: null });
    return null;
  }
  const owedSince = state.owedSince ?? run.now;
  const sendable = run.isQuiet ? owed.map(onlyAlarms).filter(isSomething) : owed;
  const at = dueAt(run, { ...state, owedSince }, sendable);
  if (at > run.now) {
    run.groups.set(group, { ...state, owedSince });
    return { kind: 'flush', at };
  }
  for (const { channel, lines } of sendable) {
    run.send(channel, { kind: 'notice', group, step: 0, lines: withRoots(lines, run.alerts) });
  }
  run.groups.set(group, { owedSince: null, lastSentAt: run.now });
  const isLeft = sendable.length < owed.length || run.isQuiet;
  return isLeft && owedLeft(run, group) ? { kind: 'flush', at: run.quietEnd } : repeatDue(run, group);
}

function dueAt(
  run: NoticeRun,
  { owedSince, lastSentAt }: { readonly owedSince: Instant; readonly lastSentAt: Instant | null },
  sendable: readonly Delivery[],
): Instant {
  if (sendable.length === 0) return run.quietEnd;
  const { groupWaitMs, groupIntervalMs } = run.book.policy;
  if (sendable.some(({ lines }) => lines.some(({ severity }) => severity === 'alarm'))) return run.now;
  const next = lastSentAt === null ? Number.NEGATIVE_INFINITY : lastSentAt + groupIntervalMs;
  return Math.max(owedSince + groupWaitMs, next);
}

function owedLeft(run: NoticeRun, group: string): boolean {
  const alerts = run.alertsOf(group);
  return run.book.channels.some((channel) => owedLines(alerts, channel).length > 0);
}

function repeatGroup(run: NoticeRun, group: string): GroupDue | null {
  const due = repeatDue(run, group);
  if (due === null || due.at > run.now) return due;
  for (const { channel, lines } of repeatable(run, group))
    run.send(channel, { kind: 'repeat', group, step: 0, lines });
  run.groups.set(group, { owedSince: null, lastSentAt: run.now });
  return repeatDue(run, group);
}

function repeatDue(run: NoticeRun, group: string): GroupDue | null {
  const lastSentAt = run.groups.get(group)?.lastSentAt ?? null;
  const told = toldAlerts(run, group);
  if (lastSentAt === null || told.length === 0) return null;
  const severity = highestSeverity(told.map((alert) => alert.severity));
  const at = lastSentAt + run.book.policy.repeatMs[severity];
  return { kind: 'repeat', at: run.isQuiet && severity !== 'alarm' ? Math.max(at, run.quietEnd) : at };
}

function repeatable(run: NoticeRun, group: string): readonly Delivery[] {
  const alerts = toldAlerts(run, group);
  return run.book.channels
    .filter(({ step }) => step === 0)
    .map((channel) => ({
      channel,
      lines: alerts.filter((alert) => knows(alert, channel)).map((alert) => toLine(alert, 'firing')),
    }))
    .filter(isSomething);
}

function toldAlerts(run: NoticeRun, group: string): readonly Alert[] {
  return run
    .alertsOf(group)
    .filter((alert) => isActive(alert) && alert.suppressed === null && Object.keys(alert.told).length > 0);
}

function knows({ told }: Alert, { id }: NoticeChannel): boolean {
  return told[id]?.status === 'firing';
}

function onlyAlarms({ channel, lines }: Delivery): Delivery {
  return { channel, lines: lines.filter(({ severity }) => severity === 'alarm') };
}

function isSomething({ lines }: { readonly lines: readonly unknown[] }): boolean {
  return lines.length > 0;
}

// A group nobody belongs to any more is not kept.
function forgetIdle(run: NoticeRun, group: string): void {
  if (run.alertsOf(group).every(({ phase }) => phase === 'resolved')) run.groups.delete(group);
}
