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
  /** When it became news: a late reading may tell of a fall that is hours old. */
  readonly firedAt: number;
  readonly isAcknowledged: boolean;
  /** The rung of the ladder that has it now; 0: the desk. */
  readonly escalated: number;
  /** Silenced, in maintenance or caused by another: it stays in the list, and neither sounds nor takes over. */
  readonly isSilenced: boolean;
}

/** An alert as the list gives it; a server of before these members leaves them out. */
interface ListedAlert extends Alert {
  readonly firedAt?: string | null;
  readonly suppressed?: object | null;
  readonly escalated?: number;
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
  alerts: readonly ListedAlert[],
  { acknowledgedTo }: Pick<WallControl, 'acknowledgedTo'>,
): readonly WallAlert[] {
  const seenTo = acknowledgedTo === null ? 0 : Date.parse(acknowledgedTo);
  return alerts
    .filter(({ state, shelvedUntil }) => state === 'firing' && shelvedUntil === null)
    .map((alert) => ({
      ...told(alert),
      isAcknowledged: alert.acknowledged !== null || firedAt(alert) <= seenTo,
    }));
}

function told(alert: ListedAlert) {
  const { id, severity, rule, indicator, from, to, points, cause } = alert;
  const since = Date.parse(alert.since);
  const isSilenced = (alert.suppressed ?? null) !== null;
  return {
    ...{ id, severity, rule, indicator, from, to, points, cause },
    clauses: [],
    since,
    firedAt: firedAt(alert),
    escalated: alert.escalated ?? 0,
    isSilenced,
  };
}

function firedAt(alert: ListedAlert): number {
  return Math.max(Date.parse(alert.since), Date.parse(alert.firedAt ?? alert.since));
}

/** Stands in for the alert list: stable candidate levels that fell lately, but for silence and corrections (A01). */
export function fromTransitions(
  transitions: readonly Transition[],
  { acknowledgedTo }: Pick<WallControl, 'acknowledgedTo'>,
  now: number,
): readonly WallAlert[] {
  const seenTo = acknowledgedTo === null ? 0 : Date.parse(acknowledgedTo);
  return newestOfEach(transitions)
    .filter(
      ({ at, from, to, cause }) =>
        to < from && cause !== 'staleness' && cause !== 'restatement' && now - Date.parse(at) < CARD_MS,
    )
    .map(({ at, indicator, from, to, points, cause, clauses }) => ({
      id: `${indicator} ${at}`,
      severity: severityOf(from, to, points),
      rule: 'A01',
      indicator,
      from,
      to,
      points,
      cause,
      clauses,
      since: Date.parse(at),
      firedAt: Date.parse(at),
      isAcknowledged: Date.parse(at) <= seenTo,
      escalated: 0,
      isSilenced: false,
    }));
}

// What has risen since is no longer open.
function newestOfEach(transitions: readonly Transition[]): readonly Transition[] {
  const newest = new Map<string, Transition>();
  for (const transition of transitions) {
    const held = newest.get(transition.indicator);
    if (held === undefined || transition.at > held.at) newest.set(transition.indicator, transition);
  }
  return [...newest.values()];
}

function severityOf(from: string, to: string, points: string): 'alarm' | 'warning' {
  const levels = Number(from.slice(1)) - Number(to.slice(1));
  return levels >= ALARM_LEVELS || Math.abs(toPoints(points)) >= ALARM_POINTS ? 'alarm' : 'warning';
}

const RANK = { alarm: 0, warning: 1, reminder: 2 } as const;

/** Orders alerts for the room: the most severe first, then the newest. */
export function byUrgency(a: WallAlert, b: WallAlert): number {
  return RANK[a.severity] - RANK[b.severity] || b.firedAt - a.firedAt;
}

/** What takes the wall over now: alarms and warnings nobody has acknowledged, for ten minutes each. */
export function takeoverOf(alerts: readonly WallAlert[], now: number): Takeover {
  const flood = alerts.filter((alert) => isLoud(alert) && now - alert.firedAt < FLOOD_MS);
  const open = flood.filter(({ isAcknowledged }) => !isAcknowledged);
  if (open.length === 0) return { kind: 'none' };
  if (flood.length > FLOOD) {
    const alarms = flood.filter(({ severity }) => severity === 'alarm').length;
    return { kind: 'digest', count: flood.length, alarms, warnings: flood.length - alarms };
  }
  const [alert] = [...open].sort(byUrgency);
  return alert === undefined ? { kind: 'none' } : { kind: 'card', alert, more: open.length - 1 };
}

/** What still sounds: alarms and warnings that nobody has acknowledged, however old; by their ids. */
export function unheard(alerts: readonly WallAlert[]): readonly string[] {
  return alerts.filter((alert) => isLoud(alert) && !alert.isAcknowledged).map(({ id }) => id);
}

function isLoud({ severity, isSilenced }: WallAlert): boolean {
  return severity !== 'reminder' && !isSilenced;
}
