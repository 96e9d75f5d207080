import { type Instant } from '@parkpulse/domain';
import { type TimedItem } from '../event/packItems.js';
import { type DemoCalendar } from './demoCalendar.js';
import { type Levels } from './levels.js';
import { type Recordings } from './recordings.js';
import { type Scenario } from './scenario.js';

/** What every stream of the demo needs. */
export interface DemoContext {
  readonly calendar: DemoCalendar;
  readonly scenario: Scenario;
  readonly recordings: Recordings;
  readonly levels: Levels;
}

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A stream of the demo: the items it says within [from, to). Spans that touch give together what their union gives. */
export type Stream = (context: DemoContext, span: Span) => Iterable<TimedItem>;

/** The days a span touches. */
export function daysOf({ calendar }: DemoContext, { from, to }: Span): readonly number[] {
  const first = calendar.dayOf(from);
  const last = calendar.dayOf(to - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

export function isWithin(at: Instant, { from, to }: Span): boolean {
  return at >= from && at < to;
}

/** Days of items that a stream keeps: asked minute by minute, it would otherwise think of the whole day each time. */
const KEPT_DAYS = 4;

/** Makes a stream out of a function that lists what is said about a day; `at` decides which span an item belongs to. */
export function dailyStream(listDay: (context: DemoContext, day: number) => Iterable<TimedItem>): Stream {
  const kept = new WeakMap<DemoContext, Map<number, readonly TimedItem[]>>();
  const recall = (context: DemoContext, day: number): readonly TimedItem[] => {
    const days = kept.get(context) ?? new Map<number, readonly TimedItem[]>();
    kept.set(context, days);
    const items = days.get(day) ?? [...listDay(context, day)];
    if (days.size >= KEPT_DAYS && !days.has(day)) days.clear();
    days.set(day, items);
    return items;
  };
  return function* stream(context, span) {
    for (const day of daysOf(context, span)) {
      for (const item of recall(context, day)) if (isWithin(item.at, span)) yield item;
    }
  };
}
