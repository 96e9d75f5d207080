import type { EventData } from './eventSchemas.js';
import { EVENT_TYPES, type EventType, type OutgoingType } from './eventTypes.js';
import { DEFAULT_TOPICS, type TopicNames, topicRole } from './topics.js';

export const CLOUD_EVENT_MEDIA = 'application/cloudevents+json';
export const CLOUD_EVENT_BATCH_MEDIA = 'application/cloudevents-batch+json';

/** A CloudEvent of ours in structured form. */
export interface CloudEvent<Type extends EventType | OutgoingType = EventType | OutgoingType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** The park's id. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence?: number;
  readonly replay?: boolean;
  readonly data: EventData<Type>;
}

/** What a producer says of an event; the rest is the same for all. */
export interface CloudEventDraft<Type extends EventType | OutgoingType> {
  readonly type: Type;
  readonly id: string;
  readonly source: string;
  readonly park: string;
  readonly time: string;
  readonly sequence?: number;
  readonly replay?: boolean;
  readonly data: EventData<Type>;
}

/** Builds a CloudEvent. Attributes come before the data, which lets a reader take the data in one pass. */
export function cloudEvent<Type extends EventType | OutgoingType>(
  draft: CloudEventDraft<Type>,
): CloudEvent<Type> {
  const { type, id, source, park, time, sequence, replay, data } = draft;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject: park,
    time,
    datacontenttype: 'application/json',
    ...(sequence === undefined ? {} : { sequence }),
    ...(replay === undefined ? {} : { replay }),
    data,
  };
}

/** A record for Kafka: topic, key, value and headers of an event in structured mode. */
export interface EventMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes an event as a Kafka record: keyed by its park, a registry entry by `park/kind/id`. */
export function toMessage(event: CloudEvent, topics: TopicNames = DEFAULT_TOPICS): EventMessage {
  return {
    topic: topics[topicRole(event.type)],
    key: messageKey(event),
    value: JSON.stringify(event),
    headers: { 'content-type': `${CLOUD_EVENT_MEDIA}; charset=UTF-8` },
  };
}

function messageKey({ type, subject, data }: CloudEvent): string {
  if (type !== EVENT_TYPES.registryEntry) return subject;
  const { kind, id } = data as EventData<typeof EVENT_TYPES.registryEntry>;
  return `${subject}/${kind}/${id}`;
}
