import { EVENT_TYPES } from '@parkpulse/contracts';
import { type Instant } from '@parkpulse/domain';
import {
  type OutboundEvent,
  type Payload,
  type ReadingItem,
  type RegistryData,
  type StateItem,
  type SubmissionItem,
  toOutbound,
  type TransmissionItem,
} from './cloudEvent.js';

/** Something a park says at an instant, before it is put into an event with others of its kind. */
export type TimedItem = { readonly at: Instant; readonly source: string } & (
  | { readonly kind: 'state'; readonly item: StateItem }
  | { readonly kind: 'transmission'; readonly item: TransmissionItem }
  | { readonly kind: 'submission'; readonly item: SubmissionItem }
  | { readonly kind: 'reading'; readonly item: ReadingItem; readonly sequence?: number }
  | { readonly kind: 'entry'; readonly item: RegistryData }
);

export interface PackOptions {
  readonly park: string;
  /** Distinguishes the ids of this batch from those of all others: usually the start of its time span. */
  readonly batch: string;
  /** Items per event at most; the contract allows 1000. */
  readonly most: number;
  readonly replay: boolean;
}

/** Items that go into one event: one source, one kind, one sequence. */
interface Group {
  readonly source: string;
  readonly kind: TimedItem['kind'];
  readonly sequence: number;
  readonly items: TimedItem[];
}

function toPayload(kind: TimedItem['kind'], items: readonly TimedItem[]): Payload {
  const all = items.map(({ item }) => item);
  switch (kind) {
    case 'state':
      return { type: EVENT_TYPES.deviceStatus, data: { devices: all as StateItem[] } };
    case 'transmission':
      return { type: EVENT_TYPES.transmission, data: { transmissions: all as TransmissionItem[] } };
    case 'submission':
      return { type: EVENT_TYPES.submission, data: { submissions: all as SubmissionItem[] } };
    case 'reading':
      return { type: EVENT_TYPES.reading, data: { readings: all as ReadingItem[] } };
    case 'entry':
      return { type: EVENT_TYPES.registryEntry, data: all[0] as RegistryData };
  }
}

function groupItems(items: readonly TimedItem[], most: number): readonly Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const item of items) {
    const sequence = item.kind === 'reading' ? (item.sequence ?? 0) : 0;
    const key = `${item.source} ${item.kind} ${sequence}`;
    const group = open.get(key);
    const limit = item.kind === 'entry' ? 1 : most;
    if (group && group.items.length < limit) {
      group.items.push(item);
      continue;
    }
    const next: Group = { source: item.source, kind: item.kind, sequence, items: [item] };
    groups.push(next);
    open.set(key, next);
  }
  return groups;
}

/**
 * Puts items into events, by source and kind, and orders the events by their time, which is that of their newest item.
 * The same items give the same events with the same ids, so sending a batch again changes nothing.
 */
export function packItems(items: readonly TimedItem[], options: PackOptions): readonly OutboundEvent[] {
  const counts = new Map<string, number>();
  const inOrder = [...items].sort((a, b) => a.at - b.at);
  const events = groupItems(inOrder, options.most).map((group) => {
    const name = `${group.kind}:${options.batch}`;
    const place = counts.get(`${group.source} ${name}`) ?? 0;
    counts.set(`${group.source} ${name}`, place + 1);
    const at = group.items.at(-1)?.at ?? 0;
    const head = {
      id: `${name}:${place}`,
      source: group.source,
      park: options.park,
      at,
      replay: options.replay,
    };
    const outbound = toOutbound(
      group.sequence === 0 ? head : { ...head, sequence: group.sequence },
      toPayload(group.kind, group.items),
    );
    return { at, outbound };
  });
  // Register entries first where times are equal: members exist before they speak.
  const rank = (event: OutboundEvent) => (event.event.type === EVENT_TYPES.registryEntry ? 0 : 1);
  return events
    .sort((a, b) => a.at - b.at || rank(a.outbound) - rank(b.outbound))
    .map(({ outbound }) => outbound);
}
