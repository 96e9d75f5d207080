import type { TimeSpan } from '../kernel/calendar.js';
import type { Instant } from './facts.js';

/** Keeps what the spans, in order and apart, share with the bounds. */
export function clipSpans(spans: readonly TimeSpan[], bounds: TimeSpan): readonly TimeSpan[] {
  const [only] = spans;
  if (spans.length === 1 && only !== undefined && only.from >= bounds.from && only.to <= bounds.to)
    return spans;
  const clipped: TimeSpan[] = [];
  for (const span of spans) {
    const from = Math.max(span.from, bounds.from);
    const to = Math.min(span.to, bounds.to);
    if (from < to) clipped.push({ from, to });
  }
  return clipped;
}

/** Removes holes, in any order and however they overlap, from spans that are in order and apart. */
export function subtractSpans(spans: readonly TimeSpan[], holes: readonly TimeSpan[]): readonly TimeSpan[] {
  if (holes.length === 0) return spans;
  const ordered = [...holes].sort((a, b) => a.from - b.from);
  const kept: TimeSpan[] = [];
  for (const span of spans) {
    let from = span.from;
    for (const hole of ordered) {
      if (hole.to <= from || hole.from >= span.to) continue;
      if (hole.from > from) kept.push({ from, to: hole.from });
      from = Math.max(from, hole.to);
    }
    if (from < span.to) kept.push({ from, to: span.to });
  }
  return kept;
}

/** Joins spans, in order of their start, that touch or overlap. */
export function joinSpans(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const joined: TimeSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** Returns the whole length of spans that are apart, in milliseconds. */
export function spansLength(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** Tells whether one of the spans contains the instant. */
export function isWithin(spans: readonly TimeSpan[], instant: Instant): boolean {
  return spans.some(({ from, to }) => from <= instant && instant < to);
}

/** Returns the length that [from, to) shares with spans that are apart, in milliseconds. */
export function sharedLength(spans: readonly TimeSpan[], from: Instant, to: Instant): number {
  let sum = 0;
  for (const span of spans) {
    const shared = Math.min(span.to, to) - Math.max(span.from, from);
    if (shared > 0) sum += shared;
  }
  return sum;
}
