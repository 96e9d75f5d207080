import type { Instant } from './facts.js';

/** Returns the index of the first of sorted numbers that is greater than `value`; `count` when there is none. */
export function firstAfter(sorted: ArrayLike<number>, count: number, value: number): number {
  if (count === 0 || (sorted[count - 1] ?? 0) <= value) return count;
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds an instant to a sorted list of distinct instants; tells whether it was new. */
export function insertInstant(sorted: Instant[], instant: Instant): boolean {
  const index = firstAfter(sorted, sorted.length, instant);
  if (index > 0 && sorted[index - 1] === instant) return false;
  if (index === sorted.length) sorted.push(instant);
  else sorted.splice(index, 0, instant);
  return true;
}

/** Returns the newest of sorted instants at or before the given one, or null. */
export function newestAtOrBefore(sorted: readonly Instant[], instant: Instant): Instant | null {
  return sorted[firstAfter(sorted, sorted.length, instant) - 1] ?? null;
}

/** Lists, sorted and each once, those of the instants that lie in (from, to]. */
export function instantsWithin(instants: Iterable<Instant>, from: Instant, to: Instant): readonly Instant[] {
  const within = new Set<Instant>();
  for (const instant of instants) if (instant > from && instant <= to) within.add(instant);
  return [...within].sort((a, b) => a - b);
}
