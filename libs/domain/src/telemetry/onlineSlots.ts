import { type TimeSpan, daysIn } from '../kernel/calendar.js';
import { decimal, powerOfTen } from '../kernel/decimal.js';
import { type DeviceScope, deviceIds, dueSpans } from './dueDevices.js';
import type { Instant } from './facts.js';
import { type FormulaResult, countedResult, wholeShare } from './formedValue.js';
import type { Judged, ValueScope } from './judgedSpan.js';
import type { MeasureDefinition } from './measureDefinition.js';
import type { ParkFacts } from './parkFacts.js';

/** The complete slots that share time with a span, in order: they run from local midnight, a rest of the day is none. */
export function slotStarts(span: TimeSpan, slotSeconds: number, zone: string): readonly Instant[] {
  const slotMs = slotSeconds * 1000;
  const starts: Instant[] = [];
  for (const day of daysIn(span, zone)) {
    for (let start = day.from; start + slotMs <= day.to; start += slotMs) {
      if (start + slotMs > span.from && start < span.to) starts.push(start);
    }
  }
  return starts;
}

/** Returns how many of `due` slots are needed for a share: the smallest whole number that reaches it exactly. */
export function slotsNeeded(due: number, slotShare: string): number {
  const { coefficient, scale } = decimal(slotShare);
  const whole = powerOfTen(scale);
  return Number((coefficient * BigInt(due) + whole - 1n) / whole);
}

/** The slots of one device: whether each was due throughout, and whether an online state fell into it, as running sums. */
export interface SlotSums {
  readonly due: Int32Array;
  readonly met: Int32Array;
}

/** Sums, slot by slot, how many were due for a major-hazard device and in how many of those it was online. */
export function sumSlots(
  facts: ParkFacts,
  id: string,
  { starts, slotMs }: { readonly starts: readonly Instant[]; readonly slotMs: number },
  scope: DeviceScope,
): SlotSums | null {
  const [first, last] = [starts[0], starts.at(-1)];
  const dueTimes = dueSpans(facts.register, id, 'majorHazard', scope);
  if (first === undefined || last === undefined || dueTimes.length === 0) return null;
  const seen = new Uint8Array(starts.length);
  let slot = 0;
  facts.trackOf(id)?.eachOnline({ from: first, to: last + slotMs }, (from, to) => {
    while (slot < starts.length && (starts[slot] ?? 0) + slotMs <= from) slot += 1;
    for (let index = slot; index < starts.length && (starts[index] ?? 0) <= to; index += 1) seen[index] = 1;
  });
  const due = new Int32Array(starts.length + 1);
  const met = new Int32Array(starts.length + 1);
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    const isDue = dueTimes.some(({ from, to }) => from <= start && start + slotMs <= to);
    due[index + 1] = (due[index] ?? 0) + (isDue ? 1 : 0);
    met[index + 1] = (met[index] ?? 0) + (isDue ? (seen[index] ?? 0) : 0);
  }
  return { due, met };
}

/**
 * Forms `online_slots`: major-hazard devices with an online state in at least `slotShare` of their due slots ÷ such
 * devices due. A slot is due when the device is due throughout it, and counts when it lies in the span as a whole; a
 * device without a due slot is not counted.
 */
export function formOnlineSlots(
  definition: MeasureDefinition,
  facts: ParkFacts,
  judged: Judged,
  scope: ValueScope,
): FormulaResult {
  const slotMs = definition.slotSeconds * 1000;
  const starts = slotStarts(judged, definition.slotSeconds, scope.zone).filter(
    (start) => start >= judged.from && start + slotMs <= judged.to,
  );
  let [online, due] = [0, 0];
  const missing: string[] = [];
  for (const id of deviceIds(facts.register, scope)) {
    const sums = sumSlots(facts, id, { starts, slotMs }, scope);
    const dueSlots = sums?.due[starts.length] ?? 0;
    if (sums === null || dueSlots === 0) continue;
    due += 1;
    if ((sums.met[starts.length] ?? 0) >= slotsNeeded(dueSlots, definition.slotShare)) online += 1;
    else missing.push(id);
  }
  return countedResult(wholeShare(online, due), { missing: missing.sort() });
}
