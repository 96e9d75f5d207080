import { type Instant, ParkFacts, RateState, type StateFact } from '@parkpulse/domain';

/** What one way of keeping 100,000 devices costs. */
export interface RateCost {
  /** Heartbeats a second on one core. */
  readonly perSecond: number;
  /** Bytes of heap and buffers a device, names included. */
  readonly bytesPerDevice: number;
}

export interface RateProbe {
  /** The state behind rates alone. */
  readonly state: RateCost;
  /** All that the assessor keeps of a park's devices: tracks, stretches, the trail of instants. */
  readonly facts: RateCost;
}

const DEVICES = 100_000;
const MINUTES = 30;
const START: Instant = Date.UTC(2026, 10, 1);
const MINUTE = 60_000;
const REACH = 180_000;

/** 100,000 devices at one heartbeat a minute; run with --expose-gc, so that memory can be told from garbage. */
function probe(): RateProbe {
  return { state: measureState(), facts: measureFacts() };
}

function measureState(): RateCost {
  const before = heldBytes();
  const state = new RateState();
  const slots = new Int32Array(DEVICES);
  for (let device = 0; device < DEVICES; device += 1) {
    slots[device] = state.slotOf(`D-${device}`);
    state.setDue(slots[device] ?? 0, [{ from: START, to: START + 30 * 1440 * MINUTE }]);
  }
  const begun = performance.now();
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const at = START + minute * MINUTE;
    for (let device = 0; device < DEVICES; device += 1)
      state.heartbeat(slots[device] ?? 0, at + (device % MINUTE), REACH);
  }
  const perSecond = perSecondSince(begun);
  const { onlineMs, dueMs } = state.between(START / MINUTE, START / MINUTE + MINUTES);
  if (!(onlineMs > 0 && onlineMs <= dueMs)) throw new Error(`the sums are wrong: ${onlineMs} of ${dueMs} ms`);
  return { perSecond, bytesPerDevice: (heldBytes() - before) / DEVICES };
}

function measureFacts(): RateCost {
  const names = Array.from({ length: DEVICES }, (_, device) => `D-${device}`);
  const before = heldBytes();
  const facts = ParkFacts.of([], REACH);
  const begun = performance.now();
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const at = START + minute * MINUTE;
    // One event carries many states; they share one origin.
    const origin = {
      source: 'urn:bench',
      event: `m-${minute}`,
      sequence: 0,
      knownAt: at,
      topic: '',
      partition: 0,
      offset: minute,
    };
    for (let device = 0; device < DEVICES; device += 1) {
      const fact: StateFact = {
        kind: 'state',
        device: names[device] ?? '',
        at: at + (device % MINUTE),
        state: 'online',
        origin,
      };
      facts.add(fact);
    }
  }
  const perSecond = perSecondSince(begun);
  const held = heldBytes() - before;
  if (facts.trackOf('D-1') === undefined) throw new Error('a device is not there');
  return { perSecond, bytesPerDevice: held / DEVICES };
}

function perSecondSince(begun: number): number {
  return (DEVICES * MINUTES * 1000) / (performance.now() - begun);
}

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

process.stdout.write(`${JSON.stringify(probe())}\n`);
