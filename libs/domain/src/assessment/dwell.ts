import type { UnknownReason } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import type { Instant } from '../telemetry/facts.js';
import type { Cause, ClauseRow } from './rows.js';

/** How long a new status must hold, in event time, before it is confirmed (CONTRACT 3, "raw and stable"); in seconds. */
export interface Dwell {
  /** Away from `met`. */
  readonly downSeconds: number;
  /** From `unmet` to `met`. */
  readonly upSeconds: number;
  /** How long a confirmed status outlives the freshness of its value. */
  readonly staleSeconds: number;
}

/** What a clause reads at an instant, and why it differs from before. */
export interface Observation {
  readonly status: Tri;
  readonly reason: UnknownReason | null;
  readonly cause: Cause;
}

/** A clause nobody has said anything about yet. */
export function unobservedRow(clause: ClauseRow['clause'], at: Instant): ClauseRow {
  return {
    clause,
    at,
    raw: 'unknown',
    reason: 'insufficient_data',
    rawSince: at,
    confirmed: 'unknown',
    held: false,
    cause: 'value',
  };
}

/**
 * Takes an observation in. A first known status (also after a confirmed unknown) and a change of rule count at once;
 * everything else waits for its dwell, which starts anew whenever the observed status, or its staleness, changes.
 */
export function observe(row: ClauseRow, at: Instant, seen: Observation): ClauseRow {
  const isSameStretch = row.raw === seen.status && isStale(row.reason) === isStale(seen.reason);
  if (isSameStretch && row.reason === seen.reason) return row;
  const rawSince = isSameStretch ? row.rawSince : at;
  const cause = isSameStretch ? row.cause : seen.cause;
  const isImmediate = row.confirmed === 'unknown' || cause === 'rule' || cause === 'attestation';
  const confirmed = !isSameStretch && isImmediate ? seen.status : row.confirmed;
  const next = { ...row, at, raw: seen.status, reason: seen.reason, rawSince, confirmed, cause };
  return { ...next, held: isHeld(next) };
}

/** When the raw status will be confirmed if it holds; null when it is confirmed already. */
export function confirmationDue(row: ClauseRow, dwell: Dwell): Instant | null {
  if (row.raw === row.confirmed) return null;
  return row.rawSince + dwellSeconds(row, dwell) * 1000;
}

/** Confirms the raw status at `at`. */
export function confirm(row: ClauseRow, at: Instant): ClauseRow {
  return { ...row, at, confirmed: row.raw, held: false };
}

function dwellSeconds({ raw, reason }: ClauseRow, dwell: Dwell): number {
  if (raw === 'met') return dwell.upSeconds;
  return isStale(reason) ? dwell.staleSeconds : dwell.downSeconds;
}

function isStale(reason: UnknownReason | null): boolean {
  return reason === 'stale';
}

function isHeld({ raw, reason, confirmed }: Pick<ClauseRow, 'raw' | 'reason' | 'confirmed'>): boolean {
  return raw === 'unknown' && isStale(reason) && confirmed !== 'unknown';
}
