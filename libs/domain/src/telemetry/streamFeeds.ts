import type { EventTrail } from './eventTrail.js';
import type { Instant, SubmissionKind } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { type MeasureForm, submissionUnit } from './measureForms.js';
import type { ParkFacts } from './parkFacts.js';
import { shortestNominalAt } from './nominalPeriods.js';

/** A stream of events that can fall silent as a whole. */
export type StreamFeed =
  | { readonly kind: 'states' }
  | { readonly kind: 'transmissions' }
  | { readonly kind: 'submissions'; readonly submission: SubmissionKind };

const LEAST_FRESH_MS = 300_000;
const DAY_MS = 86_400_000;

/** Lists the streams a measure is formed from; the register is none, for it never grows stale. */
export function feedsOf(form: MeasureForm): readonly StreamFeed[] {
  switch (form.kind) {
    case 'online_time':
    case 'online_slots':
      return [{ kind: 'states' }];
    case 'members':
      return membersFeeds(form);
    case 'transmission':
      return [{ kind: 'transmissions' }];
    case 'coverage':
    case 'upload':
      return [{ kind: 'submissions', submission: form.submission }];
    case 'fields':
      return form.submissions.map((submission) => ({ kind: 'submissions', submission }));
    case 'register':
    case 'reading':
      return [];
  }
}

function membersFeeds(form: Extract<MeasureForm, { kind: 'members' }>): readonly StreamFeed[] {
  switch (form.of) {
    case 'devices':
      return [{ kind: 'states' }];
    case 'enterprises':
      return [{ kind: 'submissions', submission: form.submission }];
    case 'outlets':
      return [];
  }
}

/** Returns when the events of a feed came. */
export function trailOf(facts: ParkFacts, feed: StreamFeed): EventTrail {
  switch (feed.kind) {
    case 'states':
      return facts.stateTrail;
    case 'transmissions':
      return facts.transmissionTrail;
    case 'submissions':
      return facts.submissionsOf(feed.submission).trail;
  }
}

/** Returns the time of a feed's newest event at or before an instant, to the second; null when there is none. */
export function newestEventAt(facts: ParkFacts, feed: StreamFeed, at: Instant): Instant | null {
  return trailOf(facts, feed).newestAt(at);
}

/**
 * Returns a feed's own period at an instant, in milliseconds: of devices the shortest nominal period (of transmissions
 * not less than the newest one lasted), of submissions the day or month of their kind.
 */
export function ownPeriod(facts: ParkFacts, feed: StreamFeed, at: Instant): number {
  switch (feed.kind) {
    case 'states':
      return shortestNominalAt(facts.register, 'all', at);
    case 'transmissions': {
      const newest = newestTransmission(facts, at);
      const length = newest === null ? 0 : newest.to - newest.from;
      return Math.max(shortestNominalAt(facts.register, 'installed', at), length);
    }
    case 'submissions':
      return submissionUnit(feed.submission) === 'day' ? DAY_MS : 31 * DAY_MS;
  }
}

/** Returns for how long a feed's newest event proves something: `freshSeconds`, or 3 of its own periods, at least 300 s. */
export function freshLimit({ freshSeconds }: MeasureDefinition, period: number): number {
  return freshSeconds !== null ? freshSeconds * 1000 : Math.max(LEAST_FRESH_MS, Math.floor(3 * period));
}

function newestTransmission(
  facts: ParkFacts,
  at: Instant,
): { readonly from: Instant; readonly to: Instant } | null {
  let newest: { from: Instant; to: Instant } | null = null;
  for (const track of facts.transmissionTracks()) {
    const own = track.newestEnded(at);
    if (own === null) continue;
    if (newest === null || own.to > newest.to || (own.to === newest.to && own.from < newest.from))
      newest = own;
  }
  return newest;
}
