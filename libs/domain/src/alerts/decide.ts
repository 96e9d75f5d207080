import type { Instant } from '../telemetry/facts.js';
import type { Alert, AlertEvidence, AlertSight } from './alert.js';
import { NO_EVIDENCE } from './alert.js';
import type { AlertChange, AlertEvent } from './alertEvent.js';
import { evolveAlert } from './evolve.js';
import { CLEAR, type Observation, type Verdict } from './observation.js';
import type { HoldPolicy } from './ruleCatalogue.js';
import { compareSeverity } from './severity.js';

/** One key at one instant: how its rule is seen, and the alert that is open for it, if any. */
export interface Sighting {
  readonly alert: Alert | null;
  readonly observation: Observation;
  readonly at: Instant;
  readonly hold: HoldPolicy;
  /** The id a new alert gets. */
  readonly newId: string;
}

type Breached = Extract<Verdict, { kind: 'breached' }>;

/**
 * Decides what an observation does to an alert: opens it, fires it once it has held, tells it again when it got worse,
 * lets it recover. Data that vanishes changes nothing under `keepLast`. Ends with what has fallen due by then.
 */
export function decideSighting({ alert, observation, at, hold, newId }: Sighting): readonly AlertEvent[] {
  const verdict = judgedBlind({ alert, observation, at, hold, newId });
  const id = alert?.id ?? newId;
  const changes =
    alert === null ? openingOf(observation, verdict) : sightingOf(alert, verdict, observation.quiet);
  const events = changes.map((change) => ({ ...change, alert: id, at }));
  const next = events.reduce<Alert | null>(evolveAlert, alert);
  if (next === null) return events;
  return [...events, ...decideDue(next, at, hold)];
}

/** Decides what the passing of time does to an alert: a held breach fires, a held recovery resolves, a shelf ends. */
export function decideDue(alert: Alert, at: Instant, hold: HoldPolicy): readonly AlertEvent[] {
  const changes: AlertChange[] = [];
  const fires = fireDue(alert, hold);
  const resolves = resolveDue(alert, hold);
  if (fires !== null && at >= fires) changes.push({ kind: 'fired' });
  if (resolves !== null && at >= resolves)
    changes.push({ kind: 'resolved', resolution: alert.resolution ?? 'recovered' });
  if (alert.shelf !== null && at >= alert.shelf.until) changes.push({ kind: 'unshelved' });
  return changes.map((change) => ({ ...change, alert: alert.id, at }));
}

/** When a pending alert fires if nothing changes; null while it is not seen breached. */
export function fireDue({ phase, sight, openedAt }: Alert, { forMs }: HoldPolicy): Instant | null {
  return phase === 'pending' && sight === 'breached' ? openedAt + forMs : null;
}

/** When a recovering alert resolves if nothing changes; null while it is not seen clear. */
export function resolveDue(alert: Alert, { recoverForMs, keepFiringMs }: HoldPolicy): Instant | null {
  const { phase, sight, clearSince, breachedAt } = alert;
  if (phase !== 'recovering' || sight !== 'clear' || clearSince === null) return null;
  return Math.max(clearSince + recoverForMs, breachedAt + keepFiringMs);
}

// What the rule's policy makes of not seeing: `keepLast` leaves the verdict as it is.
function judgedBlind({ alert, observation: { verdict }, at, hold }: Sighting): Verdict {
  if (verdict.kind !== 'noData' && verdict.kind !== 'error') return verdict;
  switch (hold[verdict.kind]) {
    case 'keepLast':
      return verdict;
    case 'ok':
      return CLEAR;
    case 'alert':
      return blindness(verdict.kind, alert, at);
  }
}

// An alert that is open stays as it reads; a new one says that nothing could be seen.
function blindness(kind: 'noData' | 'error', alert: Alert | null, at: Instant): Verdict {
  if (alert === null)
    return { kind: 'breached', severity: 'warning', evidence: { ...NO_EVIDENCE, to: kind }, since: at };
  const { severity, evidence, since } = alert;
  return { kind: 'breached', severity, evidence, since };
}

function openingOf({ key }: Observation, verdict: Verdict): readonly AlertChange[] {
  if (verdict.kind !== 'breached') return [];
  const { severity, evidence, since } = verdict;
  return [{ kind: 'opened', key, severity, evidence, since }];
}

function sightingOf(alert: Alert, verdict: Verdict, quiet: boolean): readonly AlertChange[] {
  if (alert.phase === 'pending' && isOver(verdict)) return [{ kind: 'resolved', resolution: 'withdrawn' }];
  const resolution = verdict.kind === 'clear' ? verdict.resolution : null;
  const seen: readonly AlertChange[] =
    alert.sight === verdict.kind
      ? []
      : [{ kind: 'seen', sight: verdict.kind satisfies AlertSight, resolution }];
  return verdict.kind === 'breached' ? [...seen, ...differenceOf(alert, verdict, quiet)] : seen;
}

// A breach that does not hold was none, even within the deadband.
function isOver({ kind }: Verdict): boolean {
  return kind === 'clear' || kind === 'easing' || kind === 'between';
}

function differenceOf(
  alert: Alert,
  { severity, evidence }: Breached,
  quiet: boolean,
): readonly AlertChange[] {
  if (severity === alert.severity && readsTheSame(alert.evidence, evidence)) return [];
  const isTold = alert.phase !== 'pending' && !quiet;
  const isWorse = compareSeverity(severity, alert.severity) > 0 || costsMore(alert.evidence, evidence);
  return [{ kind: isTold && isWorse ? 'worsened' : 'changed', severity, evidence }];
}

// A rate wanders all the time: only what would change the decision counts as another reading.
function readsTheSame(a: AlertEvidence, b: AlertEvidence): boolean {
  return (
    a.points === b.points &&
    a.cause === b.cause &&
    a.gradeLost === b.gradeLost &&
    a.stage === b.stage &&
    (a.points === null || a.to === b.to) &&
    a.members.length === b.members.length &&
    a.members.every((member, index) => member === b.members[index])
  );
}

function costsMore(before: AlertEvidence, after: AlertEvidence): boolean {
  if (after.stage > before.stage) return true;
  if (before.points !== null && after.points !== null && after.points < before.points) return true;
  return after.members.some((member) => !before.members.includes(member));
}
