import { type MeasureValue, toMeasureValue } from '../kernel/measureValue.js';
import { timeShare, toFormedValue } from './formedValue.js';
import type { FormedValue } from './formedValue.js';
import { judgedAt, wholeMinute } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { boundOf } from './measureForms.js';
import { MINUTE_MS } from './minuteLedger.js';
import type { ParkFacts } from './parkFacts.js';
import { type RateState, minuteOf } from './rateState.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { formFromStreams } from './value.js';

/** Strips a formed value down to what a clause may use. */
export function toPlainValue(value: FormedValue): MeasureValue {
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason };
  return { kind: 'known', numerator: value.numerator, denominator: value.denominator };
}

/** Walks a rolling window of online time: judged at whole minutes, from running sums, jumping over minutes that change nothing. */
export function* walkOnlineWindow(
  { definition }: SignalSegment,
  { facts }: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const sums = facts.onlineSums(definition);
  const windowMinutes = definition.windowSeconds / 60;
  let minute: number | null = minuteOf(stretch.from);
  let at = stretch.from;
  let trigger = stretch.trigger;
  while (minute !== null && at < stretch.to) {
    yield {
      at,
      value: onlineShare(definition, sums, minute - windowMinutes, minute),
      trigger,
      decidedBy: null,
    };
    const next: number | null = sums.nextWindowChange(minute, windowMinutes);
    if (next === null) return;
    trigger = hasRegisterChange(facts, minute * MINUTE_MS, next * MINUTE_MS) ? 'registry' : 'data';
    minute = next;
    at = next * MINUTE_MS;
  }
}

/** Returns online ÷ due time between two whole minutes. */
export function onlineShare(
  { measure }: MeasureDefinition,
  sums: RateState,
  fromMinute: number,
  toMinute: number,
): MeasureValue {
  const { onlineMs, dueMs } = sums.between(fromMinute, toMinute);
  const { numerator, denominator } = timeShare(onlineMs, dueMs);
  return toMeasureValue(boundOf(measure), numerator, denominator);
}

/** Walks any rolling window by its plain formula, every whole minute. */
export function* walkPlainWindow(
  { definition }: SignalSegment,
  { facts, zone }: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  let trigger = stretch.trigger;
  for (let at = stretch.from; at < stretch.to; at = wholeMinute(at) + MINUTE_MS) {
    const judged = judgedAt(definition, wholeMinute(at), zone);
    const result = formFromStreams(definition, facts, judged, { zone });
    const value = toPlainValue(toFormedValue(result, boundOf(definition.measure)));
    yield { at, value, trigger, decidedBy: null };
    trigger = hasRegisterChange(facts, at, at + MINUTE_MS) ? 'registry' : 'data';
  }
}

function hasRegisterChange(facts: ParkFacts, from: number, to: number): boolean {
  const next = facts.register.nextChange('device', from);
  return next !== null && next <= to;
}
