import type { Fact } from '@parkpulse/domain';
import { type JsonRefusal, EMPTY_VALUE, EVENT_LIMITS, NOT_OBJECT, readJson } from '../json/readJson.js';
import { type Attributes, type HeaderReading, keyText, readHeaders } from './attributes.js';
import type { DecodeContext, Decoded, EventRecord, MeasureCatalogue, RejectedEvent } from './decodedEvent.js';
import { readState, readTransmission } from './devices.js';
import { type Envelope, type Identity, identityOf, readEnvelope, toOrigin } from './envelope.js';
import { EVENT_TYPES, type EventType } from './eventTypes.js';
import type { ColumnEvent, FactColumns } from './fast/factColumns.js';
import { FastDecoder } from './fast/fastDecoder.js';
import { type Fault, FaultLog, missingFault, typeFault } from './faults.js';
import { type ReadingState, FieldReader, boundsAt, isObject } from './fieldReader.js';
import { type ItemContext, readReading } from './readings.js';
import { readRegistryEntry } from './registry.js';
import { readSubmission } from './submissions.js';
import { keepLatest } from './supersede.js';
import { decodeTombstone } from './tombstone.js';

/**
 * Reads one event of the log or of a request: CloudEvents 1.0, structured or binary. The event is the unit: one
 * bad item refuses the whole event and the pointer names the item. Never throws; every input becomes either an
 * event or a rejection with a stable code. Whether the park and the source exist is the caller's to check.
 */
export function decodeEvent(record: EventRecord, context: DecodeContext): Decoded {
  const headers = readHeaders(record.headers);
  if (headers.kind === 'structured') {
    const event = fastDecoderOf(context.catalogue).decode(record, context);
    if (event !== null) return event;
  }
  return decodeCarefully(record, context, headers);
}

/**
 * Reads an event as `decodeEvent` does, its facts as rows of `columns`; null, with the columns as they were, where only
 * `decodeEvent` can tell: another type or mode, two items about one moment, or a fault.
 */
export function decodeRows(
  record: EventRecord,
  context: DecodeContext,
  columns: FactColumns,
): ColumnEvent | null {
  if (readHeaders(record.headers).kind !== 'structured') return null;
  return fastDecoderOf(context.catalogue).decodeRows(record, context, columns);
}

const fastDecoders = new WeakMap<MeasureCatalogue, FastDecoder>();

function fastDecoderOf(catalogue: MeasureCatalogue): FastDecoder {
  let decoder = fastDecoders.get(catalogue);
  if (decoder === undefined) {
    decoder = new FastDecoder(catalogue);
    fastDecoders.set(catalogue, decoder);
  }
  return decoder;
}

/** Reads an event by way of its whole JSON tree: any type, any mode, and every fault with its place. */
export function decodeCarefully(
  record: EventRecord,
  context: DecodeContext,
  headers: HeaderReading,
): Decoded {
  if (headers.kind === 'refused') return reject(headers.fault, identityOf({}, record));
  if (record.bytes === null)
    return decodeTombstone(record, context) ?? reject(EMPTY_VALUE, identityOf({}, record));
  const reading = readJson(record.bytes, EVENT_LIMITS);
  const known = headers.kind === 'binary' ? headers.attributes : {};
  if (!reading.ok) return reject(toEventFault(reading.refusal), identityOf(known, record));
  if (headers.kind === 'binary') return decodeParts({ ...known, data: reading.value }, record, context);
  if (!isObject(reading.value)) return reject(NOT_OBJECT, identityOf(known, record));
  return decodeParts(reading.value, record, context);
}

function decodeParts(attributes: Attributes, record: EventRecord, context: DecodeContext): Decoded {
  const state: ReadingState = {
    log: new FaultLog(),
    bounds: boundsAt(context.now),
    leapSecond: false,
    unknownFields: 0,
  };
  const envelope = readEnvelope(attributes, record, context, state);
  if (state.log.first !== null) return reject(state.log.first, identityOf(attributes, record));
  const item: ItemContext = {
    time: envelope.time,
    origin: toOrigin(envelope, record, context),
    catalogue: context.catalogue,
  };
  const facts = readFacts(envelope, item, state, keyText(record.key));
  if (state.log.first !== null) return reject(state.log.first, identityOf(attributes, record));
  return toEvent(envelope, facts, state);
}

function readFacts(
  envelope: Envelope,
  item: ItemContext,
  state: ReadingState,
  key: string | null,
): readonly Fact[] {
  if (!isObject(envelope.data)) {
    state.log.report(
      envelope.data === null ? missingFault('/data') : typeFault('/data', '对象', 'an object'),
    );
    return [];
  }
  const data = new FieldReader(envelope.data, '/data', state);
  const facts = DATA_READERS[envelope.type](data, item, key);
  data.countUnknown();
  return facts;
}

type DataReader = (data: FieldReader, item: ItemContext, key: string | null) => readonly Fact[];

const DATA_READERS: Readonly<Record<EventType, DataReader>> = {
  [EVENT_TYPES.reading]: (data, context) => data.list('readings', 1, (item) => readReading(item, context)),
  [EVENT_TYPES.deviceStatus]: (data, context) => data.list('devices', 1, (item) => readState(item, context)),
  [EVENT_TYPES.transmission]: (data, context) =>
    data.list('transmissions', 1, (item) => readTransmission(item, context)),
  [EVENT_TYPES.submission]: (data, context) =>
    data.list('submissions', 1, (item) => readSubmission(item, context)),
  [EVENT_TYPES.registryEntry]: (data, context, key) => [readRegistryEntry(data, context, entryOf(key))],
};

/** Returns the `kind/id` part of a registry key; null for a key that is a park id alone. */
function entryOf(key: string | null): string | null {
  return key?.includes('/') === true ? key.slice(key.indexOf('/') + 1) : null;
}

function toEvent(envelope: Envelope, sent: readonly Fact[], state: ReadingState): Decoded {
  const facts = keepLatest(sent);
  const { type, park, source, id, time, sequence, replay } = envelope;
  const notes = {
    leapSecond: state.leapSecond,
    unknownFields: state.unknownFields,
    superseded: sent.length - facts.length,
  };
  return { kind: 'event', type, park, source, id, time, sequence, replay, facts, notes };
}

function reject(fault: Fault, identity: Identity): RejectedEvent {
  return { kind: 'rejected', ...fault, ...identity };
}

const ID_POINTER = /\/(?:id|source|subject|device|enterprise|missing\/\d+)$/;

/** A refused character in an identifier is the identifier's fault (bad inputs 46 to 48). */
function toEventFault(refusal: JsonRefusal): Fault {
  const isId = refusal.code === 'BAD_STRING' && refusal.pointer !== null && ID_POINTER.test(refusal.pointer);
  return isId ? { ...refusal, code: 'ID_INVALID' } : refusal;
}
