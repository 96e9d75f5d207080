import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import { type Alert, type Suppression, isActive } from './alert.js';
import type { AlertRuleId } from './ruleCatalogue.js';
import type { AlertSeverity } from './severity.js';

/** Which alerts a silence or a window speaks of: each part that is given must match; an empty matcher matches all. */
export interface AlertMatcher {
  readonly rules?: readonly AlertRuleId[];
  readonly indicators?: readonly IndicatorId[];
  readonly severities?: readonly AlertSeverity[];
  readonly sources?: readonly string[];
  readonly scopes?: readonly string[];
}

/** Nobody is told of the alerts it matches, for a reason, until it ends; recording goes on. */
export interface Silence {
  readonly id: string;
  readonly kind: 'silence' | 'maintenance';
  readonly matcher: AlertMatcher;
  readonly by: string;
  readonly reason: string;
  readonly from: Instant;
  readonly to: Instant;
}

export const LONGEST_SILENCE_MS = 7 * 86_400_000;
export const LONGEST_SHELF_MS = 8 * 3_600_000;

/** Rules that a silent feed, or trouble of this system, suppresses for the same source (domain reference 6). */
const MUTED_BY_SILENCE: ReadonlySet<AlertRuleId> = new Set(['A01', 'A02', 'A03', 'A04', 'A05']);
/** A fall of Z is worth a word of its own while this much of it is not one indicator's, which is told already. */
const UNEXPLAINED_POINTS = 5000;

/** What keeps people from being told of an alert at an instant; null when nothing does. */
export function suppressionOf(
  alert: Alert,
  {
    silences,
    alerts,
    at,
  }: { readonly silences: readonly Silence[]; readonly alerts: readonly Alert[]; readonly at: Instant },
): Suppression | null {
  if (alert.shelf !== null && at < alert.shelf.until) return { by: 'shelf', ref: alert.shelf.reason };
  const inForce = silences.filter(
    ({ from, to, matcher }) => from <= at && at < to && matches(matcher, alert),
  );
  const window = inForce.find(({ kind }) => kind === 'maintenance') ?? inForce[0];
  if (window !== undefined) return { by: window.kind, ref: window.id };
  const inhibitor = inhibitorOf(alert, alerts);
  return inhibitor === null ? null : { by: 'inhibition', ref: inhibitor.id };
}

/** Tells whether a matcher speaks of an alert. */
export function matches(matcher: AlertMatcher, { key, severity, evidence }: Alert): boolean {
  const { rules, indicators, severities, scopes, sources } = matcher;
  const parts: readonly boolean[] = [
    isAmong(rules, key.rule),
    isAmong(indicators, key.indicator),
    isAmong(severities, severity),
    isAmong(scopes, key.scope),
    sources === undefined || sources.some((source) => evidence.sources.includes(source)),
  ];
  return parts.every((part) => part);
}

function isAmong<Value>(wanted: readonly Value[] | undefined, value: Value | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

/** The alert that explains another so that it need not be told; null when none does. */
export function inhibitorOf(alert: Alert, alerts: readonly Alert[]): Alert | null {
  const active = alerts.filter((other) => other.id !== alert.id && isActive(other));
  if (MUTED_BY_SILENCE.has(alert.key.rule)) {
    const feed = active.find((other) => silences(other, alert));
    if (feed !== undefined) return feed;
  }
  return alert.key.rule === 'A02' ? (active.find((other) => explains(other, alert)) ?? null) : null;
}

// A feed mutes what its sources feed; when all of a park is silent, or this system is at fault, everything.
function silences({ key, evidence }: Alert, alert: Alert): boolean {
  if (key.rule === 'A19') return key.scope === 'log' || key.scope === 'lag' || key.scope === 'database';
  if (key.rule !== 'A12') return false;
  return evidence.stage > 0 || alert.evidence.sources.some((source) => evidence.members.includes(source));
}

function explains({ key, evidence, firedAt }: Alert, drop: Alert): boolean {
  if (key.rule !== 'A01' || firedAt === null || firedAt < drop.since) return false;
  const unexplained = (evidence.points ?? 0) - (drop.evidence.points ?? 0);
  return unexplained < UNEXPLAINED_POINTS;
}
