import type { TimeSpan } from '../kernel/calendar.js';
import { type MeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Instant } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { isRolling, judgedAt } from './judgedSpan.js';
import type { ParkFacts } from './parkFacts.js';
import type { Signal } from './signal.js';
import { dueAfter } from './signalDue.js';
import { cutSegments } from './signalSegments.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep, StepTimes } from './signalStep.js';
import { SignalWriter } from './signalWriter.js';
import { freshnessStretches, staleSpans } from './staleSpans.js';
import { feedsOf, freshLimit, ownPeriod, trailOf } from './streamFeeds.js';
import { freshUntilOf, newestOf } from './value.js';
import { walkPeriods } from './walkPeriods.js';
import { lastReadValue, walkReadings } from './walkReadings.js';
import { type CountSignals, type CountsForm, walkQuotient } from './walkQuotient.js';
import { walkRegister } from './walkRegister.js';
import { walkSlotWindow } from './walkSlots.js';
import { walkTally } from './walkTally.js';
import { walkOnlineWindow, walkPlainWindow } from './walkWindow.js';

/** What a signal is asked for: the live value of a measure in (from, to], and the one in force at `from`. */
export interface SignalRequest {
  readonly measure: string;
  /** The park's own versions of the measure's definition; the default is in force before them. */
  readonly versions: readonly MeasureDefinition[];
  readonly facts: ParkFacts;
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
  /** The factory of a factory-scope measure. */
  readonly enterprise?: string | undefined;
  /** The own versions of another measure, for shares formed from counts; absent: none. */
  readonly versionsOf?: ((measure: string) => readonly MeasureDefinition[]) | undefined;
}

/**
 * Derives the live value of a measure as a step function of event time. Values of a moment step exactly at their events
 * and expiries, judged periods at their close, rolling windows at whole minutes, staleness when the feed's freshness
 * ends, rules and the register when they take effect. Only real changes make points; silent years cost nothing.
 */
export function deriveSignal(request: SignalRequest): Signal {
  const { measure, versions, facts, from, to, zone } = request;
  const context: SignalContext = {
    facts,
    zone,
    enterprise: request.enterprise ?? null,
    versionsOf: request.versionsOf ?? (() => []),
  };
  const writer = new SignalWriter();
  const segments = cutSegments({ measure, versions }, context, { from, to: to + 1 });
  for (const segment of segments) writeSegment(segment, context, writer);
  const last = segments.at(-1);
  if (last === undefined) return { measure, points: writer.points, nextDue: null };
  const own = dueAfter(last, { measure, versions }, context, to);
  return { measure, points: writer.points, nextDue: sooner(own, dueOfCounts(last, context, to)) };
}

function dueOfCounts({ form }: SignalSegment, context: SignalContext, to: Instant): Instant | null {
  if (form.kind !== 'register' || form.of !== 'counts') return null;
  const { numerator, denominator } = countSignals(form, context, { from: to, to: to + 1 });
  return sooner(numerator.nextDue, denominator.nextDue);
}

