import type { Instant } from '../../telemetry/facts.js';
import { type Alert, type AlertKey, NO_EVIDENCE } from '../alert.js';
import type { FeedSighting } from '../alertInputs.js';
import { CLEAR, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RuleMemory } from '../ruleMemory.js';

/** A feed is silent after three of its periods, and never sooner than five minutes (domain reference 6, A12). */
const SILENT_PERIODS = 3;
const LEAST_SILENCE_MS = 300_000;
const LEAST_SPAN_SECONDS = 60;

export const FEED_SILENCE: AlertKey = { rule: 'A12', indicator: null, scope: '' };

/**
 * A12: sources of a park that fell silent. All of them are one alert that names them, so that a park whose telemetry stops
 * as a whole is told of once. A source must have been live for a time to be missed: a register that was loaded in one go
 * is not a feed. After a time in which nothing was watched, silence is counted anew.
 */
export function judgeFeeds(moment: Moment): RuleFindings {
  const { feeds } = moment.inputs;
  if (feeds === null) return BLIND;
  const live = rememberLive(moment, feeds);
  const open = moment.openFor(FEED_SILENCE);
  const watched = feeds.filter(({ source }) => live[source]?.lasting === true);
  const standings = watched.map((feed) => standingOf(feed, moment, open));
  const silent = standings.filter(({ isSilent }) => isSilent).map(({ feed }) => feed);
  const ahead = standings.map(({ changesAt }) => changesAt).filter((due) => due > moment.at);
  const nextDue = ahead.length === 0 ? null : Math.min(...ahead);
  if (silent.length === 0) return judged([observed(FEED_SILENCE, CLEAR)], { memory: { live }, nextDue });
  const members = silent.map(({ source }) => source).sort();
  const evidence = {
    ...NO_EVIDENCE,
    from: 'live',
    to: 'silent',
    members,
    sources: members,
    stage: members.length === watched.length ? 1 : 0,
  };
  const since = open?.since ?? Math.min(...silent.map(({ lastEventAt }) => lastEventAt));
  const verdict = { kind: 'breached', severity: 'warning', evidence, since } as const;
  return judged([observed(FEED_SILENCE, verdict)], { memory: { live }, nextDue });
}

/** How long a feed may say nothing, in milliseconds; null when it has not sent enough to tell. */
export function allowedSilence({ periodSeconds }: Pick<FeedSighting, 'periodSeconds'>): number | null {
  return periodSeconds === null ? null : Math.max(SILENT_PERIODS * periodSeconds * 1000, LEAST_SILENCE_MS);
}

interface Standing {
  readonly feed: FeedSighting;
  readonly isSilent: boolean;
  /** When this may be otherwise without anything new. */
  readonly changesAt: Instant;
}

// A moment may lie before what the feed has sent since: then it was silent still, if it had been.
function standingOf(feed: FeedSighting, { at, memory }: Moment, open: Alert | null): Standing {
  const isHeldSilent = open?.evidence.members.includes(feed.source) === true;
  if (isHeldSilent && feed.lastEventAt > at) return { feed, isSilent: true, changesAt: feed.lastEventAt };
  const from = silentFrom(feed, memory.awakeSince, isHeldSilent);
  return { feed, isSilent: at >= from, changesAt: from };
}

function silentFrom(feed: FeedSighting, awakeSince: Instant | null, isHeldSilent: boolean): Instant {
  const allowed = allowedSilence(feed) ?? Number.POSITIVE_INFINITY;
  const from = isHeldSilent ? feed.lastEventAt : Math.max(feed.lastEventAt, awakeSince ?? feed.lastEventAt);
  return from + allowed;
}

function rememberLive({ at, memory }: Moment, feeds: readonly FeedSighting[]): RuleMemory['live'] {
  const live: Record<string, RuleMemory['live'][string]> = {};
  for (const feed of feeds) {
    const known = memory.live[feed.source];
    const allowed = allowedSilence(feed);
    const isLive = allowed !== null && at < feed.lastEventAt + allowed;
    if (known === undefined && !isLive) continue;
    const since = known?.since ?? feed.lastEventAt;
    const lasting = known?.lasting === true || (isLive && lasts(feed, since, allowed));
    live[feed.source] = { since, lasting };
  }
  return live;
}

// Three events a period apart over a minute at least, or a time in which it would have been missed.
function lasts(
  { spanSeconds, periodSeconds, lastEventAt }: FeedSighting,
  since: Instant,
  allowed: number,
): boolean {
  return (
    spanSeconds >= Math.max(LEAST_SPAN_SECONDS, 2 * (periodSeconds ?? 0)) || lastEventAt - since >= allowed
  );
}
