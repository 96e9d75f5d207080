import { compareDecimals, decimal } from '../kernel/decimal.js';
import type { Instant, ReadingFact } from './facts.js';

/** How long a value may stand still, and how far it has to be out of character, before it is suspect. */
export interface FlatlineLimits {
  /** No shorter stillness is suspect, in milliseconds. */
  readonly leastMs: number;
  /** Fewer repetitions are not suspect. */
  readonly leastRepeats: number;
  /** The stillness must be so many times the longest one the series has shown before. */
  readonly timesLongest: number;
  /** A series that has moved less often than this has no character yet. */
  readonly leastMoves: number;
}

/** Six hours (alert rule A15), and out of character by a factor of three. */
export const FLATLINE_LIMITS: FlatlineLimits = {
  leastMs: 6 * 3_600_000,
  leastRepeats: 6,
  timesLongest: 3,
  leastMoves: 5,
};

/**
 * Whether a series looks alive. `suspect` marks a value that is sent again and again with fresh times but no longer
 * moves, although it used to: shown and told of, never a reason to change a level.
 */
export type Flatline =
  | { readonly kind: 'lively' }
  | { readonly kind: 'suspect'; readonly since: Instant; readonly repeats: number };

const LIVELY: Flatline = { kind: 'lively' };

/**
 * Judges readings of one series, in order of time, at an instant. Numerator and denominator must both stand still; a
 * share that is whole (nothing missing), or a value that never moved much, may stand still as long as it likes.
 */
export function detectFlatline(
  readings: readonly ReadingFact[],
  at: Instant,
  limits: FlatlineLimits = FLATLINE_LIMITS,
): Flatline {
  const stills = stillStretches(readings.filter((reading) => reading.at <= at));
  const current = stills.at(-1);
  if (current === undefined || isWholeShare(current.value)) return LIVELY;
  const before = stills.slice(0, -1);
  if (before.length < limits.leastMoves || current.repeats < limits.leastRepeats) return LIVELY;
  const longest = before.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const stillMs = current.to - current.from;
  if (stillMs < limits.leastMs || stillMs < limits.timesLongest * longest) return LIVELY;
  return { kind: 'suspect', since: current.from, repeats: current.repeats };
}

interface Still {
  readonly value: ReadingFact;
  readonly from: Instant;
  readonly to: Instant;
  readonly repeats: number;
}

/** Groups equal readings in a row. */
function stillStretches(readings: readonly ReadingFact[]): readonly Still[] {
  const stills: Still[] = [];
  for (const reading of readings) {
    const last = stills.at(-1);
    if (last !== undefined && isSameReading(last.value, reading)) {
      stills[stills.length - 1] = { ...last, to: reading.at, repeats: last.repeats + 1 };
    } else {
      stills.push({ value: reading, from: reading.at, to: reading.at, repeats: 1 });
    }
  }
  return stills;
}

function isSameReading(a: ReadingFact, b: ReadingFact): boolean {
  return isSameNumber(a.numerator, b.numerator) && isSameNumber(a.denominator ?? '1', b.denominator ?? '1');
}

function isWholeShare({ numerator, denominator }: ReadingFact): boolean {
  return denominator !== null && isSameNumber(numerator, denominator);
}

function isSameNumber(a: string, b: string): boolean {
  return compareDecimals(decimal(a), decimal(b)) === 0;
}
