import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeSpan } from '../kernel/calendar.js';
import { constantReach } from './deviceTrack.js';
import type { StateFact } from './facts.js';
import { MINUTE_MS } from './minuteLedger.js';
import { DeviceTrack } from './deviceTrack.js';
import { RateState } from './rateState.js';
import { FactBuilder } from './testing/factBuilder.js';
import { clipSpans, sharedLength, spansLength } from './timeSpans.js';

const START = Date.parse('2026-11-23T22:00:00Z');
const REACH = 180_000;
const minuteOfStart = START / MINUTE_MS;

/** Heartbeats and other states of two devices over some hours, in milliseconds after START. */
const deliveries = fc.array(
  fc.record({
    device: fc.constantFrom('a', 'b'),
    at: fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((minute) => minute * MINUTE_MS),
      fc.integer({ min: 0, max: 4_000_000 }),
    ),
    state: fc.constantFrom(
      'online' as const,
      'online' as const,
      'online' as const,
      'offline' as const,
      'fault' as const,
    ),
  }),
  { maxLength: 60 },
);

const dues: fc.Arbitrary<readonly TimeSpan[]> = fc
  .uniqueArray(fc.integer({ min: -10, max: 70 }), { minLength: 2, maxLength: 6 })
  .map((minutes) => {
    const sorted = [...minutes].sort((a, b) => a - b);
    return sorted.flatMap((from, index) => {
      const to = sorted[index + 1];
      return index % 2 === 1 || to === undefined
        ? []
        : [{ from: START + from * MINUTE_MS, to: START + to * MINUTE_MS - 1 }];
    });
  });

class Rig {
  readonly state = new RateState();
  readonly tracks = new Map<string, DeviceTrack>();
  historyAsked = 0;

  constructor(readonly due: Readonly<Record<string, readonly TimeSpan[]>>) {
    for (const [device, spans] of Object.entries(due)) this.state.setDue(this.state.slotOf(device), spans);
  }

  deliver(fact: StateFact): void {
    const track = this.trackOf(fact.device);
    const placed = track.add(fact);
    if (placed === 'unchanged') return;
    const slot = this.state.slotOf(fact.device);
    const outcome =
      placed === 'replaced'
        ? 'needs_history'
        : fact.state === 'online'
          ? this.state.heartbeat(slot, fact.at, REACH)
          : this.state.ended(slot, fact.at);
    if (outcome === 'needs_history') this.restore(fact.device);
  }

  expected(fromMinute: number, toMinute: number): { onlineMs: number; dueMs: number } {
    const span = { from: fromMinute * MINUTE_MS, to: toMinute * MINUTE_MS };
    let [onlineMs, dueMs] = [0, 0];
    for (const [device, spans] of Object.entries(this.due)) {
      const due = clipSpans(spans, span);
      dueMs += spansLength(due);
      this.trackOf(device).eachRun(
        span,
        constantReach(REACH),
        (from, to) => (onlineMs += sharedLength(due, from, to)),
      );
    }
    return { onlineMs, dueMs };
  }

  private restore(device: string): void {
    this.historyAsked += 1;
    const runs: { from: number; to: number; last: number }[] = [];
    const endings: number[] = [];
    const track = this.trackOf(device);
    const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    track.eachRun(always, constantReach(REACH), (from, to, last) => runs.push({ from, to, last }));
    track.eachOther((at) => endings.push(at));
    this.state.replaceRuns(this.state.slotOf(device), runs, endings);
  }

  private trackOf(device: string): DeviceTrack {
    let track = this.tracks.get(device);
    if (track === undefined) this.tracks.set(device, (track = new DeviceTrack()));
    return track;
  }
}

