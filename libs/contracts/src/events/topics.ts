import { EVENT_TYPES, OUTGOING_TYPES, type EventType, type OutgoingType } from './eventTypes.js';

export const DEFAULT_TOPIC_PREFIX = 'park.';

export const INCOMING_TOPICS = ['measures', 'devices', 'submissions', 'registry'] as const;
export const OUTGOING_TOPICS = ['assessments', 'alerts'] as const;

export type TopicRole = (typeof INCOMING_TOPICS)[number] | (typeof OUTGOING_TOPICS)[number];

/** The full topic name of each role, e.g. `park.measures`. */
export type TopicNames = Readonly<Record<TopicRole, string>>;

const ROLE_BY_TYPE: Readonly<Record<EventType | OutgoingType, TopicRole>> = {
  [EVENT_TYPES.reading]: 'measures',
  [EVENT_TYPES.deviceStatus]: 'devices',
  [EVENT_TYPES.transmission]: 'devices',
  [EVENT_TYPES.submission]: 'submissions',
  [EVENT_TYPES.registryEntry]: 'registry',
  [OUTGOING_TYPES.assessmentChanged]: 'assessments',
  [OUTGOING_TYPES.alertChanged]: 'alerts',
};

/** Names the topics under a prefix (`KAFKA_TOPIC_PREFIX`). */
export function topicNames(prefix: string = DEFAULT_TOPIC_PREFIX): TopicNames {
  return {
    measures: `${prefix}measures`,
    devices: `${prefix}devices`,
    submissions: `${prefix}submissions`,
    registry: `${prefix}registry`,
    assessments: `${prefix}assessments`,
    alerts: `${prefix}alerts`,
  };
}

export const DEFAULT_TOPICS: TopicNames = topicNames();

/** Tells which topic an event of a type belongs to. */
export function topicRole(type: EventType | OutgoingType): TopicRole {
  return ROLE_BY_TYPE[type];
}
