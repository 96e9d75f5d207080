import { type Instant } from '@parkpulse/domain';
import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { FAST_PERIOD_MS } from './demoCalendar.js';
import { type DemoContext, isWithin, type Span } from './demoContext.js';
import { type DemoDevice, DEVICES } from './devices.js';
import { type Outage } from './scenario.js';

const MINUTE_MS = 60_000;

function stateItem(
  device: DemoDevice,
  state: 'online' | NonNullable<Outage['announces']>,
  time: Instant,
): TimedItem {
  return {
    at: time,
    source: `/demo/${device.gateway}`,
    kind: 'state',
    item: { device: device.id, state, time: toTime(time) },
  };
}

/** Moments on a grid within [from, to): every `period`, `phase` after the full period. */
function* gridMoments(from: Instant, to: Instant, period: number, phase: number): Iterable<Instant> {
  const first = Math.ceil((from - phase) / period) * period + phase;
  for (let at = first; at < to; at += period) yield at;
}

/** When a device would report if nothing were wrong: slowly in the history, every five minutes from the last days on. */
function* beatMoments(device: DemoDevice, index: number, fastFrom: Instant, span: Span): Iterable<Instant> {
  const period = device.historicSeconds * 1000;
  const slowTo = Math.min(span.to, fastFrom);
  // Some minutes after the full quarter, so that every slot of 15 minutes holds exactly one report.
  yield* gridMoments(span.from, slowTo, period, (2 + (index % 11)) * MINUTE_MS);
  yield* gridMoments(Math.max(span.from, fastFrom), span.to, FAST_PERIOD_MS, (index % 5) * MINUTE_MS);
}

function isSilent(outages: readonly Outage[], at: Instant): boolean {
  return outages.some(({ from, to }) => at >= from && at < to);
}

/** What the platform says when an outage begins, and the first report after an announced one. */
function* edgeItems(device: DemoDevice, outages: readonly Outage[], span: Span): Iterable<TimedItem> {
  for (const { from, to, announces } of outages) {
    if (announces === null) continue;
    if (isWithin(from, span)) yield stateItem(device, announces, from);
    if (isWithin(to, span) && !isSilent(outages, to)) yield stateItem(device, 'online', to);
  }
}

function* backfillItems(
  device: DemoDevice,
  index: number,
  context: DemoContext,
  span: Span,
): Iterable<TimedItem> {
  for (const { from, to, backfilledAt } of context.scenario.backfillsWithin(device, span.from, span.to)) {
    if (backfilledAt === null) continue;
    for (const time of beatMoments(device, index, context.calendar.fastFrom, { from, to })) {
      yield { ...stateItem(device, 'online', time), at: backfilledAt };
    }
  }
}

/** Heartbeats of all points but the air stations, with their outages, announcements and late bursts. */
export function* beatStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { calendar, scenario } = context;
  for (const [index, device] of DEVICES.entries()) {
    if (device.neverConnected) continue;
    const outages = scenario.outagesWithin(device, span.from - 1, span.to);
    for (const at of beatMoments(device, index, calendar.fastFrom, span)) {
      if (!isSilent(outages, at)) yield stateItem(device, 'online', at);
    }
    yield* edgeItems(device, outages, span);
    yield* backfillItems(device, index, context, span);
  }
}