describe('the hot state of online rates', () => {
  it('equals the plain formula for every window, whatever the order, doubling and delay of delivery', () => {
    const windows = fc.array(fc.tuple(fc.integer({ min: -5, max: 80 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(deliveries, dues, dues, windows, (events, dueA, dueB, asked) => {
        const build = new FactBuilder();
        const rig = new Rig({ a: dueA, b: dueB });
        for (const { device, at, state } of events) {
          const fact = build.state(device, START + at, state);
          rig.deliver(fact);
          if (at % 3 === 0) rig.deliver(fact);
        }
        for (const [from, length] of asked) {
          const [first, last] = [minuteOfStart + from, minuteOfStart + from + length];
          expect(rig.state.between(first, last)).toEqual(rig.expected(first, last));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('names the first minute at which a window changes', () => {
    fc.assert(
      fc.property(
        deliveries,
        dues,
        fc.integer({ min: -5, max: 80 }),
        fc.integer({ min: 1, max: 30 }),
        (events, due, from, window) => {
          const build = new FactBuilder();
          const rig = new Rig({ a: due, b: due });
          for (const { device, at, state } of events) rig.deliver(build.state(device, START + at, state));
          const minute = minuteOfStart + from;
          const sums = (at: number): string => JSON.stringify(rig.expected(at - window, at));
          const next = rig.state.nextWindowChange(minute, window);
          const until = next ?? minute + 200;
          for (let at = minute; at < until; at += 1) expect(sums(at)).toBe(sums(minute));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('follows another register: the sums of the past are those of the new due times', () => {
    fc.assert(
      fc.property(deliveries, dues, dues, (events, before, after) => {
        const build = new FactBuilder();
        const [changed, fresh] = [new Rig({ a: before, b: [] }), new Rig({ a: after, b: [] })];
        for (const { device, at, state } of events) {
          const fact = build.state(device, START + at, state);
          changed.deliver(fact);
          fresh.deliver(fact);
        }
        changed.state.setDue(changed.state.slotOf('a'), after);
        const [first, last] = [minuteOfStart - 10, minuteOfStart + 90];
        expect(changed.state.between(first, last)).toEqual(fresh.state.between(first, last));
      }),
      { numRuns: 200 },
    );
  });

  it('needs no history for heartbeats, in order or late, nor for states in order', () => {
    const rig = new Rig({ a: [{ from: START, to: Number.POSITIVE_INFINITY }] });
    const build = new FactBuilder();
    for (const minute of [0, 1, 2, 9, 4, 3, 30]) rig.deliver(build.state('a', START + minute * MINUTE_MS));
    rig.deliver(build.state('a', START + 31 * MINUTE_MS, 'offline'));
    expect(rig.historyAsked).toBe(0);
    rig.deliver(build.state('a', START + 2.5 * MINUTE_MS, 'fault'));
    expect(rig.historyAsked).toBe(1);
  });

  it('counts the devices online and due at an exact instant', () => {
    const rig = new Rig({
      a: [{ from: START, to: START + 600_000 }],
      b: [{ from: START, to: Number.POSITIVE_INFINITY }],
    });
    const build = new FactBuilder();
    rig.deliver(build.state('a', START + 1));
    expect(rig.state.countAt(START)).toEqual({ online: 0, due: 2 });
    expect(rig.state.countAt(START + 1)).toEqual({ online: 1, due: 2 });
    expect(rig.state.countAt(START + REACH)).toEqual({ online: 1, due: 2 });
    expect(rig.state.countAt(START + REACH + 1)).toEqual({ online: 0, due: 2 });
    expect(rig.state.countAt(START + 600_000)).toEqual({ online: 0, due: 1 });
  });

  it('keeps the sums of what it has not forgotten, and asks for history before it', () => {
    const rig = new Rig({ a: [{ from: START, to: Number.POSITIVE_INFINITY }] });
    const build = new FactBuilder();
    const days = 3;
    for (let minute = 0; minute < days * 1440; minute += 2)
      rig.deliver(build.state('a', START + minute * MINUTE_MS));
    const horizon = START + 2 * 86_400_000;
    const window = [minuteOfStart + 2 * 1440 + 200, minuteOfStart + days * 1440] as const;
    const before = rig.state.between(...window);
    rig.state.forgetBefore(horizon);
    expect(rig.state.between(...window)).toEqual(before);
    expect(rig.state.heartbeat(rig.state.slotOf('a'), START + 1, REACH)).toBe('needs_history');
    expect(rig.state.ended(rig.state.slotOf('a'), START + 1)).toBe('needs_history');
  });
});
