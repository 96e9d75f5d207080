import { type Instant } from '@parkpulse/domain';
import { type TimedItem } from '../event/packItems.js';
import { type DemoCalendar } from './demoCalendar.js';
import { type Recordings } from './recordings.js';
import { type Scenario } from './scenario.js';

/** What every stream of the demo needs. */
export interface DemoContext {
  readonly calendar: DemoCalendar;
  readonly scenario: Scenario;
  readonly recordings: Recordings;
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
