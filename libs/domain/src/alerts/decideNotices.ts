import type { Instant } from '../telemetry/facts.js';
import { type Alert, isOpen } from './alert.js';
import type { AlertEvent } from './alertEvent.js';
import type { AlertBook, NoticeState } from './book.js';
import { climbsAt, escalate } from './escalate.js';
import { flushGroups } from './flush.js';
import { gatherGroups } from './gather.js';
import type { OutgoingMessage } from './message.js';
import { NoticeRun, isOwed, stormAfter } from './noticeRun.js';
import type { PrerequisiteGraph } from './prerequisites.js';
import { tellEnds } from './silenceEnd.js';
import { STORM_GROUP, calmAt, firedLately, flushStorm } from './storm.js';
import { suppressionOf } from './suppression.js';
import type { AlertTimer } from './timers.js';

export interface NoticeDecision {
  readonly alerts: readonly Alert[];
  readonly events: readonly AlertEvent[];
  readonly messages: readonly OutgoingMessage[];
  readonly notices: NoticeState;
  readonly timers: readonly AlertTimer[];
}

export interface NoticeContext {
  readonly now: Instant;
  readonly graph: PrerequisiteGraph;
  /** Ids of the alerts that fired in this run. */
  readonly fired: ReadonlySet<string>;
}

/**
 * Decides who is told what at an instant: mutes and unmutes, names causes, gathers alerts into groups and lets what is due
 * go out. What a channel was told is part of the alert, so nothing is told twice and nothing owed is forgotten,
 * whenever the process was last alive.
 */
export function decideNotices(
  book: AlertBook,
  alerts: readonly Alert[],
  { now, graph, fired }: NoticeContext,
): NoticeDecision {
  const run = new NoticeRun(book, alerts, now);
  for (const alert of run.alerts) mute(run, alert);
  gatherGroups(run, graph);
  const firedNow = run.alerts.filter(({ id, root }) => fired.has(id) && root === null).map(() => now);
  const lately = firedLately(book.notices, firedNow, book.policy.storm.withinMs, now);
  const told = tell(run, stormAfter(book.notices, lately, book, now), lately);
  escalate(run);
  const ends = tellEnds(run);
  return {
    alerts: run.alerts,
    events: run.events,
    messages: run.messages,
    notices: {
      groups: Object.fromEntries(run.groups),
      fired: lately,
      storm: told.storm,
      warned: ends.warned,
    },
    timers: [...told.timers, ...ends.timers, ...run.alerts.flatMap((alert) => climbTimer(run, alert))],
  };
}

/** The alerts a book still has to carry: those open, and those somebody is owed a word about. */
export function keptAlerts(book: AlertBook, alerts: readonly Alert[]): readonly Alert[] {
  return alerts.filter((alert) => isOpen(alert) || isOwed(alert, book.channels));
}

interface Told {
  readonly timers: readonly AlertTimer[];
  readonly storm: NoticeState['storm'];
}

function tell(run: NoticeRun, storm: NoticeState['storm'], fired: readonly Instant[]): Told {
  if (storm === null) {
    const dues = flushGroups(run);
    return { storm, timers: [...dues].map(([subject, due]) => ({ ...due, subject })) };
  }
  const flushed = flushStorm(run, storm);
  const calm = calmAt(fired, run.book.policy.storm);
  const dues = [flushed.due, calm === null ? null : ({ kind: 'flush', at: calm } as const)];
  return {
    storm: flushed.storm,
    timers: dues.flatMap((due) => (due === null ? [] : [{ ...due, subject: STORM_GROUP }])),
  };
}

function mute(run: NoticeRun, alert: Alert): void {
  if (!isOpen(alert)) return;
  const alerts = [...run.alerts, ...run.book.system];
  const suppression = suppressionOf(alert, { silences: run.book.silences, alerts, at: run.now });
  const held = alert.suppressed;
  if (suppression === null) {
    if (held !== null) run.note(alert, { kind: 'released' });
    return;
  }
  if (held?.by !== suppression.by || held.ref !== suppression.ref)
    run.note(alert, { kind: 'suppressed', suppression });
}

function climbTimer(run: NoticeRun, alert: Alert): readonly AlertTimer[] {
  const at = climbsAt(run, alert);
  return at === null ? [] : [{ kind: 'escalate', subject: alert.id, at }];
}
