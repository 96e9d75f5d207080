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

/** Consecutive slots of equal length. */
export interface Slots {
  readonly starts: readonly Instant[];
  readonly slotMs: number;
}

/** Sums over the slots of one device at a time: how many were due throughout, and in how many of those it was online. */
export class SlotSums {
  /** Before each slot, and at the end. */
  readonly due: Int32Array;
  readonly met: Int32Array;
  private readonly seen: Uint8Array;

  constructor(private readonly slots: Slots) {
    const { length } = slots.starts;
    this.due = new Int32Array(length + 1);
    this.met = new Int32Array(length + 1);
    this.seen = new Uint8Array(length);
  }

  /** Sums the slots of a major-hazard device; false when none of them can be due. */
  sum(facts: ParkFacts, id: string, scope: DeviceScope): boolean {
    const { starts, slotMs } = this.slots;
    const [first, last] = [starts[0], starts.at(-1)];
    const due = dueSpans(facts.register, id, 'majorHazard', scope);
    if (first === undefined || last === undefined || due.length === 0) return false;
    this.seen.fill(0);
    let slot = 0;
    facts.trackOf(id)?.eachOnline({ from: first, to: last + slotMs }, (from, to) => {
      while (slot < starts.length && (starts[slot] ?? 0) + slotMs <= from) slot += 1;
      for (let index = slot; index < starts.length && (starts[index] ?? 0) <= to; index += 1)
        this.seen[index] = 1;
    });
    this.accumulate(due);
    return true;
  }

  private accumulate(dueTimes: readonly TimeSpan[]): void {
    const { starts, slotMs } = this.slots;
    let [span, due, met] = [0, 0, 0];
    starts.forEach((start, index) => {
      while (span < dueTimes.length && isOver(dueTimes[span], start + slotMs)) span += 1;
      if (isStarted(dueTimes[span], start)) {
        due += 1;
        met += this.seen[index] ?? 0;
      }
      this.due[index + 1] = due;
      this.met[index + 1] = met;
    });
  }
}

function isOver(span: TimeSpan | undefined, end: Instant): boolean {
  return span !== undefined && span.to < end;
}

function isStarted(span: TimeSpan | undefined, start: Instant): boolean {
  return span !== undefined && span.from <= start;
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
  const sums = new SlotSums({ starts, slotMs });
  for (const id of deviceIds(facts.register, scope)) {
    const dueSlots = sums.sum(facts, id, scope) ? (sums.due[starts.length] ?? 0) : 0;
    if (dueSlots === 0) continue;
    due += 1;
    if ((sums.met[starts.length] ?? 0) >= slotsNeeded(dueSlots, definition.slotShare)) online += 1;
    else missing.push(id);
  }
  return countedResult(wholeShare(online, due), { missing: missing.sort() });
}
