import { type Instant } from '@parkpulse/domain';
import { type OutboundEvent } from '../event/cloudEvent.js';
import { packItems, type PackOptions } from '../event/packItems.js';
import { airStream } from './airStream.js';
import { beatStream } from './beatStream.js';
import { DemoCalendar } from './demoCalendar.js';
import { type DemoContext, type Span, type Stream } from './demoContext.js';
import { DEMO_PARK } from './demoPark.js';
import { energyStream } from './energyStream.js';
import { filingStream } from './filingStream.js';
import { readingStream } from './readingStream.js';
import { Levels } from './levels.js';
import { loadRecordings } from './recordings.js';
import { registerStream } from './registerStream.js';
import { Scenario } from './scenario.js';

/** An event of the demo park, with its topic and key. */
export type DemoEvent = OutboundEvent;

const STREAMS: readonly Stream[] = [
  registerStream,
  readingStream,
  filingStream,
  energyStream,
  airStream,
  beatStream,
];
const MINUTE_MS = 60_000;
/** Items per event of the history. */
const MOST_ITEMS = 1000;
/** Live events that are sent later than this are marked as old data on purpose: the demo catches up after a pause. */
const CATCH_UP_MS = 10 * MINUTE_MS;

/**
 * The demo park as a function of its anchor, the moment at which it was set up: history before it, live data after it.
 * Keep the anchor with the park's data: another anchor is another park.
 */
export class DemoWorld {
  readonly calendar: DemoCalendar;
  readonly #context: DemoContext;

  constructor(anchor: Instant) {
    this.calendar = new DemoCalendar(anchor, DEMO_PARK.timeZone);
    const { calendar } = this;
    const recordings = loadRecordings();
    this.#context = { calendar, scenario: new Scenario(calendar), levels: new Levels(calendar), recordings };
  }

  /** The history up to the anchor, in time order, in events of one day each; every event is marked as replay. */
  history(): Generator<DemoEvent, void, undefined> {
    return this.#replay(STREAMS);
  }

  /** The register entries of the history alone, those that come into force later included. */
  registry(): Generator<DemoEvent, void, undefined> {
    return this.#replay([registerStream]);
  }

  /**
   * What the park says after the anchor within [from, to), minute by minute; only minutes that are over by `now` are told.
   * The same minute gives the same events with the same ids, whoever asks.
   */
  *live(from: Instant, to: Instant, now: Instant = to): Generator<DemoEvent, void, undefined> {
    const first = Math.max(this.calendar.anchor, Math.ceil(from / MINUTE_MS) * MINUTE_MS);
    for (let minute = first; minute + MINUTE_MS <= to; minute += MINUTE_MS) {
      const span = { from: minute, to: minute + MINUTE_MS };
      const batch = { batch: `l${minute / MINUTE_MS}`, replay: now - span.to > CATCH_UP_MS };
      yield* this.#pack(span, STREAMS, batch);
    }
  }

  *#replay(streams: readonly Stream[]): Generator<DemoEvent, void, undefined> {
    const { calendar } = this;
    for (let from = calendar.historyFrom; from < calendar.anchor;) {
      const to = Math.min(calendar.at(calendar.dayOf(from) + 1), calendar.anchor);
      const batch = { batch: `h${from / MINUTE_MS}`, replay: true };
      yield* this.#pack({ from, to }, streams, batch);
      from = to;
    }
  }

  #pack(
    span: Span,
    streams: readonly Stream[],
    batch: Pick<PackOptions, 'batch' | 'replay'>,
  ): readonly DemoEvent[] {
    const items = streams.flatMap((stream) => [...stream(this.#context, span)]);
    return packItems(items, { park: DEMO_PARK.id, most: MOST_ITEMS, ...batch });
  }
}

/** The history of a demo that is set up now: 91 days, oldest first. */
export function demoHistory(now: Instant): Iterable<DemoEvent> {
  return new DemoWorld(now).history();
}

/** The register entries of the history, those that come into force later included. */
export function demoRegistry(now: Instant): readonly DemoEvent[] {
  return [...new DemoWorld(now).registry()];
}

/** After a long pause a call tells at most so much time, so that memory stays small; `nextAt` is in the past until it has caught up. */
const MOST_AT_ONCE_MS = 6 * 60 * MINUTE_MS;

/** A live clock of the demo: each call returns what has become due since the last one, at most six hours of it. */
export interface DemoLive {
  /** The minute up to which everything has been told. */
  readonly toldUntil: Instant;
  /** When the next events become due. */
  readonly nextAt: Instant;
  due(now: Instant): readonly DemoEvent[];
}

/**
 * Continues a demo that was set up at `anchor`, from `from` on (the anchor, or where the last run stopped): after a pause the
 * first call catches up.
 */
export function demoLive(anchor: Instant, from: Instant = anchor): DemoLive {
  const world = new DemoWorld(anchor);
  let told = Math.max(world.calendar.anchor, Math.floor(from / MINUTE_MS) * MINUTE_MS);
  return {
    get toldUntil() {
      return told;
    },
    get nextAt() {
      return told + MINUTE_MS;
    },
    due(now) {
      const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
      const until = Math.max(told, Math.min(minute, told + MOST_AT_ONCE_MS));
      const events = [...world.live(told, until, now)];
      told = until;
      return events;
    },
  };
}
