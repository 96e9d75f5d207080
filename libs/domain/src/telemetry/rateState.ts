import type { TimeSpan } from '../kernel/calendar.js';
import type { Instant } from './facts.js';
import { GrowingRows } from './growingArrays.js';
import { MINUTE_MS, MinuteLedger } from './minuteLedger.js';
import { OnlineRuns, type Run } from './onlineRuns.js';
import { isWithin } from './timeSpans.js';

/**
 * What a state did to the sums: `counted`, nothing new (`unchanged`), or it cannot be judged without the device's
 * single heartbeats (`needs_history`): then `replaceRuns` brings the device up to date. Only a late state other than
 * online that falls between heartbeats, or a restatement, asks for that.
 */
export type RateOutcome = 'counted' | 'unchanged' | 'needs_history';

/**
 * The hot state of time-weighted online rates: bounded per device whatever the number of heartbeats, O(1) per
 * heartbeat in order, the sums of any window of whole minutes at any time. It holds per device the stretches in which
 * it was online, and for the park when how many were online and due, minute by minute. Equal to the plain formula in any
 * order of arrival (domain reference 1.5, online_time).
 */
export class RateState {
  private readonly slots = new Map<string, number>();
  private readonly runs = new OnlineRuns();
  private readonly online = new MinuteLedger();
  private readonly due = new MinuteLedger();
  /** The due stretch of each device, [from, to); the devices with several, or with none, are in `manyDue`. */
  private readonly oneDue = new GrowingRows([Number.NaN, Number.NaN]);
  private readonly manyDue = new Map<number, readonly TimeSpan[]>();

  /** Returns the slot of a device, a new one when it is not known. */
  slotOf(device: string): number {
    let slot = this.slots.get(device);
    if (slot === undefined) {
      slot = this.runs.open();
      this.oneDue.open();
      this.slots.set(device, slot);
    }
    return slot;
  }

  /** Says when a device is due: spans in order and apart. Sums of the past follow. */
  setDue(slot: number, spans: readonly TimeSpan[]): void {
    this.countRuns(slot, -1);
    for (const { from, to } of this.dueOf(slot)) this.due.addStretch(from, to, -1);
    const [only] = spans.length === 1 ? spans : [];
    this.oneDue.set(slot, 0, only?.from ?? Number.NaN);
    this.oneDue.set(slot, 1, only?.to ?? Number.NaN);
    if (spans.length > 1) this.manyDue.set(slot, spans);
    else this.manyDue.delete(slot);
    for (const { from, to } of spans) this.due.addStretch(from, to, 1);
    this.countRuns(slot, 1);
  }

  /** Notes an `online` state that reaches for the given milliseconds. */
  heartbeat(slot: number, at: Instant, reach: number): RateOutcome {
    const { runs } = this;
    const newest = runs.newestState(slot);
    if (at > newest) {
      const end = runs.currentEnd(slot);
      if (at <= end) {
        if (at + reach > end) this.count(slot, end, at + reach, 1);
        runs.extend(slot, at, Math.max(end, at + reach));
      } else {
        this.count(slot, at, at + reach, 1);
        runs.begin(slot, at, at + reach);
      }
      return 'counted';
    }
    return this.lateHeartbeat(slot, at, reach);
  }

  /** Notes a state other than `online`, which ends being online. */
  ended(slot: number, at: Instant): RateOutcome {
    const { runs } = this;
    if (runs.hasEnding(slot, at)) return 'unchanged';
    if (at < runs.horizon) return 'needs_history';
    const run = runs.find(slot, at);
    if (run === null) {
      runs.noteEnding(slot, at);
      return 'unchanged';
    }
    if (at <= run.last) return 'needs_history';
    this.count(slot, at, run.to, -1);
    runs.cut(slot, run, at);
    runs.noteEnding(slot, at);
    return 'counted';
  }

