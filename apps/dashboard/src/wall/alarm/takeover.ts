import type { Alert, Transition, WallControl } from '@parkpulse/contracts';
import { toPoints } from '../../format/points.js';

/** An alert as the wall shows it, from the alert list or, where there is none, from a level that fell. */
export interface WallAlert {
  readonly id: string;
  readonly severity: 'alarm' | 'warning' | 'reminder';
  readonly rule: string | null;
  readonly indicator: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly points: string | null;
  readonly cause: string | null;
  readonly clauses: readonly string[];
  readonly since: number;
  readonly isAcknowledged: boolean;
}

export type Takeover =
  | { readonly kind: 'none' }
  | { readonly kind: 'card'; readonly alert: WallAlert; readonly more: number }
  /** More than ten in ten minutes: one counter instead of a flood. */
  | { readonly kind: 'digest'; readonly count: number; readonly alarms: number; readonly warnings: number };

const MINUTE = 60_000;
/** A card goes after this long even when nobody has seen it; the scene of changes keeps it. */
const CARD_MS = 10 * MINUTE;
const FLOOD_MS = 10 * MINUTE;
const FLOOD = 10;
/** Rule A01: this many levels or points make a drop an alarm. */
const ALARM_LEVELS = 2;
const ALARM_POINTS = 10_000;

/** The open alerts of the list. Acknowledging is the server's to remember; the desk's own mark counts as well. */
export function fromAlerts(
  alerts: readonly Alert[],
  { acknowledgedTo }: Pick<WallControl, 'acknowledgedTo'>,
): readonly WallAlert[] {
  const seenTo = acknowledgedTo === null ? 0 : Date.parse(acknowledgedTo);
  return alerts
    .filter(({ state, shelvedUntil }) => state === 'firing' && shelvedUntil === null)
    .map(({ id, severity, rule, indicator, from, to, points, cause, since, acknowledged }) => ({
      id,
      severity,
      rule,
      indicator,
      from,
      to,
      points,
      cause,
      clauses: [],
      since: Date.parse(since),
      isAcknowledged: acknowledged !== null || Date.parse(since) <= seenTo,
    }));
}

/** Stands in for the alert list: stable candidate levels that fell lately, but for silence and corrections (A01). */
export function fromTransitions(
  transitions: readonly Transition[],
  { acknowledgedTo }: WallControl,
  now: number,
): readonly WallAlert[] {
  const seenTo = acknowledgedTo === null ? 0 : Date.parse(acknowledgedTo);
  return transitions
    .filter(
      ({ at, from, to, cause, knownAt }) =>
        to < from &&
        cause !== 'staleness' &&
        cause !== 'restatement' &&
        now - latestOf(at, knownAt) < CARD_MS,
    )
    .map(({ at, knownAt, indicator, from, to, points, cause, clauses }) => ({
      id: `${indicator} ${at}`,
      severity: severityOf(from, to, points),
      rule: 'A01',
      indicator,
      from,
      to,
      points,
      cause,
      clauses,
      since: latestOf(at, knownAt),
      isAcknowledged: latestOf(at, knownAt) <= seenTo,
    }));
}

function latestOf(at: string, knownAt: string): number {
  return Math.max(Date.parse(at), Date.parse(knownAt));
}

function severityOf(from: string, to: string, points: string): 'alarm' | 'warning' {
  const levels = Number(from.slice(1)) - Number(to.slice(1));
  return levels >= ALARM_LEVELS || Math.abs(toPoints(points)) >= ALARM_POINTS ? 'alarm' : 'warning';
}

const RANK = { alarm: 0, warning: 1, reminder: 2 } as const;

/** Orders alerts for the room: the most severe first, then the newest. */
export function byUrgency(a: WallAlert, b: WallAlert): number {
  return RANK[a.severity] - RANK[b.severity] || b.since - a.since;
}

/** What takes the wall over now: alarms and warnings nobody has acknowledged, for ten minutes each. */
export function takeoverOf(alerts: readonly WallAlert[], now: number): Takeover {
  const loud = alerts.filter(({ severity }) => severity !== 'reminder');
  const flood = loud.filter(({ since }) => now - since < FLOOD_MS);
  const open = flood.filter(({ isAcknowledged }) => !isAcknowledged);
  if (open.length === 0) return { kind: 'none' };
  if (flood.length > FLOOD) {
    const alarms = flood.filter(({ severity }) => severity === 'alarm').length;
    return { kind: 'digest', count: flood.length, alarms, warnings: flood.length - alarms };
  }
  const [alert] = [...open].sort(byUrgency);
  return alert === undefined ? { kind: 'none' } : { kind: 'card', alert, more: open.length - 1 };
}

/** Whether anything still sounds: an alarm or warning that nobody has acknowledged, however old. */
export function isUnheard(alerts: readonly WallAlert[]): boolean {
  return alerts.some(({ severity, isAcknowledged }) => severity !== 'reminder' && !isAcknowledged);
}
