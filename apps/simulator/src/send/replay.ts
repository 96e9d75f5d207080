import { setTimeout as sleep } from 'node:timers/promises';
import { countItems, type OutboundEvent } from '../event/cloudEvent.js';
import { type Refusal, type Sink } from './sink.js';

export interface ReplayPace {
  /** How many times faster than recorded: 1 to 10000; infinite: as fast as the receiver takes it. */
  readonly speed: number;
  /** Events per request at most. */
  readonly batch: number;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

export interface ReplayTotals {
  readonly events: number;
  readonly items: number;
  readonly accepted: number;
  readonly refused: readonly Refusal[];
}

/** Refusals that are kept for the report; the others are only counted by `accepted`. */
const MOST_REFUSALS = 100;

type EventStream = AsyncIterable<OutboundEvent> | Iterable<OutboundEvent>;

/** How long an event still has to wait at a pace, measured from the first event it was asked about. */
function waitOf({ speed, now = Date.now }: ReplayPace): (outbound: OutboundEvent) => number {
  const begun = now();
  let first: number | null = null;
  return ({ event }) => {
    const at = Date.parse(event.time);
    first ??= at;
    return Number.isFinite(speed) ? Math.max(0, begun + (at - first) / speed - now()) : 0;
  };
}

/** A pause that ends early when the run is stopped. */
function pauseUntil(signal?: AbortSignal): (ms: number) => Promise<unknown> {
  const options = signal ? { signal } : {};
  return (ms) => sleep(ms, undefined, options).catch(() => undefined);
}

/**
 * Groups events into batches at the pace of their own times: an event leaves when its time, measured from the first event and
 * divided by the speed, has come. Events that are due together leave together.
 */
export async function* paceEvents(
  events: EventStream,
  pace: ReplayPace,
): AsyncGenerator<readonly OutboundEvent[]> {
  const wait = waitOf(pace);
  const pause = pace.pause ?? pauseUntil(pace.signal);
  let held: OutboundEvent[] = [];
  for await (const outbound of events) {
    if (pace.signal?.aborted) return;
    const ms = wait(outbound);
    if (held.length > 0 && (ms > 0 || held.length >= pace.batch)) {
      yield held;
      held = [];
    }
    if (ms > 0) await pause(ms);
    held.push(outbound);
  }
  if (held.length > 0) yield held;
}

/** Sends a stream of events at a pace and says what became of it. */
export async function replay(events: EventStream, sink: Sink, pace: ReplayPace): Promise<ReplayTotals> {
  const totals = { events: 0, items: 0, accepted: 0 };
  const refused: Refusal[] = [];
  for await (const batch of paceEvents(events, pace)) {
    const report = await sink.send(batch);
    totals.events += batch.length;
    totals.items += batch.reduce((sum, { event }) => sum + countItems(event), 0);
    totals.accepted += report.accepted;
    refused.push(...report.refused.slice(0, MOST_REFUSALS - refused.length));
  }
  return { ...totals, refused };
}
