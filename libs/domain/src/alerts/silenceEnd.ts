import type { Instant } from '../telemetry/facts.js';
import { type Alert, isActive } from './alert.js';
import type { NoticeState } from './book.js';
import type { SilenceNote } from './message.js';
import { takes } from './noticePolicy.js';
import { type NoticeRun, isFor } from './noticeRun.js';
import { type AlertSeverity, highestSeverity } from './severity.js';
import type { Silence } from './suppression.js';
import type { AlertTimer } from './timers.js';

/** The desk hears half an hour before a silence ends; of a short one, when a quarter of its time is left. */
const AHEAD_MS = 1_800_000;

export interface EndsTold {
  /** Silences whose end has been announced; others of the book are not among them. */
  readonly warned: NoticeState['warned'];
  readonly timers: readonly AlertTimer[];
}

/**
 * Announces, once per silence or window, that it is about to end and what will be told again then, so that nobody is
 * taken by surprise and who set it can set another. In quiet hours that hold back notices only for the sake of an alarm.
 */
export function tellEnds(run: NoticeRun): EndsTold {
  const ends = run.book.silences.filter(({ to }) => to > run.now);
  const warned = new Set(run.book.notices.warned);
  const timers: AlertTimer[] = [];
  for (const silence of ends) {
    if (warned.has(silence.id)) continue;
    const at = dueAt(run, silence);
    if (at <= run.now) {
      tellEnd(run, silence);
      warned.add(silence.id);
    } else if (at < silence.to) timers.push({ kind: 'silence', subject: silence.id, at });
  }
  return { warned: ends.map(({ id }) => id).filter((id) => warned.has(id)), timers };
}

function dueAt(run: NoticeRun, silence: Silence): Instant {
  const { from, to } = silence;
  const at = Math.ceil(to - Math.min(AHEAD_MS, (to - from) / 4));
  const isHeld = at <= run.now && run.isQuiet && severityOf(mutedBy(run, silence)) !== 'alarm';
  return isHeld ? run.quietEnd : at;
}

function tellEnd(run: NoticeRun, silence: Silence): void {
  const muted = mutedBy(run, silence);
  const severity = severityOf(muted);
  const { id, kind, by, reason, from, to } = silence;
  const note: SilenceNote = {
    ...{ id, kind, by, reason, from, to },
    muted: muted.map((alert) => ({ alert: alert.id, key: alert.key, severity: alert.severity })),
  };
  const told = run.book.channels.filter(
    (channel) =>
      channel.step === 0 &&
      (takes(channel, severity, 'desk') || muted.some((alert) => isFor(alert, channel))),
  );
  for (const channel of told)
    run.send(channel, {
      kind: 'silence',
      group: `silence:${id}`,
      step: 0,
      lines: [],
      severity,
      silence: note,
    });
}

function mutedBy({ alerts }: NoticeRun, { id, kind }: Silence): readonly Alert[] {
  return alerts.filter(
    (alert) => isActive(alert) && alert.suppressed?.by === kind && alert.suppressed.ref === id,
  );
}

function severityOf(muted: readonly Alert[]): AlertSeverity {
  return muted.length === 0 ? 'reminder' : highestSeverity(muted.map(({ severity }) => severity));
}
