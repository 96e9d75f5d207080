import type { Assessment, LivePatch } from '@parkpulse/contracts';

/** What a newer assessment changes of an older one; all of it when there is none. */
export function changedBetween(before: Assessment | null, after: Assessment): LivePatch {
  const { park, revision, at, knownAt, score, primary, secondary } = after;
  const known = new Map(before?.indicators.map((indicator) => [indicator.id, JSON.stringify(indicator)]));
  const indicators = after.indicators.filter(
    (indicator) => known.get(indicator.id) !== JSON.stringify(indicator),
  );
  return { park, revision, at, knownAt, score, primary, secondary, indicators };
}
