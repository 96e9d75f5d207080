import type { NewDeadLetter, StorableEvent, StreamId } from '@parkpulse/application';
import { EVENT_CODES } from '@parkpulse/contracts';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';

/** An id that was used before for an event with other content; the first one stays. */
export function conflictLetter(event: StorableEvent, stream: StreamId): NewDeadLetter {
  return letter(event, stream, 'ID_CONFLICT', '/id');
}

/** An event about a park that is not registered here. */
export function unknownParkLetter(event: StorableEvent, stream: StreamId): NewDeadLetter {
  return letter(event, stream, 'UNKNOWN_PARK', '/subject');
}

/** An event the database refused as data, although it had passed every check before. */
export function refusedLetter(event: StorableEvent, stream: StreamId): NewDeadLetter {
  return letter(event, stream, 'BAD_STRING', '');
}

function letter(
  event: StorableEvent,
  stream: StreamId,
  code: keyof typeof EVENT_CODES,
  pointer: string,
): NewDeadLetter {
  return {
    code,
    detailZh: EVENT_CODES[code].zh,
    detailEn: EVENT_CODES[code].en,
    pointer,
    park: event.park,
    source: event.source,
    topic: stream.topic,
    partition: stream.partition,
    offset: event.offset,
    request: null,
    receivedAt: event.receivedAt,
    payload: event.payload,
    isTruncated: false,
  };
}

const ADD_DEAD_LETTERS = statement(
  'add-dead-letters',
  `INSERT INTO dead_letter (code, detail_zh, detail_en, pointer, park, topic, partition, "offset", request, received_at,
     payload, truncated, source)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::bigint[],
     $9::text[], $10::timestamptz[], $11::bytea[], $12::bool[], $13::text[])
     AS l (code, detail_zh, detail_en, pointer, park, topic, partition, "offset", request, received_at, payload, truncated,
       source)
   WHERE NOT EXISTS (
     SELECT FROM dead_letter d
     WHERE d.topic = l.topic AND d.partition = l.partition AND d."offset" = l."offset" AND d.received_at = l.received_at
       AND d.payload IS NOT DISTINCT FROM l.payload)`,
);

/**
 * Writes dead letters, but not those of a record that has one: a log may be read again. They hold bad input by nature, so
 * nothing in them may be refused.
 */
export async function addDeadLetters(sql: Sql, letters: readonly NewDeadLetter[]): Promise<void> {
  if (letters.length === 0) return;
  await sql.rows(ADD_DEAD_LETTERS, [
    letters.map(({ code }) => code),
    letters.map(({ detailZh }) => storable(detailZh)),
    letters.map(({ detailEn }) => storable(detailEn)),
    letters.map(({ pointer }) => storable(pointer)),
    letters.map(({ park }) => storable(park)),
    letters.map(({ topic }) => topic),
    letters.map(({ partition }) => partition),
    letters.map(({ offset }) => offset),
    letters.map(({ request }) => storable(request)),
    letters.map(({ receivedAt }) => fromInstant(receivedAt)),
    letters.map(({ payload }) => (payload === null ? null : Buffer.from(payload))),
    letters.map(({ isTruncated }) => isTruncated),
    letters.map(({ source }) => storable(source ?? null)),
  ]);
}

// PostgreSQL has no U+0000 in texts.
function storable(text: string | null): string | null {
  return text?.replaceAll('\0', '\uFFFD') ?? null;
}
