import type { TimeSpan } from '../kernel/calendar.js';
import type { EventTrail } from './eventTrail.js';
import type { Instant } from './facts.js';
import { joinSpans } from './timeSpans.js';

/**
 * Lists when a feed was stale within a span [from, to): no event of it within its freshness limit. `limitAfter` says
 * for how many milliseconds the newest event at an instant keeps the feed fresh. Silent years cost nothing.
 */
export function staleSpans(
  trail: EventTrail,
  span: TimeSpan,
  limitAfter: (newest: Instant) => number,
): readonly TimeSpan[] {
  const stale: TimeSpan[] = [];
  let newest = trail.stretchEnd(span.from);
  let until = newest === null ? span.from : newest + limitAfter(newest);
  let next = trail.nextStart(newest ?? span.from);
  for (;;) {
    const from = Math.max(until, span.from);
    const to = Math.min(next ?? Number.POSITIVE_INFINITY, span.to);
    if (from < to) stale.push({ from, to });
    if (next === null || next >= span.to) break;
    newest = trail.stretchEnd(next) ?? next;
    until = newest + limitAfter(newest);
    next = trail.nextStart(newest);
  }
  return stale;
}

/** A stretch of a span, in which a feed was stale or not. */
export interface FreshnessStretch extends TimeSpan {
  readonly isStale: boolean;
}

/** Cuts a span into stretches by when any of several feeds was stale. */
export function freshnessStretches(
  span: TimeSpan,
  staleByFeed: readonly (readonly TimeSpan[])[],
): readonly FreshnessStretch[] {
  const stale = joinSpans(staleByFeed.flat().sort((a, b) => a.from - b.from));
  const stretches: FreshnessStretch[] = [];
  let from = span.from;
  for (const { from: begins, to } of stale) {
    if (begins > from) stretches.push({ from, to: begins, isStale: false });
    stretches.push({ from: begins, to, isStale: true });
    from = to;
  }
  if (from < span.to) stretches.push({ from, to: span.to, isStale: false });
  return stretches;
}
