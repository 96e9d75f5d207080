import type { Fact, Instant } from '@parkpulse/domain';
import type { Bilingual } from '../bilingual.js';
import type { EventCode } from '../codes.js';
import type { EventType } from './eventTypes.js';
import type { TopicNames } from './topics.js';

/** What the decoder must know of a measure: how it is counted, for whom, and whether its share may exceed 1 (ruling I3a). */
export interface MeasureTraits {
  readonly unit: 'ratio' | 'count' | 'days' | 'level';
  readonly scope: 'park' | 'factory';
  readonly mayExceedOne: boolean;
}

/** The measures that readings may carry, by key. */
export type MeasureCatalogue = ReadonlyMap<string, MeasureTraits>;

export type HeaderValue = string | Uint8Array | readonly (string | Uint8Array)[] | null | undefined;

/** One record of the event log or one event of a request, as it came. */
export interface EventRecord {
  /** The value; null is a Kafka tombstone. */
  readonly bytes: Uint8Array | null;
  /** Kafka headers; a `ce_id` or `ce_specversion` among them means binary mode. */
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  /** The message key, or the park that the caller's token is bound to; null when there is neither. */
  readonly key?: string | Uint8Array | null;
  /** The full topic name; null for an event that came by HTTP and has no topic yet. */
  readonly topic: string | null;
  /** Where the log holds the record and when it was accepted; absent while it is not in a log. */
  readonly position?: RecordPosition;
}

export interface RecordPosition {
  readonly partition: number;
  readonly offset: number;
  /** Knowledge time. It also dates a tombstone, which has no time of its own. */
  readonly knownAt: Instant;
}

export interface DecodeContext {
  readonly catalogue: MeasureCatalogue;
  readonly now: Instant;
  /** Topic names under the configured prefix; the default prefix when absent. */
  readonly topics?: TopicNames;
}

/** What was unusual about an accepted event; all zero or false for an ordinary one. */
export interface EventNotes {
  /** A time with second 60 was read as the next second. */
  readonly leapSecond: boolean;
  /** Members of `data` that this version does not know: accepted, not used (schema drift). */
  readonly unknownFields: number;
  /** Items dropped because a later item of the same event speaks of the same series and moment. */
  readonly superseded: number;
}

/** An accepted event: its identity and its facts. All facts share one `origin` object. */
export interface DecodedEvent {
  readonly kind: 'event';
  readonly type: EventType;
  readonly park: string;
  readonly source: string;
  readonly id: string;
  /** Observation time of the event; items with a time of their own have that in their facts. */
  readonly time: Instant;
  readonly sequence: number;
  /** Old data sent on purpose. */
  readonly replay: boolean;
  readonly facts: readonly Fact[];
  readonly notes: EventNotes;
}

/** A refused event. The event is the unit: one bad item refuses all of it, and `pointer` names the item. */
export interface RejectedEvent {
  readonly kind: 'rejected';
  readonly code: EventCode;
  /** JSON pointer into the structured event (`/data/readings/3/value`); null when the fault has no single place. */
  readonly pointer: string | null;
  readonly detail: Bilingual;
  /** What could be read of the identity before the fault, for the dead letter. */
  readonly park: string | null;
  readonly source: string | null;
  readonly id: string | null;
}

export type Decoded = DecodedEvent | RejectedEvent;
