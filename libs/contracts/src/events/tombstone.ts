import { type RegistryEntity, type RegistryFact } from '@parkpulse/domain';
import { keyText } from './attributes.js';
import type { DecodeContext, DecodedEvent, EventRecord } from './decodedEvent.js';
import { isParkId } from './envelope.js';
import { EVENT_TYPES } from './eventTypes.js';
import { isValidId } from './fieldReader.js';
import { REGISTRY_ENTITIES } from './registry.js';
import { DEFAULT_TOPICS } from './topics.js';

/** The `source` of a removal: a tombstone carries no attributes of its own. */
export const TOMBSTONE_SOURCE = 'parkpulse:tombstone';

/**
 * Reads a Kafka tombstone of the registry topic: the entry its key names is gone from the moment the record
 * was accepted. Null where a tombstone means nothing: on another topic, or under a key that names no entry.
 */
export function decodeTombstone(record: EventRecord, context: DecodeContext): DecodedEvent | null {
  const { topic, position } = record;
  if (topic === null || topic !== (context.topics ?? DEFAULT_TOPICS).registry) return null;
  const entry = toEntry(keyText(record.key));
  if (entry === null) return null;
  const time = position?.knownAt ?? context.now;
  const { partition, offset } = position ?? { partition: 0, offset: -1 };
  const id = `${entry.park}/${entry.entity}/${entry.id}@${topic}/${partition}/${offset}`;
  const fact: RegistryFact = {
    kind: 'registry',
    entity: entry.entity,
    id: entry.id,
    effectiveFrom: time,
    effectiveTo: null,
    attributes: null,
    origin: { source: TOMBSTONE_SOURCE, event: id, sequence: 0, knownAt: time, topic, partition, offset },
  };
  return {
    kind: 'event',
    type: EVENT_TYPES.registryEntry,
    park: entry.park,
    source: TOMBSTONE_SOURCE,
    id,
    time,
    sequence: 0,
    replay: false,
    facts: [fact],
    notes: { leapSecond: false, unknownFields: 0, superseded: 0 },
  };
}

function toEntry(key: string | null): { park: string; entity: RegistryEntity; id: string } | null {
  const [park = '', kind, ...rest] = (key ?? '').split('/');
  const entity = REGISTRY_ENTITIES.find((candidate) => candidate === kind);
  const id = rest.join('/');
  return entity !== undefined && isParkId(park) && isValidId(id) ? { park, entity, id } : null;
}
