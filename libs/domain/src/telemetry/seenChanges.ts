import type { TimeSpan } from '../kernel/calendar.js';
import type { Instant } from './facts.js';

/**
 * Calls with every instant within (from, to) at which "seen within the last `within` milliseconds" begins or ends for a
 * member; `newest` is when it was last seen at or before `from`, `events` when it was seen after. `within` infinite
 * is for ever.
 */
export function eachSeenChange(
  { from, to }: TimeSpan,
  within: number,
  seen: { readonly newest: Instant | null; readonly events: readonly Instant[] },
  visit: (at: Instant) => void,
): void {
  let expires = seen.newest === null ? Number.NEGATIVE_INFINITY : seen.newest + within;
  for (const at of seen.events) {
    if (at >= to) break;
    if (at >= expires) {
      if (expires > from) visit(expires);
      visit(at);
    }
    expires = at + within;
  }
  if (expires > from && expires < to) visit(expires);
}
