import { toMeasureValue } from '../kernel/measureValue.js';
import { wholeShare } from './formedValue.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { boundOf } from './measureForms.js';
import { MINUTE_MS } from './minuteLedger.js';
import { SlotSums, slotStarts, slotsNeeded } from './onlineSlots.js';
import type { ParkFacts } from './parkFacts.js';
import { minuteOf } from './rateState.js';
import type { FreshStretch, SignalContext, SignalSegment, SignalStep } from './signalStep.js';
import { firstAfter } from './sortedInstants.js';

/** So many judged minutes are computed at once, to bound memory over long stretches. */
const BATCH = 2048;

/** Walks a rolling window of slots: it is judged at whole minutes and changes only where a slot enters or leaves it. */
export function* walkSlotWindow(
  { definition }: SignalSegment,
  { facts, zone }: SignalContext,
  stretch: FreshStretch,
): Generator<SignalStep> {
  const windowMs = definition.windowSeconds * 1000;
  const starts = slotStarts(
    { from: stretch.from - windowMs - MINUTE_MS, to: stretch.to },
    definition.slotSeconds,
    zone,
  );
  const first = minuteOf(stretch.from);
  const minutes = [first, ...minutesOfChange(definition, starts, first, stretch.to)];
  for (let batch = 0; batch < minutes.length; batch += BATCH) {
    const own = minutes.slice(batch, batch + BATCH);
    const verdicts = judgeMinutes(definition, facts, starts, own);
    for (let index = 0; index < own.length; index += 1) {
      const minute = own[index] ?? 0;
      const { numerator, denominator } = wholeShare(verdicts.online[index] ?? 0, verdicts.due[index] ?? 0);
      const isFirst = minute === first;
      yield {
        at: isFirst ? stretch.from : minute * MINUTE_MS,
        value: toMeasureValue(boundOf(definition.measure), numerator, denominator),
        trigger: isFirst ? stretch.trigger : 'data',
        decidedBy: null,
      };
    }
  }
}

/** Lists the whole minutes after `first` at which a slot has just been completed, or has just left the window. */
function minutesOfChange(
  { slotSeconds, windowSeconds }: MeasureDefinition,
  starts: readonly number[],
  first: number,
  end: number,
): readonly number[] {
  const minutes = new Set<number>();
  for (const start of starts) {
    minutes.add(Math.ceil((start + slotSeconds * 1000) / MINUTE_MS));
    minutes.add(minuteOf(start + windowSeconds * 1000) + 1);
  }
  return [...minutes].filter((minute) => minute > first && minute * MINUTE_MS < end).sort((a, b) => a - b);
}

interface Verdicts {
  readonly online: Int32Array;
  readonly due: Int32Array;
}

function judgeMinutes(
  definition: MeasureDefinition,
  facts: ParkFacts,
  allStarts: readonly number[],
  minutes: readonly number[],
): Verdicts {
  const slotMs = definition.slotSeconds * 1000;
  const windowMs = definition.windowSeconds * 1000;
  const [earliest, latest] = [(minutes[0] ?? 0) * MINUTE_MS - windowMs, (minutes.at(-1) ?? 0) * MINUTE_MS];
  const starts = allStarts.filter((start) => start >= earliest && start + slotMs <= latest);
  const ranges = minutes.map((minute) => {
    const at = minute * MINUTE_MS;
    const from = firstAfter(starts, starts.length, at - windowMs - 1);
    return { from, to: Math.max(from, firstAfter(starts, starts.length, at - slotMs)) };
  });
  const verdicts: Verdicts = { online: new Int32Array(minutes.length), due: new Int32Array(minutes.length) };
  const needed = new NeededSlots(definition.slotShare);
  const sums = new SlotSums({ starts, slotMs });
  for (const id of facts.register.idsOf('device')) {
    if (!sums.sum(facts, id, {})) continue;
    ranges.forEach(({ from, to }, index) => {
      const due = (sums.due[to] ?? 0) - (sums.due[from] ?? 0);
      if (due === 0) return;
      const met = (sums.met[to] ?? 0) - (sums.met[from] ?? 0);
      verdicts.due[index] = (verdicts.due[index] ?? 0) + 1;
      if (met >= needed.of(due)) verdicts.online[index] = (verdicts.online[index] ?? 0) + 1;
    });
  }
  return verdicts;
}

class NeededSlots {
  private readonly known: number[] = [];

  constructor(private readonly share: string) {}

  of(due: number): number {
    return (this.known[due] ??= slotsNeeded(due, this.share));
  }
}
