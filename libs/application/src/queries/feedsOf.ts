import type { Feed, FeedsAnswer } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import type { EventLog, FeedRecord, IngestStore, ReadModel } from '../ports.js';
import { timeText } from './wire.js';

export interface FeedSources {
  readonly read: ReadModel;
  readonly log: EventLog;
  readonly store: IngestStore;
  readonly topics: readonly string[];
}

const DAY_SECONDS = 86_400;
/** A feed is never called silent sooner than this (alert rule A12). */
const LEAST_SILENCE_SECONDS = 300;
const LATE_PERIODS = 1.5;
const SILENT_PERIODS = 3;

/** Who feeds a park and how lately, and how much that was accepted is not yet assessed. */
export async function feedsOf(sources: FeedSources, park: string, now: Instant): Promise<FeedsAnswer> {
  const [records, backlog] = [await sources.read.feeds(park), await backlogOf(sources, park)];
  return {
    backlog,
    items: records.map((record) => ({
      source: record.source,
      lastEventAt: timeText(record.lastEventAt),
      state: feedState(record, now),
      periodSeconds: record.periodSeconds,
      events: record.events,
    })),
  };
}

/** Events accepted and not yet assessed: what the log holds beyond the stored offsets, and touches not yet worked. */
export async function backlogOf({ read, log, store, topics }: FeedSources, park: string): Promise<number> {
  // The order matters: an event that moves on between the two readings is counted twice rather than not at all.
  const { touched: before } = await read.status(park);
  const stored = new Map(
    (await store.storedOffsets()).map((s) => [`${s.topicId}/${s.partition}`, s.nextOffset]),
  );
  const ends = await log.ends(topics);
  const { touched } = await read.status(park);
  const unread = ends.reduce(
    (sum, s) => sum + Math.max(0, s.end - (stored.get(`${s.topicId}/${s.partition}`) ?? 0)),
    0,
  );
  return unread + Math.max(before, touched);
}

/** A feed is late after 1.5 and silent after 3 of its own periods, but not within five minutes. */
export function feedState({ lastEventAt, periodSeconds }: FeedRecord, now: Instant): Feed['state'] {
  const seconds = (now - lastEventAt) / 1000;
  const period = periodSeconds ?? DAY_SECONDS;
  if (seconds > Math.max(SILENT_PERIODS * period, LEAST_SILENCE_SECONDS)) return 'silent';
  return seconds > Math.max(LATE_PERIODS * period, LEAST_SILENCE_SECONDS / 2) ? 'late' : 'live';
}
