import {
  type Bilingual,
  CLOUD_EVENT_MEDIA,
  type DecodedEvent,
  EVENT_CODES,
  type EventCode,
  type MeasureCatalogue,
  type RejectedEvent,
  type TopicNames,
  decodeEvent,
  topicRole,
} from '@parkpulse/contracts';
import { type Actor, boundPark } from '../identity/actor.js';
import type { Clock, EventLog, NewRecord, ReadModel } from '../ports.js';
import type { Refused } from '../queries/refusal.js';
import { refused } from '../refusal.js';
import type { Rejections } from './rejections.js';
import { splitBatch } from './splitBatch.js';

export const BATCH_LIMIT = 1000;
export const REQUEST_ID_HEADER = 'x-request-id';

export interface EventPorts {
  readonly log: EventLog;
  readonly read: Pick<ReadModel, 'park'>;
  readonly rejections: Rejections;
  readonly clock: Clock;
}

/** What the decoder needs besides the bytes. */
export interface EventDialect {
  readonly catalogue: MeasureCatalogue;
  readonly topics: TopicNames;
}

export interface EventsRequest {
  readonly mode: 'single' | 'batch';
  readonly bytes: Uint8Array;
  readonly requestId: string;
}

export interface RejectedItem {
  readonly index: number;
  readonly code: EventCode;
  readonly detail: Bilingual;
}

export interface EventsAnswer {
  readonly kind: 'events';
  readonly accepted: number;
  readonly rejected: readonly RejectedItem[];
}

interface Item {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly decoded: DecodedEvent | RejectedEvent;
}

/**
 * Takes events from a request: each is decoded to tell the sender at once what is wrong with it, the good ones are
 * appended to the log as they were written, and the refused ones become dead letters. Returns once all that is durable.
 */
export async function acceptEvents(
  ports: EventPorts,
  dialect: EventDialect,
  actor: Actor,
  request: EventsRequest,
): Promise<EventsAnswer | Refused> {
  const split = splitRequest(request);
  if ('kind' in split) return split;
  const now = ports.clock.now();
  const key = boundPark(actor);
  const decode = (bytes: Uint8Array) => decodeEvent({ bytes, key, topic: null }, { ...dialect, now });
  const items = split.map((bytes, index) => ({ index, bytes, decoded: decode(bytes) }));
  const broken = items.find(({ decoded }) => decoded.kind === 'rejected' && isNotJson(decoded.code));
  if (broken?.decoded.kind === 'rejected') return refused(broken.decoded.code, broken.decoded.detail);
  const judged = await refuseUnknownParks(ports.read, items);
  await appendAccepted(ports.log, dialect.topics, judged, request.requestId);
  const rejected = judged.flatMap((item) =>
    item.decoded.kind === 'rejected' ? [{ ...item, decoded: item.decoded }] : [],
  );
  await ports.rejections.add(
    rejected.map(({ bytes, decoded }) => ({
      rejected: decoded,
      bytes,
      request: request.requestId,
      receivedAt: now,
    })),
  );
  return {
    kind: 'events',
    accepted: judged.length - rejected.length,
    rejected: rejected.map(({ index, decoded }) => ({ index, code: decoded.code, detail: decoded.detail })),
  };
}

function splitRequest({ mode, bytes }: EventsRequest): readonly Uint8Array[] | Refused {
  if (mode === 'single') return [bytes];
  const split = splitBatch(bytes);
  switch (split.kind) {
    case 'events':
      return split.events.length <= BATCH_LIMIT
        ? split.events
        : refused('TOO_MANY', tooMany(split.events.length));
    case 'notArray':
      return refused('BAD_REQUEST', {
        zh: '批量事件必须是 JSON 数组',
        en: 'A batch of events must be a JSON array',
      });
    case 'malformed':
      return refused('BAD_JSON', {
        zh: `JSON 在第 ${split.position} 字节处有语法错误或意外结束`,
        en: `The JSON has a syntax error or ends unexpectedly at byte ${split.position}`,
      });
  }
}

function tooMany(count: number): Bilingual {
  return {
    zh: `批量有 ${count} 个事件,上限为 ${BATCH_LIMIT} 个`,
    en: `The batch has ${count} events; at most ${BATCH_LIMIT} are allowed`,
  };
}

function isNotJson(code: EventCode): boolean {
  return code === 'BAD_JSON' || code === 'BAD_ENCODING' || code === 'EMPTY_VALUE';
}

async function refuseUnknownParks(
  read: Pick<ReadModel, 'park'>,
  items: readonly Item[],
): Promise<readonly Item[]> {
  const named = new Set(items.flatMap(({ decoded }) => (decoded.kind === 'event' ? [decoded.park] : [])));
  const known = new Set<string>();
  for (const park of named) if ((await read.park(park)) !== null) known.add(park);
  return items.map((item) => {
    const { decoded } = item;
    return decoded.kind === 'rejected' || known.has(decoded.park)
      ? item
      : { ...item, decoded: toUnknownPark(decoded) };
  });
}

/** Refuses a good event whose subject is no park here. */
export function toUnknownPark({ park, source, id }: DecodedEvent): RejectedEvent {
  const { zh, en } = EVENT_CODES.UNKNOWN_PARK;
  return {
    kind: 'rejected',
    code: 'UNKNOWN_PARK',
    pointer: '/subject',
    detail: { zh: `${zh}:${park}`, en: `${en}: ${park}` },
    park,
    source,
    id,
  };
}

async function appendAccepted(
  log: EventLog,
  topics: TopicNames,
  items: readonly Item[],
  requestId: string,
): Promise<void> {
  const byTopic = new Map<string, NewRecord[]>();
  for (const { decoded, bytes } of items) {
    if (decoded.kind === 'rejected') continue;
    const topic = topics[topicRole(decoded.type)];
    const records = byTopic.get(topic) ?? [];
    records.push(toRecord(decoded, bytes, requestId));
    byTopic.set(topic, records);
  }
  await Promise.all([...byTopic].map(([topic, records]) => log.append(topic, records)));
}

/** The log record of an event: keyed by its park, an entry of the register by its id so that compaction keeps each. */
export function toRecord(event: DecodedEvent, value: Uint8Array, requestId: string): NewRecord {
  const [fact] = event.facts;
  return {
    key: fact?.kind === 'registry' ? `${event.park}/${fact.entity}/${fact.id}` : event.park,
    value,
    headers: {
      'content-type': `${CLOUD_EVENT_MEDIA}; charset=UTF-8`,
      [REQUEST_ID_HEADER]: requestId,
    },
  };
}
