import type { MeasureBound, MeasureValue } from '../kernel/measureValue.js';
import { toMeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Instant, ReadingFact } from './facts.js';
import { closingUnit, judgedAt } from './judgedSpan.js';
import { boundOf } from './measureForms.js';
import { readingFreshness } from './readingFreshness.js';
import type { ReadingSeries } from './readingSeries.js';
import { shareOfReading } from './reading.js';
import type { SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { closesWithin } from './walkPeriods.js';

/** Walks a measure as the park reads it out: it changes with each reading (or close, when judged by periods) and turns stale. */
export function* walkReadings(segment: SignalSegment, context: SignalContext): Generator<SignalStep> {
  const series = context.facts.readingsOf(segment.definition.measure, context.enterprise);
  const instants = [
    segment.from,
    ...instantsWithin(instantsOfChange(segment, context, series), segment.from, segment.to - 1),
  ];
  for (const at of instants) yield stepAt(segment, context, series, at);
}

function instantsOfChange(
  segment: SignalSegment,
  context: SignalContext,
  series: ReadingSeries,
): readonly Instant[] {
  const instants = [...closesWithin(segment, context, segment)];
  for (let index = Math.max(0, series.indexAt(segment.from)); index < series.count; index += 1) {
    const reading = series.at(index);
    if (reading === null || reading.at >= segment.to) break;
    instants.push(reading.at);
    const { freshUntil } = readingFreshness(segment.definition, series, index);
    const next = series.at(index + 1)?.at ?? Number.POSITIVE_INFINITY;
    if (freshUntil !== null && freshUntil < next) instants.push(freshUntil);
  }
  return instants;
}

function stepAt(
  segment: SignalSegment,
  { zone }: SignalContext,
  series: ReadingSeries,
  at: Instant,
): SignalStep {
  const { definition } = segment;
  const isJudgedNow = closingUnit(definition) === null;
  const moment = isJudgedNow ? at : judgedAt(definition, at, zone).moment;
  const reading = series.at(series.indexAt(moment));
  const trigger = at === segment.from ? segment.trigger : 'data';
  if (reading === null) {
    const value = unknownValue('insufficient_data');
    return { at, value, trigger, decidedBy: null, times: { asOf: null, freshUntil: null } };
  }
  const { freshUntil } = readingFreshness(definition, series, series.indexAt(at));
  const times = { asOf: reading.at, freshUntil };
  const isStale = freshUntil !== null && at >= freshUntil;
  const value: MeasureValue = isStale
    ? unknownValue('stale')
    : valueRead(reading, boundOf(definition.measure));
  const isTurning = isStale && at === freshUntil;
  return { at, value, trigger: isTurning ? 'staleness' : trigger, decidedBy: reading.origin, times };
}

/** Returns the value a stale reading last had, for display; null when there is no reading. */
export function lastReadValue(
  segment: SignalSegment,
  { facts, enterprise }: SignalContext,
  at: Instant,
): MeasureValue | null {
  const series = facts.readingsOf(segment.definition.measure, enterprise);
  const reading = series.at(series.indexAt(at));
  if (reading === null) return null;
  return valueRead(reading, boundOf(segment.definition.measure));
}

function valueRead(reading: ReadingFact, bound: MeasureBound): MeasureValue {
  const { numerator, denominator } = shareOfReading(reading);
  return toMeasureValue(bound, numerator, denominator);
}
