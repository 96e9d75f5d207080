import type { Instant, SubmissionKind } from '../../telemetry/facts.js';
import type { ParkFacts } from '../../telemetry/parkFacts.js';

/** The newest time at or before an instant at which anybody filed anything of a kind; null when nobody ever did. */
export function newestContact(facts: ParkFacts | null, kind: SubmissionKind, at: Instant): Instant | null {
  const book = facts?.submissionsOf(kind);
  if (book === undefined) return null;
  let newest: Instant | null = null;
  for (const enterprise of book.enterprises()) {
    const contact = book.contactAtOrBefore(enterprise, at);
    if (contact !== null && (newest === null || contact > newest)) newest = contact;
  }
  return newest;
}
