import { pointsBetween, type Points, type ScoringPlan } from '../assessment/scoring.js';
import type { LevelRow } from '../assessment/rows.js';
import { lastClosedPeriod, periodContaining } from '../kernel/calendar.js';
import { firstInstantOfLocal } from '../kernel/timeZone.js';
import type { IndicatorId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import type { Alert } from './alert.js';
import { isActive } from './alert.js';
import { type AlertMessage, type DigestFigures, toLine } from './message.js';
import { highestSeverity } from './severity.js';

const HOUR = 3_600_000;
/** A digest is sent at this local hour: of every day, and of Mondays for the week. */
const HOUR_SENT = 8;

export type DigestPeriod = DigestFigures['period'];

/** The span a digest speaks of: whole local days up to the last midnight before it is sent. */
export interface DigestSpan {
  readonly period: DigestPeriod;
  readonly from: Instant;
  readonly to: Instant;
  readonly sentAt: Instant;
}

/** The digests that are due at an instant, given when each was last made; at most one of a kind, however long ago. */
export function dueDigests(
  last: Readonly<Partial<Record<DigestPeriod, Instant>>>,
  now: Instant,
  zone: string,
): readonly DigestSpan[] {
  const { to } = lastClosedPeriod('day', now, zone);
  const daily: DigestSpan = {
    period: 'day',
    from: lastClosedPeriod('day', now, zone).from,
    to,
    sentAt: sentAfter(to, zone),
  };
  const monday = mondayBefore(now, zone);
  const weekly: DigestSpan = {
    period: 'week',
    from: mondayBefore(monday - 1, zone),
    to: monday,
    sentAt: sentAfter(monday, zone),
  };
  return [daily, weekly].filter(
    ({ period, sentAt }) => now >= sentAt && (last[period] ?? Number.NEGATIVE_INFINITY) < sentAt,
  );
}

/** When the next digest of any kind may be due. */
export function nextDigest(now: Instant, zone: string): Instant {
  const today = periodContaining('day', now, zone);
  const due = sentAfter(today.from, zone);
  return due > now ? due : sentAfter(today.to, zone);
}

export interface DigestInputs {
  readonly span: DigestSpan;
  readonly plan: ScoringPlan;
  readonly zone: string;
  readonly park: AlertMessage['park'];
  /** Level rows in force at the beginning and at the end of the span. */
  readonly before: ReadonlyMap<IndicatorId, LevelRow>;
  readonly after: ReadonlyMap<IndicatorId, LevelRow>;
  readonly z: { readonly from: Points | null; readonly to: Points | null };
  /** Alerts that were open at any time in the span. */
  readonly alerts: readonly Alert[];
}

/** Writes what moved in a day or a week, good news too: Z, indicators up and down, what fired, what ended, what is open. */
export function deriveDigest({
  span,
  plan,
  zone,
  park,
  before,
  after,
  z,
  alerts,
}: DigestInputs): AlertMessage {
  const isWithin = (at: Instant | null): boolean => at !== null && at >= span.from && at < span.to;
  const open = alerts.filter(isActive);
  const figures: DigestFigures = {
    period: span.period,
    from: span.from,
    to: span.to,
    zFrom: z.from,
    zTo: z.to,
    fired: alerts.filter(({ firedAt }) => isWithin(firedAt)).length,
    resolved: alerts.filter(({ firedAt, resolvedAt }) => firedAt !== null && isWithin(resolvedAt)).length,
    open: open.length,
    moved: movedIndicators(plan, before, after),
  };
  return {
    kind: 'digest',
    park,
    zone,
    at: span.sentAt,
    group: `digest:${span.period}`,
    severity: highestSeverity(open.map(({ severity }) => severity)),
    step: 0,
    lines: open.map((alert) => toLine(alert, 'firing')),
    onDuty: null,
    figures,
  };
}

function movedIndicators(
  plan: ScoringPlan,
  before: DigestInputs['before'],
  after: DigestInputs['after'],
): DigestFigures['moved'] {
  const moved = [...after].flatMap(([indicator, row]) => {
    const from = before.get(indicator)?.stable.candidate;
    const to = row.stable.candidate;
    if (from === undefined || from === to) return [];
    return [{ indicator, from, to, points: pointsBetween(plan, indicator, from, to) }];
  });
  return moved.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

function sentAfter(midnight: Instant, zone: string): Instant {
  const { label } = periodContaining('day', midnight, zone);
  return firstInstantOfLocal(zone, Date.parse(`${label}T00:00:00Z`) + HOUR_SENT * HOUR);
}

function mondayBefore(now: Instant, zone: string): Instant {
  let day = periodContaining('day', now, zone);
  while (new Date(`${day.label}T00:00:00Z`).getUTCDay() !== 1) day = lastClosedPeriod('day', day.from, zone);
  return day.from;
}
