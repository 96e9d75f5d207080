import type { Instant, Origin } from '@parkpulse/domain';
import type { JsonValue } from '../json/jsonReader.js';
import { type Attributes, isJsonType, isSequence, keyText } from './attributes.js';
import type { DecodeContext, EventRecord } from './decodedEvent.js';
import { type EventType, isEventType } from './eventTypes.js';
import { FieldReader, MAX_ID_LENGTH, type ReadingState, isValidId } from './fieldReader.js';
import { idFault, parkFault, rangeFault, typeFault, unsupportedFault } from './faults.js';
import { DEFAULT_TOPICS, topicRole } from './topics.js';

/** Everything of an event but its data. */
export interface Envelope {
  readonly type: EventType;
  readonly park: string;
  readonly source: string;
  readonly id: string;
  readonly time: Instant;
  readonly sequence: number;
  readonly replay: boolean;
  readonly data: JsonValue;
}

/** What of the identity could be read, faults or not: a dead letter names it. */
export interface Identity {
  readonly park: string | null;
  readonly source: string | null;
  readonly id: string | null;
}

const PARK_ID = /^[a-z0-9-]{1,64}$/;
const FIRST_TYPE: EventType = 'parkpulse.measure.reading.v1';

/** Tells whether a text can be a park's id. */
export function isParkId(text: string): boolean {
  return PARK_ID.test(text);
}

/** Reads what identifies an event, without judging it. */
export function identityOf(attributes: Attributes, record: EventRecord): Identity {
  const park = asId(attributes['subject']) ?? keyText(record.key)?.split('/')[0] ?? null;
  return {
    park: park !== null && isParkId(park) ? park : null,
    source: asId(attributes['source']),
    id: asId(attributes['id']),
  };
}

function asId(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && isValidId(value) ? value : null;
}

/** Reads the attributes of an event and reports what is wrong with them to the state's log. */
export function readEnvelope(
  attributes: Attributes,
  record: EventRecord,
  context: DecodeContext,
  state: ReadingState,
): Envelope {
  const fields = new FieldReader(attributes, '', state);
  if (fields.peek('specversion') !== '1.0') {
    fields.report(
      unsupportedFault('/specversion', '仅支持 CloudEvents 1.0', 'Only CloudEvents 1.0 is supported'),
    );
  }
  const type = readType(fields, record, context);
  const id = readId(fields, 'id');
  const source = readId(fields, 'source');
  const park = readPark(fields, record);
  const time = fields.time('time');
  const sequence = readSequence(fields);
  const replay = fields.optionalBoolean('replay');
  return { type, park, source, id, time, sequence, replay, data: readData(fields) };
}

function readType(fields: FieldReader, record: EventRecord, context: DecodeContext): EventType {
  const type = fields.peek('type');
  if (typeof type !== 'string' || !isEventType(type)) {
    const shown = typeof type === 'string' ? type.slice(0, 100) : '';
    fields.report(
      unsupportedFault('/type', `不支持的事件类型 ${shown}`, `The event type ${shown} is not supported`),
    );
    return FIRST_TYPE;
  }
  const expected = (context.topics ?? DEFAULT_TOPICS)[topicRole(type)];
  if (record.topic !== null && record.topic !== expected) {
    fields.report(
      unsupportedFault(
        '/type',
        `${type} 应发送到主题 ${expected}，而不是 ${record.topic}`,
        `${type} belongs on topic ${expected}, not ${record.topic}`,
      ),
    );
  }
  return type;
}

function readId(fields: FieldReader, name: string): string {
  const value = fields.peek(name);
  if (typeof value === 'string' && isValidId(value)) return value;
  fields.report(idFault(`/${name}`, MAX_ID_LENGTH));
  return '';
}

function readPark(fields: FieldReader, record: EventRecord): string {
  const subject = fields.peek('subject');
  if (typeof subject !== 'string' || !isParkId(subject)) {
    fields.report(idFault('/subject', 64));
    return '';
  }
  const keyPark = keyText(record.key)?.split('/')[0];
  if (keyPark !== undefined && keyPark !== subject) fields.report(parkFault(subject, keyPark.slice(0, 64)));
  return subject;
}

function readSequence(fields: FieldReader): number {
  const sequence = fields.peek('sequence');
  if (sequence === null) return 0;
  if (isSequence(sequence)) return sequence;
  if (typeof sequence === 'number') fields.report(rangeFault('/sequence', 'sequence', '0..9007199254740991'));
  else fields.report(typeFault('/sequence', '整数', 'an integer'));
  return 0;
}

function readData(fields: FieldReader): JsonValue {
  if (fields.has('data_base64') || !isJsonType(fields.peek('datacontenttype'))) {
    fields.report(unsupportedFault('/data', 'data 必须是 JSON', 'The data must be JSON'));
  }
  return fields.peek('data');
}

/** Builds the one origin that all facts of an event share. */
export function toOrigin(envelope: Envelope, record: EventRecord, context: DecodeContext): Origin {
  const topic = record.topic ?? (context.topics ?? DEFAULT_TOPICS)[topicRole(envelope.type)];
  return {
    source: envelope.source,
    event: envelope.id,
    sequence: envelope.sequence,
    knownAt: record.position?.knownAt ?? context.now,
    topic,
    partition: record.position?.partition ?? 0,
    offset: record.position?.offset ?? -1,
  };
}
