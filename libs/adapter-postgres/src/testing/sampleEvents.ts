import type { IngestCommit, StorableEvent, StreamId } from '@parkpulse/application';
import type { Fact, Instant, Origin, ReadingFact, StateFact } from '@parkpulse/domain';

// Facts and events for the tests of this package.

export const NOON: Instant = Date.UTC(2026, 10, 24, 12);
export const MINUTE = 60_000;

export const STREAM: StreamId = { cluster: 'test', topicId: 'topic-1', topic: 'park.measures', partition: 0 };

/** Origins are written by the store; events carry facts with a placeholder. */
const NOWHERE: Origin = {
  source: '',
  event: '',
  sequence: 0,
  knownAt: 0,
  topic: '',
  partition: 0,
  offset: 0,
};

export function reading(
  measure: string,
  at: Instant,
  numerator: string,
  change: Partial<ReadingFact> = {},
): ReadingFact {
  const fixed = {
    kind: 'reading',
    enterprise: null,
    denominator: '1000',
    opaque: false,
    missing: [],
    origin: NOWHERE,
  } as const;
  return { ...fixed, measure, at, numerator, ...change };
}

export function state(device: string, at: Instant, is: StateFact['state']): StateFact {
  return { kind: 'state', device, at, state: is, origin: NOWHERE };
}

export function event(
  offset: number,
  facts: readonly Fact[],
  change: Partial<StorableEvent> = {},
): StorableEvent {
  const text = `event at ${offset}`;
  return {
    park: 'p1',
    source: 'urn:test',
    id: `e-${offset}`,
    time: NOON,
    offset,
    receivedAt: NOON + offset,
    sequence: 0,
    payload: Buffer.from(text),
    facts,
    ...change,
  };
}

/** A commit of events that lie at the given offsets, from the first to behind the last. */
export function commitOf(events: readonly StorableEvent[], change: Partial<IngestCommit> = {}): IngestCommit {
  const expectedOffset = events[0]?.offset ?? 0;
  const nextOffset = (events.at(-1)?.offset ?? expectedOffset - 1) + 1;
  return { stream: STREAM, epoch: 1, expectedOffset, nextOffset, events, deadLetters: [], ...change };
}

export const PARK = { id: 'p1', name: '一号园区', timeZone: 'Asia/Shanghai', createdAt: NOON };