function sooner(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function writeSegment(segment: SignalSegment, context: SignalContext, writer: SignalWriter): void {
  switch (segment.source) {
    case 'none':
      writer.write(nothingKnown(segment), () => ({ asOf: null, freshUntil: null }));
      return;
    case 'readings':
      for (const step of walkReadings(segment, context)) {
        if (step.value.kind === 'unknown' && writer.hasNoKnown) {
          writer.rememberKnown(lastReadValue(segment, context, step.at));
        }
        writer.write(step, NO_TIMES);
      }
      return;
    case 'streams':
      writeStreams(segment, context, writer);
  }
}

function nothingKnown({ from, trigger }: SignalSegment): SignalStep {
  return { at: from, value: unknownValue('insufficient_data'), trigger, decidedBy: null };
}

const NO_TIMES = (): StepTimes => ({ asOf: null, freshUntil: null });

function writeStreams(segment: SignalSegment, context: SignalContext, writer: SignalWriter): void {
  const { definition, form, from, to } = segment;
  const { facts } = context;
  const stale = feedsOf(form).map((feed) =>
    staleSpans(trailOf(facts, feed), segment, (newest) => {
      return freshLimit(definition, ownPeriod(facts, feed, clampInto(newest, from, to)));
    }),
  );
  for (const { from: begins, to: ends, isStale } of freshnessStretches({ from, to }, stale)) {
    const isFirst = begins === from;
    const times = (at: Instant) => (): StepTimes => timesOf(segment, facts, at);
    if (isStale) {
      if (writer.hasNoKnown) writer.rememberKnown(valueBeforeSilence(segment, context, begins));
      const trigger = isFirst ? staleTrigger(segment) : 'staleness';
      writer.write({ at: begins, value: unknownValue('stale'), trigger, decidedBy: null }, times(begins));
    } else {
      const stretch: FreshStretch = { from: begins, to: ends, trigger: isFirst ? segment.trigger : 'data' };
      for (const step of walkStreams(segment, context, stretch)) writer.write(step, times(step.at));
    }
  }
}

// The own period is that of the segment, also for an event of before it.
function clampInto(instant: Instant, from: Instant, to: Instant): Instant {
  return Math.min(Math.max(instant, from), to - 1);
}

function staleTrigger({ trigger }: SignalSegment): SignalStep['trigger'] {
  return trigger === 'data' ? 'staleness' : trigger;
}

function timesOf({ definition }: SignalSegment, facts: ParkFacts, at: Instant): StepTimes {
  return { asOf: newestOf(definition, facts, at), freshUntil: freshUntilOf(definition, facts, at) };
}

function valueBeforeSilence(
  segment: SignalSegment,
  context: SignalContext,
  at: Instant,
): MeasureValue | null {
  const until = freshUntilOf(segment.definition, context.facts, at);
  if (until === null || until > at || !isCovered(segment, context, until - 1)) return null;
  const stretch: FreshStretch = { from: until - 1, to: until, trigger: 'data' };
  for (const { value } of walkStreams(segment, context, stretch)) return value;
  return null;
}

// What was before the facts begin is not shown at all, rather than wrongly.
function isCovered(
  { definition, form }: SignalSegment,
  { facts, zone }: SignalContext,
  at: Instant,
): boolean {
  const { from, moment } = judgedAt(definition, at, zone);
  if (form.kind === 'members')
    return moment - (definition.seenWithinSeconds ?? 0) * 1000 >= facts.completeFrom;
  const isOverTime =
    form.kind === 'online_time' || form.kind === 'online_slots' || form.kind === 'transmission';
  return !isOverTime || from >= facts.completeFrom;
}

/** Walks a measure through a stretch in which its streams are fresh, by its kind and judge. */
function walkStreams(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const { form } = segment;
  switch (form.kind) {
    case 'online_time':
    case 'online_slots':
    case 'transmission':
      return walkOverTime(segment, context, stretch);
    case 'members':
    case 'coverage':
    case 'upload':
    case 'fields':
      return walkTally(segment, context, stretch, form);
    case 'register':
      return walkEntries(segment, context, stretch, form);
    case 'reading':
      return walkReadings(segment, context);
  }
}

function walkEntries(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
  form: Extract<SignalSegment['form'], { kind: 'register' }>,
): Generator<SignalStep> {
  if (form.of !== 'counts') return walkRegister(segment, context, stretch);
  return walkQuotient(segment, context, countSignals(form, context, stretch), stretch);
}

function walkOverTime(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  return isRolling(segment.definition)
    ? walkRolling(segment, context, stretch)
    : walkPeriods(segment, context, stretch);
}

function walkRolling(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const { form, definition } = segment;
  if (form.kind === 'online_slots') return walkSlotWindow(segment, context, stretch);
  const isWholeMinutes = definition.windowSeconds % 60 === 0;
  if (form.kind === 'online_time' && isWholeMinutes) return walkOnlineWindow(segment, context, stretch);
  return walkPlainWindow(segment, context, stretch);
}

function countSignals(
  form: CountsForm,
  { facts, zone, versionsOf }: SignalContext,
  { from, to }: TimeSpan,
): CountSignals {
  const signalOf = (measure: string): Signal =>
    deriveSignal({ measure, versions: versionsOf(measure), facts, from, to: to - 1, zone, versionsOf });
  return { numerator: signalOf(form.numerator), denominator: signalOf(form.denominator) };
}
