import type { Cause } from '../assessment/rows.js';
import type { Points } from '../assessment/scoring.js';
import type { ClauseId, IndicatorId } from '../standard/ids.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import type { Instant } from '../telemetry/facts.js';
import type { AlertRuleId } from './ruleCatalogue.js';
import type { AlertSeverity } from './severity.js';

/** What an alert is about, within its park: at most one is open per key. */
export interface AlertKey {
  readonly rule: AlertRuleId;
  readonly indicator: IndicatorId | null;
  /** The device, measure, clause … within the rule; empty where the indicator or the park is all. */
  readonly scope: string;
}

/** Writes a key as text, the same for equal keys. */
export function alertKeyText({ rule, indicator, scope }: AlertKey): string {
  return `${rule}|${indicator ?? ''}|${scope}`;
}

/** What was seen, and what it costs: the part of an alert that carries the decision. */
export interface AlertEvidence {
  /** What was and what is: levels of an indicator, else the two values the rule compares. */
  readonly from: string | null;
  readonly to: string | null;
  /** Points gained (negative: lost), in ten-thousandths; null where none are at stake. */
  readonly points: Points | null;
  readonly cause: Cause | null;
  readonly measure: MeasureKey | null;
  /** Exact decimal texts; null where the rule compares no number. */
  readonly observed: string | null;
  readonly required: string | null;
  /** Stable candidate Z just before and after, in ten-thousandths. */
  readonly z: { readonly before: Points; readonly after: Points } | null;
  readonly gradeLost: boolean;
  /** How far it has come, where a rule has stages (days left, periods missed); a higher stage is told again. */
  readonly stage: number;
  /** Who or what is concerned, by name: silent sources, missing enterprises, offline devices. */
  readonly members: readonly string[];
  readonly clauses: readonly ClauseId[];
  /** The sources whose events feed what is alerted on. */
  readonly sources: readonly string[];
}

export const NO_EVIDENCE: AlertEvidence = {
  from: null,
  to: null,
  points: null,
  cause: null,
  measure: null,
  observed: null,
  required: null,
  z: null,
  gradeLost: false,
  stage: 0,
  members: [],
  clauses: [],
  sources: [],
};

/** `recovering`: what is live is well again, what is confirmed not yet. An inactive key has no alert at all. */
export type AlertPhase = 'pending' | 'firing' | 'recovering' | 'resolved';

/**
 * How its rule was last seen. `easing`: what is live is well again, what is confirmed not yet; `between`: not breached, but
 * not past the deadband either.
 */
export type AlertSight = 'breached' | 'easing' | 'between' | 'clear' | 'noData' | 'error';

/** Why an alert ended. `rule`: the measure's definition changed; `settled`: it no longer falls, without having recovered. */
export type Resolution = 'recovered' | 'rule' | 'settled' | 'accepted' | 'withdrawn';

/** Why nobody is told of an alert for now; it stays visible with the reason. */
export interface Suppression {
  readonly by: 'silence' | 'maintenance' | 'inhibition' | 'shelf';
  /** The silence, window or alert that suppresses it; for a shelf its reason. */
  readonly ref: string;
}

export interface Acknowledgement {
  readonly by: string;
  readonly at: Instant;
}

export interface Shelf {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  readonly until: Instant;
}

/** What one channel was last told of an alert. */
export interface Told {
  /** The alert's transition that the channel knows. */
  readonly transition: number;
  readonly status: 'firing' | 'resolved';
  readonly at: Instant;
}

export interface Alert {
  readonly id: string;
  readonly key: AlertKey;
  readonly phase: AlertPhase;
  readonly sight: AlertSight;
  readonly severity: AlertSeverity;
  readonly evidence: AlertEvidence;
  /** When what is wrong began, in event time. */
  readonly since: Instant;
  readonly openedAt: Instant;
  readonly firedAt: Instant | null;
  /** When it fired, or last got worse: escalation counts from here. */
  readonly raisedAt: Instant | null;
  /** The last instant at which the rule was breached, as far as seen. */
  readonly breachedAt: Instant;
  /** Since when it has been seen clear while still open. */
  readonly clearSince: Instant | null;
  readonly resolvedAt: Instant | null;
  /** Why it ended; while it is clear but still open, why it will. */
  readonly resolution: Resolution | null;
  /** Counts what people must be told: 1 when it fired, one more each time it got worse, one more when it resolved. */
  readonly transition: number;
  /** Group it is told with: the root alert's id, or its severity at first; null until it is grouped. */
  readonly group: string | null;
  /** The alert that caused this one. */
  readonly root: string | null;
  readonly suppressed: Suppression | null;
  readonly acknowledged: Acknowledgement | null;
  readonly assignee: string | null;
  readonly shelf: Shelf | null;
  /** Per channel what it was told. */
  readonly told: Readonly<Record<string, Told>>;
  /** The highest escalation step taken. */
  readonly escalated: number;
}

/** Tells whether an alert is still open. */
export function isOpen({ phase }: Alert): boolean {
  return phase !== 'resolved';
}

/** Tells whether people would be told of an alert as something wrong now. */
export function isActive({ phase }: Alert): boolean {
  return phase === 'firing' || phase === 'recovering';
}
