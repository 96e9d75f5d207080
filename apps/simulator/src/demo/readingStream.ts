import { type Instant } from '@parkpulse/domain';
import { type ReadingItem, toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { FAST_PERIOD_MS } from './demoCalendar.js';
import { daysOf, type DemoContext, isWithin, type Span } from './demoContext.js';
import { denominatorAt, LAKE_MISTAKE, type Level, LEVELS } from './levels.js';
import { wholeNoise } from './noise.js';

const MINUTE_MS = 60_000;
const SLOW_PERIOD_MS = 7_200_000;
const SOURCES = { office: '/demo/park-office', data: '/demo/data-platform' } as const;

function toItem(level: Level, numerator: number, at: Instant, day: number): ReadingItem {
  const denominator = denominatorAt(level, day);
  const name = level.enterprise === undefined ? {} : { enterprise: level.enterprise };
  const head = { measure: level.measure, time: toTime(at), ...name };
  const capped = Math.max(0, Math.min(numerator, denominator ?? Infinity));
  return denominator === null ? { ...head, value: capped } : { ...head, numerator: capped, denominator };
}

function* everyPeriod(from: Instant, to: Instant, period: number, phase: number): Iterable<Instant> {
  for (let at = Math.ceil((from - phase) / period) * period + phase; at < to; at += period) yield at;
}

/** Readings of systems: first with the others at the beginning, then every two hours, from the last days on every five minutes. */
function* dataMoments(index: number, { calendar }: DemoContext, span: Span): Iterable<Instant> {
  const first = calendar.historyFrom + MINUTE_MS;
  if (isWithin(first, span)) yield first;
  const phase = (2 + (index % 5)) * MINUTE_MS;
  yield* everyPeriod(
    Math.max(span.from, first + 1),
    Math.min(span.to, calendar.fastFrom),
    SLOW_PERIOD_MS,
    phase,
  );
  yield* everyPeriod(Math.max(span.from, calendar.fastFrom), span.to, FAST_PERIOD_MS, phase % FAST_PERIOD_MS);
}

/** The office states its registers at the beginning and every morning. */
function* officeMoments(index: number, context: DemoContext, span: Span): Iterable<Instant> {
  const { calendar } = context;
  const first = calendar.historyFrom + MINUTE_MS;
  if (isWithin(first, span)) yield first;
  for (const day of daysOf(context, span)) {
    const at = calendar.at(day, 8) + index * 10_000;
    if (at > first && isWithin(at, span)) yield at;
  }
}

/** The lake rate that was stated wrongly, stated again two days later with a higher sequence. */
function* restatedItems(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { calendar, levels } = context;
  const at = calendar.at(LAKE_MISTAKE.restatedOn, 10);
  if (!isWithin(at, span)) return;
  for (const [index, level] of LEVELS.entries()) {
    if (level.measure !== 'data_lake_ratio') continue;
    const day = Math.floor(LAKE_MISTAKE.from);
    const mistaken = { from: calendar.at(day, 8), to: calendar.at(day + 1, 2) };
    for (const time of dataMoments(index, context, mistaken)) {
      const item = toItem(level, levels.trueAt(level, time), time, calendar.dayOf(time));
      yield { at, source: SOURCES.data, kind: 'reading', item, sequence: 1 };
    }
  }
}

/** Simulated readings of every measure that is not formed from events or the register. */
export function* readingStream(context: DemoContext, span: Span): Iterable<TimedItem> {
  const { levels } = context;
  for (const [index, level] of LEVELS.entries()) {
    const moments = level.from === 'data' ? dataMoments : officeMoments;
    for (const at of moments(index, context, span)) {
      const name = `${level.measure} ${level.enterprise ?? ''}`;
      const wavering = wholeNoise(name, Math.floor(at / MINUTE_MS), level.wavers ?? 0);
      const item = toItem(level, levels.statedAt(level, at) + wavering, at, context.calendar.dayOf(at));
      yield { at, source: SOURCES[level.from], kind: 'reading', item };
    }
  }
  yield* restatedItems(context, span);
}
