import {
  CLOUD_EVENT_MEDIA,
  EVENT_SCHEMAS,
  type EventType,
  INCOMING_TOPICS,
  type OutgoingType,
  type TopicNames,
  type TopicRole,
  topicRole,
} from '@parkpulse/contracts';
import { type Json, toSchema } from './jsonSchemas.js';

const TYPES = Object.keys(EVENT_SCHEMAS) as readonly (EventType | OutgoingType)[];
const INCOMING: ReadonlySet<string> = new Set(INCOMING_TOPICS);

/** Writes the AsyncAPI document: which events each topic carries, in and out, from the schemas of the events. */
export function asyncApiDocument(topics: TopicNames): Json {
  const schemas: Json = {};
  const roles = Object.keys(topics) as readonly TopicRole[];
  const messages = Object.fromEntries(TYPES.map((type) => [type, messageOf(type, schemas)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'ParkPulse 园脉 events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in JSON, structured or binary, of at most 256 KB. The message key is the park id, for the register park/kind/id.',
    },
    defaultContentType: CLOUD_EVENT_MEDIA,
    channels: Object.fromEntries(roles.map((role) => [role, channelOf(role, topics[role])])),
    operations: Object.fromEntries(roles.map((role) => [role, operationOf(role)])),
    components: { messages, schemas },
  };
}

function channelOf(role: TopicRole, address: string): Json {
  const carried = TYPES.filter((type) => topicRole(type) === role);
  return {
    address,
    messages: Object.fromEntries(carried.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
  };
}

function operationOf(role: TopicRole): Json {
  return { action: INCOMING.has(role) ? 'receive' : 'send', channel: { $ref: `#/channels/${role}` } };
}

function messageOf(type: EventType | OutgoingType, schemas: Json): Json {
  return {
    name: type,
    contentType: CLOUD_EVENT_MEDIA,
    payload: toSchema(EVENT_SCHEMAS[type], 'input', schemas),
  };
}
