import type { Instant } from '../telemetry/facts.js';
import { type Alert, isActive, isOpen } from './alert.js';
import type { AlertBook, NoticeState } from './book.js';
import { fireDue, resolveDue } from './decide.js';
import type { NoticePolicy } from './noticePolicy.js';
import { holdOf } from './holds.js';
import { compareSeverity } from './severity.js';

export type TimerKind =
  'fire' | 'resolve' | 'unshelve' | 'escalate' | 'flush' | 'repeat' | 'silence' | 'rule';

/** Something that will be looked at again at an instant of event time, whatever happens to the process meanwhile. */
export interface AlertTimer {
  readonly kind: TimerKind;
  /** The alert, group or silence it belongs to; empty for the rules of the book. */
  readonly subject: string;
  readonly at: Instant;
}

/** The timers of one alert's own life. */
export function lifeTimers(alert: Alert, policy: NoticePolicy): readonly AlertTimer[] {
  if (!isOpen(alert)) return [];
  const hold = holdOf(alert.key.rule, policy);
  return [
    ...timer('fire', alert.id, fireDue(alert, hold)),
    ...timer('resolve', alert.id, resolveDue(alert, hold)),
    ...timer('unshelve', alert.id, alert.shelf?.until ?? null),
  ];
}

/** The timers of a book's silences that begin or end after an instant. */
export function silenceTimers({ silences }: AlertBook, after: Instant): readonly AlertTimer[] {
  return silences.flatMap(({ id, from, to }) =>
    [from, to].filter((at) => at > after).flatMap((at) => timer('silence', id, at)),
  );
}

/** When the next rung of the ladder is due for an alert; null when it is acknowledged, muted or told to everybody. */
export function escalationDue(
  alert: Alert,
  { escalation }: NoticePolicy,
): { readonly step: number; readonly at: Instant } | null {
  if (!isActive(alert) || alert.acknowledged !== null || alert.suppressed !== null || alert.raisedAt === null)
    return null;
  const next = escalation.find(
    ({ step, from }) => step > alert.escalated && compareSeverity(alert.severity, from) >= 0,
  );
  return next === undefined ? null : { step: next.step, at: alert.raisedAt + next.afterMs };
}

/** When each group with something to say again is due, from what it sent last. */
export function groupTimers(
  notices: NoticeState,
  dues: ReadonlyMap<string, { readonly kind: 'flush' | 'repeat'; readonly at: Instant }>,
) {
  return Object.keys(notices.groups).flatMap((group) => {
    const due = dues.get(group);
    return due === undefined ? [] : timer(due.kind, group, due.at);
  });
}

function timer(kind: TimerKind, subject: string, at: Instant | null): readonly AlertTimer[] {
  return at === null ? [] : [{ kind, subject, at }];
}