  /** Replaces all that is known of a device by its online stretches and the times of its other states. */
  replaceRuns(slot: number, runs: readonly Run[], endings: readonly Instant[]): void {
    this.countRuns(slot, -1);
    this.runs.replace(slot, runs, endings);
    this.countRuns(slot, 1);
  }

  /** Returns the online and due milliseconds between two whole minutes (counted from 1970). */
  between(fromMinute: number, toMinute: number): { readonly onlineMs: number; readonly dueMs: number } {
    return {
      onlineMs: this.online.gatheredBetween(fromMinute, toMinute),
      dueMs: this.due.gatheredBetween(fromMinute, toMinute),
    };
  }

  /**
   * Returns the first minute after the given one at which the sums of a window of so many minutes can differ from
   * those at the given one; null when nothing is left that could change them.
   */
  nextWindowChange(minute: number, windowMinutes: number): number | null {
    if (this.isMoving(this.online, minute, windowMinutes) || this.isMoving(this.due, minute, windowMinutes)) {
      return minute + 1;
    }
    const steps = [this.online, this.due].flatMap((ledger) => [
      ledger.nextStep(minute),
      shifted(ledger.nextStep(minute - windowMinutes), windowMinutes),
    ]);
    const first = Math.min(...steps.map((step) => step ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(first) ? first + 1 : null;
  }

  /** Counts, at an exact instant, the devices online and those due. */
  countAt(instant: Instant): { readonly online: number; readonly due: number } {
    let [online, due] = [0, 0];
    for (let slot = 0; slot < this.oneDue.count; slot += 1) {
      if (!isWithin(this.dueOf(slot), instant)) continue;
      due += 1;
      if (this.runs.find(slot, instant) !== null) online += 1;
    }
    return { online, due };
  }

  /** Forgets what lies before an instant: windows must not begin earlier, late states before it need history. */
  forgetBefore(instant: Instant): void {
    this.online.forgetBefore(instant);
    this.due.forgetBefore(instant);
    this.runs.forgetBefore(instant);
  }

  private lateHeartbeat(slot: number, at: Instant, reach: number): RateOutcome {
    const { runs } = this;
    if (at < runs.horizon || runs.hasEnding(slot, at)) return 'needs_history';
    const to = Math.min(at + reach, runs.nextEnding(slot, at));
    const covering = runs.find(slot, at);
    if (covering !== null && to <= covering.to) {
      runs.touch(slot, covering, at);
      return 'unchanged';
    }
    this.countRuns(slot, -1);
    runs.merge(slot, { from: at, to, last: at });
    this.countRuns(slot, 1);
    return 'counted';
  }

  private isMoving(ledger: MinuteLedger, minute: number, windowMinutes: number): boolean {
    return ledger.countAtMinute(minute) !== ledger.countAtMinute(minute - windowMinutes);
  }

  private countRuns(slot: number, sign: 1 | -1): void {
    for (const { from, to } of this.runs.list(slot)) this.count(slot, from, to, sign);
  }

  private count(slot: number, from: Instant, to: Instant, sign: 1 | -1): void {
    const many = this.manyDue.get(slot);
    if (many === undefined) {
      this.online.addStretch(
        Math.max(from, this.oneDue.get(slot, 0)),
        Math.min(to, this.oneDue.get(slot, 1)),
        sign,
      );
      return;
    }
    for (const due of many) this.online.addStretch(Math.max(from, due.from), Math.min(to, due.to), sign);
  }

  private dueOf(slot: number): readonly TimeSpan[] {
    const many = this.manyDue.get(slot);
    if (many !== undefined) return many;
    const from = this.oneDue.get(slot, 0);
    return Number.isNaN(from) ? [] : [{ from, to: this.oneDue.get(slot, 1) }];
  }
}

function shifted(minute: number | null, by: number): number | null {
  return minute === null ? null : minute + by;
}

/** Returns the last whole minute (counted from 1970) at or before an instant. */
export function minuteOf(instant: Instant): number {
  return Math.floor(instant / MINUTE_MS);
}
