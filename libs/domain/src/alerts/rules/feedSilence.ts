import type { Instant } from '../../telemetry/facts.js';
import { type Alert, type AlertKey, NO_EVIDENCE } from '../alert.js';
import type { FeedSighting } from '../alertInputs.js';
import { CLEAR, observed } from '../observation.js';
import { BLIND, type Moment, type RuleFindings, judged } from '../rule.js';
import type { RuleMemory } from '../ruleMemory.js';

const MINUTE = 60_000;
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

// How long a feed may say nothing, in milliseconds: three of its periods, and five minutes at least; null when it has
// not sent enough to tell.
function allowedSilence({ threshold }: Moment, { periodSeconds }: FeedSighting): number | null {
  if (periodSeconds === null) return null;
  return Math.max(threshold('A12', 'periods') * periodSeconds * 1000, threshold('A12', 'least') * MINUTE);
}

interface Standing {
  readonly feed: FeedSighting;
  readonly isSilent: boolean;
  /** When this may be otherwise without anything new. */
  readonly changesAt: Instant;
}

// A moment may lie before what the feed has sent since: then it was silent still, if it had been.
function standingOf(feed: FeedSighting, moment: Moment, open: Alert | null): Standing {
  const { at } = moment;
  const isHeldSilent = open?.evidence.members.includes(feed.source) === true;
  if (isHeldSilent && feed.lastEventAt > at) return { feed, isSilent: true, changesAt: feed.lastEventAt };
  const from = silentFrom(feed, moment, isHeldSilent);
  return { feed, isSilent: at >= from, changesAt: from };
}

function silentFrom(feed: FeedSighting, moment: Moment, isHeldSilent: boolean): Instant {
  const { awakeSince } = moment.memory;
  const allowed = allowedSilence(moment, feed) ?? Number.POSITIVE_INFINITY;
  const from = isHeldSilent ? feed.lastEventAt : Math.max(feed.lastEventAt, awakeSince ?? feed.lastEventAt);
  return from + allowed;
}

function rememberLive(moment: Moment, feeds: readonly FeedSighting[]): RuleMemory['live'] {
  const { at, memory } = moment;
  const live: Record<string, RuleMemory['live'][string]> = {};
  for (const feed of feeds) {
    const known = memory.live[feed.source];
    const allowed = allowedSilence(moment, feed);
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
