import { nextPeriod, periodContaining } from '../kernel/calendar.js';
import { definitionChanges } from './definitions.js';
import type { Instant } from './facts.js';
import { closingUnit, isRolling } from './judgedSpan.js';
import { MINUTE_MS } from './minuteLedger.js';
import { minuteOf } from './rateState.js';
import { readingFreshness } from './readingFreshness.js';
import type { SegmentedMeasure } from './signalSegments.js';
import { entitiesOf } from './signalSegments.js';
import type { SignalContext, SignalSegment } from './signalStep.js';
import { feedsOf, trailOf } from './streamFeeds.js';
import { freshUntilOf } from './value.js';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Returns the next instant after `to` at which the value may change without new facts: another rule, a register entry, a
 * period's close, a grid minute, an expiry, staleness, or a fact already known for later. Null when there is none.
 */
export function dueAfter(
  last: SignalSegment,
  { measure, versions }: SegmentedMeasure,
  context: SignalContext,
  to: Instant,
): Instant | null {
  const [rule] = definitionChanges(measure, versions, { from: to, to: NEVER });
  const due = Math.min(
    rule ?? NEVER,
    ...entitiesOf(last.form).map((entity) => context.facts.register.nextChange(entity, to) ?? NEVER),
    nextReading(last, context, to),
    nextOfStreams(last, context, to),
  );
  return Number.isFinite(due) ? due : null;
}

function nextReading(
  { definition, source }: SignalSegment,
  { facts, enterprise }: SignalContext,
  to: Instant,
): Instant {
  if (source === 'streams') return NEVER;
  const series = facts.readingsOf(definition.measure, enterprise);
  const index = series.indexAt(to);
  const { freshUntil } = readingFreshness(definition, series, index);
  return Math.min(
    series.at(index + 1)?.at ?? NEVER,
    freshUntil !== null && freshUntil > to ? freshUntil : NEVER,
  );
}

function nextOfStreams(segment: SignalSegment, context: SignalContext, to: Instant): Instant {
  const { definition, form } = segment;
  const feeds = feedsOf(form);
  const known = Math.min(NEVER, ...feeds.map((feed) => trailOf(context.facts, feed).nextBy(to) ?? NEVER));
  // At a close the source may change, whether or not the feed is stale.
  const outer = Math.min(known, nextClose(segment, context, to));
  if (segment.source !== 'streams') return outer;
  const until = freshUntilOf(definition, context.facts, to);
  if (until !== null && until <= to) return outer;
  return Math.min(outer, until ?? NEVER, nextMinute(segment, context, to), nextExpiry(segment, context, to));
}

function nextClose({ definition }: SignalSegment, { zone }: SignalContext, to: Instant): Instant {
  const unit = closingUnit(definition);
  if (unit === null) return NEVER;
  const period = periodContaining(unit, to, zone);
  return period.to > to ? period.to : nextPeriod(period, zone).to;
}

function nextMinute({ definition, form }: SignalSegment, { facts }: SignalContext, to: Instant): Instant {
  if (!isRolling(definition)) return NEVER;
  const minute = minuteOf(to);
  if (form.kind !== 'online_time' || definition.windowSeconds % 60 !== 0) return (minute + 1) * MINUTE_MS;
  const next = facts.onlineSums(definition).nextWindowChange(minute, definition.windowSeconds / 60);
  return next === null ? NEVER : next * MINUTE_MS;
}

function nextExpiry({ definition, form }: SignalSegment, { facts }: SignalContext, to: Instant): Instant {
  const { seenWithinSeconds } = definition;
  if (form.kind !== 'members' || form.of === 'outlets' || seenWithinSeconds === null) return NEVER;
  let next = NEVER;
  const note = (seen: Instant | null): void => {
    const expires = seen === null ? NEVER : seen + seenWithinSeconds * 1000;
    if (expires > to) next = Math.min(next, expires);
  };
  if (form.of === 'devices') {
    for (const id of facts.register.idsOf('device')) note(facts.trackOf(id)?.onlineAtOrBefore(to) ?? null);
  } else {
    const book = facts.submissionsOf(form.submission);
    for (const id of book.enterprises()) note(book.contactAtOrBefore(id, to));
  }
  return next;
}
