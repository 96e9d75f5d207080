import type { Tri } from '../kernel/tri.js';
import type { ClauseId } from '../standard/ids.js';
import type { Instant } from '../telemetry/facts.js';
import type { Span } from './clauseTimeline.js';
import { observe, unobservedRow } from './dwell.js';
import type { ClauseRow } from './rows.js';

/** A statement, in force over [from, to), that a capability clause is met or unmet. */
export interface Attestation {
  readonly clause: ClauseId;
  readonly status: 'met' | 'unmet';
  readonly from: Instant;
  /** Null: until further notice. */
  readonly to: Instant | null;
  readonly recordedAt: Instant;
}

/** What attestations say of their clause at an instant: of those in force the newest `from`, then the newest recorded. */
export function attestedStatus<A extends Attestation>(attestations: readonly A[], at: Instant): A | null {
  let best: A | null = null;
  for (const attestation of attestations) {
    if (attestation.from > at || (attestation.to !== null && attestation.to <= at)) continue;
    if (best === null || isNewer(attestation, best)) best = attestation;
  }
  return best;
}

/**
 * Derives the rows of one capability clause over a span: attestations count at once, and an ended one leaves the clause
 * unknown unless another is in force (CONTRACT 3 and 4).
 */
export function deriveCapabilityTimeline(
  clause: ClauseId,
  attestations: readonly Attestation[],
  before: ClauseRow | null,
  span: Span,
): readonly ClauseRow[] {
  let row = before ?? unobservedRow(clause, span.from);
  const rows: ClauseRow[] = [];
  for (const at of instantsOf(attestations, span)) {
    const status: Tri = attestedStatus(attestations, at)?.status ?? 'unknown';
    const reason = status === 'unknown' ? 'insufficient_data' : null;
    const next = observe(row, at, { status, reason, cause: 'attestation' });
    if (next !== row) rows.push(next);
    row = next;
  }
  return rows;
}

/** The next instant after `after` at which an attestation begins or ends; null when none does. */
export function nextAttestationChange(attestations: readonly Attestation[], after: Instant): Instant | null {
  let next: Instant | null = null;
  for (const { from, to } of attestations) {
    for (const at of [from, to]) if (at !== null && at > after && (next === null || at < next)) next = at;
  }
  return next;
}

function instantsOf(attestations: readonly Attestation[], { from, to }: Span): readonly Instant[] {
  const instants = new Set<Instant>([from]);
  for (const attestation of attestations) {
    for (const at of [attestation.from, attestation.to])
      if (at !== null && at > from && at <= to) instants.add(at);
  }
  return [...instants].sort((a, b) => a - b);
}

function isNewer(challenger: Attestation, holder: Attestation): boolean {
  if (challenger.from !== holder.from) return challenger.from > holder.from;
  return challenger.recordedAt >= holder.recordedAt;
}
