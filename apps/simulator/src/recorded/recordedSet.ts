import { type Instant } from '@parkpulse/domain';
import { type OutboundEvent } from '../event/cloudEvent.js';
import { packItems, type TimedItem } from '../event/packItems.js';

/** How a recorded set is turned into events. */
export interface ReplayOptions {
  /** Folder that holds the sets, such as the one with `air_quality/` in it. */
  readonly folder: string;
  readonly park: string;
  /** Whole local days by which times are moved; the hour on the wall is kept. */
  readonly shiftDays?: number;
  /** Only what lies in [from, to) after the shift; the register is always sent. */
  readonly from?: Instant;
  readonly to?: Instant;
  /** Items per event. */
  readonly batch?: number;
}

/** A definition that the reference figures of a set need (`PUT /parks/{park}/definitions/{measure}`). */
export interface NeededDefinition {
  readonly measure: string;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** A recorded set: where it comes from, whether it may ship, and how it becomes the events of a park. */
export interface RecordedSet {
  readonly name: string;
  readonly zone: string;
  readonly effectiveFrom: string;
  readonly source: string;
  readonly licence: string;
  readonly mayShip: boolean;
  /** Alternatives where the references give figures for several values. */
  readonly definitions: readonly NeededDefinition[];
  readonly events: (options: ReplayOptions) => AsyncGenerator<OutboundEvent, void, undefined>;
}

function isWithin(at: Instant, { from = -Infinity, to = Infinity }: ReplayOptions): boolean {
  return at >= from && at < to;
}

/**
 * Packs a stream of items, which come in time order, into events of one batch size. Register entries pass at once; all other
 * items wait until enough have gathered, so events stay in time order across kinds.
 */
export async function* packStream(
  items: AsyncIterable<TimedItem> | Iterable<TimedItem>,
  options: ReplayOptions,
): AsyncGenerator<OutboundEvent, void, undefined> {
  const { batch: most = 500, shiftDays = 0, from = '', to = '' } = options;
  // Other options cut other batches: their ids must differ, for one id stands for one content.
  const cut = [shiftDays, from, to, most].join('.');
  let held: TimedItem[] = [];
  let batch = 0;
  const flush = () => {
    const events = packItems(held, { park: options.park, batch: `${cut}:${batch}`, most, replay: true });
    held = [];
    batch += 1;
    return events;
  };
  for await (const item of items) {
    if (item.kind !== 'entry' && !isWithin(item.at, options)) continue;
    held.push(item);
    // Two kinds per moment is the usual case: this fills events of each to the batch size.
    if (held.length >= 2 * most) yield* flush();
  }
  yield* flush();
}
