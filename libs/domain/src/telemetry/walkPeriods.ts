import { lastClosedPeriod, nextPeriod, periodContaining } from '../kernel/calendar.js';
import type { MeasureValue } from '../kernel/measureValue.js';
import type { Instant } from './facts.js';
import { toFormedValue } from './formedValue.js';
import { closingUnit, judgedAt } from './judgedSpan.js';
import { boundOf } from './measureForms.js';
import { MINUTE_MS } from './minuteLedger.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { instantsWithin } from './sortedInstants.js';
import { formFromStreams } from './value.js';
import { onlineShare, toPlainValue } from './walkWindow.js';

/** Walks a measure judged by closed periods: its value changes at their close, and where a late transmission ends after it. */
export function* walkPeriods(
  segment: SignalSegment,
  context: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const closes = closesWithin(segment, context, stretch);
  const late = segment.form.kind === 'transmission' ? lateTransmissions(segment, context, stretch) : [];
  yield {
    at: stretch.from,
    value: valueOfPeriods(segment, context, stretch.from),
    trigger: stretch.trigger,
    decidedBy: null,
  };
  for (const at of instantsWithin([...closes, ...late], stretch.from, stretch.to - 1)) {
    yield { at, value: valueOfPeriods(segment, context, at), trigger: 'data', decidedBy: null };
  }
}

/** Lists the instants within (from, to) at which a period of the judge closes. */
export function closesWithin(
  { definition }: SignalSegment,
  { zone }: SignalContext,
  { from, to }: FreshStretch,
): readonly Instant[] {
  const unit = closingUnit(definition);
  const closes: Instant[] = [];
  if (unit === null) return closes;
  for (let period = periodContaining(unit, from, zone); period.to < to; period = nextPeriod(period, zone)) {
    closes.push(period.to);
  }
  return closes;
}

function valueOfPeriods(
  { definition, form }: SignalSegment,
  { facts, zone }: SignalContext,
  at: Instant,
): MeasureValue {
  const judged = judgedAt(definition, at, zone);
  if (form.kind === 'online_time' && judged.from % MINUTE_MS === 0 && judged.to % MINUTE_MS === 0) {
    const sums = facts.onlineSums(definition);
    return onlineShare(definition, sums, judged.from / MINUTE_MS, judged.to / MINUTE_MS);
  }
  const result = formFromStreams(definition, facts, judged, { zone });
  return toPlainValue(toFormedValue(result, boundOf(definition.measure)));
}

// A transmission that runs over the close of its period is known only once it has ended.
function lateTransmissions(
  { definition }: SignalSegment,
  { facts, zone }: SignalContext,
  { from, to }: FreshStretch,
): readonly Instant[] {
  const ends: Instant[] = [];
  const unit = closingUnit(definition);
  if (unit === null) return ends;
  for (const track of facts.transmissionTracks()) {
    track.eachTouching({ from, to }, (transmission) => {
      if (transmission.to <= from || transmission.to >= to) return;
      const closed = lastClosedPeriod(unit, transmission.to, zone);
      if (transmission.from < closed.to && transmission.to > closed.to) ends.push(transmission.to);
    });
  }
  return ends;
}
