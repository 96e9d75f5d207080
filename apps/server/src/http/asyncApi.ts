import { EVENT_TYPES, OUTGOING_TYPES, type TopicNames, topicRole } from '@parkpulse/contracts';

type Json = Record<string, unknown>;

/** Writes the AsyncAPI document: which events each topic carries, in and out. */
export function asyncApiDocument(topics: TopicNames): Json {
  const types = [...Object.values(EVENT_TYPES), ...Object.values(OUTGOING_TYPES)];
  const channels = Object.fromEntries(
    Object.entries(topics).map(([role, address]) => {
      const carried = types.filter((type) => topicRole(type) === role);
      const messages = Object.fromEntries(
        carried.map((type) => [type, { $ref: `#/components/messages/${type}` }]),
      );
      return [role, { address, messages }];
    }),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'ParkPulse 园脉 events',
      version: '1.0.0',
      description: 'CloudEvents 1.0 in JSON; message key = park id.',
    },
    channels,
    operations: Object.fromEntries(Object.keys(topics).map((role) => [role, operationOf(role)])),
    components: { messages: Object.fromEntries(types.map((type) => [type, messageOf(type)])) },
  };
}

function operationOf(role: string): Json {
  const action = role === 'assessments' || role === 'alerts' ? 'send' : 'receive';
  return { action, channel: { $ref: `#/channels/${role}` } };
}

function messageOf(type: string): Json {
  return { name: type, contentType: 'application/cloudevents+json', payload: { type: 'object' } };
}
