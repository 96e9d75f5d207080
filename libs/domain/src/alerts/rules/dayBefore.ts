import type { Instant } from '../../telemetry/facts.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What was about a day ago among samples of every hour, oldest first; null while less than a day was watched. */
export function dayBefore<Kept extends { readonly at: Instant }>(
  kept: readonly Kept[],
  at: Instant,
): Kept | null {
  const oldest = kept.find((each) => each.at >= at - DAY);
  return oldest !== undefined && at - oldest.at >= DAY - 2 * HOUR ? oldest : null;
}
