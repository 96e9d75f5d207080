import type { Instant } from './facts.js';
import type { ParkFacts } from './parkFacts.js';
import { readingPeriod } from './readingFreshness.js';
import { type StreamFeed, newestEventAt, ownPeriod, trailOf } from './streamFeeds.js';

/** A feed is late after 1.5 of its own periods, silent after 3, and silent never sooner than five minutes (alert rule A12). */
export type FeedLiveliness = 'live' | 'late' | 'silent';

/** How lately one feed of a park spoke: `states`, `transmissions`, `submissions/energy`, `readings/mlps_level` and so on. */
export interface FeedStanding {
  readonly feed: string;
  readonly lastEventAt: Instant;
  readonly periodSeconds: number;
  readonly state: FeedLiveliness;
}

const LATE_PERIODS = 1.5;
const SILENT_PERIODS = 3;
const LEAST_SILENCE_MS = 300_000;

/** Lists the feeds that have spoken by an instant, by name, and whether each is live, late or silent then. */
export function feedSilence(facts: ParkFacts, at: Instant): readonly FeedStanding[] {
  const standings = [...streamStandings(facts, at), ...readingStandings(facts, at)];
  return standings.sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

/** Judges a feed by its newest event and its own period (milliseconds). */
export function livelinessOf(lastEventAt: Instant, period: number, at: Instant): FeedLiveliness {
  const age = at - lastEventAt;
  if (age >= Math.max(SILENT_PERIODS * period, LEAST_SILENCE_MS)) return 'silent';
  return age >= Math.max(LATE_PERIODS * period, LEAST_SILENCE_MS / 2) ? 'late' : 'live';
}

function streamStandings(facts: ParkFacts, at: Instant): readonly FeedStanding[] {
  const feeds: readonly StreamFeed[] = [
    { kind: 'states' },
    { kind: 'transmissions' },
    ...[...facts.submittedKinds()].map((submission): StreamFeed => ({ kind: 'submissions', submission })),
  ];
  return feeds.flatMap((feed) => {
    if (trailOf(facts, feed).isEmpty) return [];
    const newest = newestEventAt(facts, feed, at);
    return newest === null ? [] : [standingOf(nameOf(feed), newest, ownPeriod(facts, feed, at), at)];
  });
}

function readingStandings(facts: ParkFacts, at: Instant): readonly FeedStanding[] {
  return facts.readMeasures().flatMap(({ measure, enterprise }) => {
    const series = facts.readingsOf(measure, enterprise);
    const index = series.indexAt(at);
    const reading = series.at(index);
    if (reading === null) return [];
    const name = enterprise === null ? `readings/${measure}` : `readings/${measure}/${enterprise}`;
    return [standingOf(name, reading.at, readingPeriod(series, index), at)];
  });
}

function standingOf(feed: string, lastEventAt: Instant, period: number, at: Instant): FeedStanding {
  return { feed, lastEventAt, periodSeconds: period / 1000, state: livelinessOf(lastEventAt, period, at) };
}

function nameOf(feed: StreamFeed): string {
  return feed.kind === 'submissions' ? `submissions/${feed.submission}` : feed.kind;
}
