import type { LogAlarm, StoredPosition, StreamId, Subscriber } from '@parkpulse/application';
import type { Bounds } from '../client/clusterClient.js';
import { type LogTail, fromText } from './logTail.js';
import type { Place } from './place.js';

export interface StartingPoint {
  readonly offset: number;
  readonly alarm: LogAlarm | null;
}

/** What is asked of the log to find where reading begins. */
export interface LogView {
  bounds(place: Place): Promise<Bounds>;
  /** Whether other records stand before an offset than those read there. */
  isReplaced(place: Place, tail: LogTail, nextOffset: number): Promise<boolean>;
}

/** A starting point, and what was learnt on the way to it. */
export interface Start extends StartingPoint {
  /** The position the store stands at; null when it never read this stream. */
  readonly stored: StoredPosition | null;
  /** What is known of the last record before the starting point. */
  readonly tail: LogTail | null;
  /** The offset after the last readable record. */
  readonly high: number;
}

/** Takes a stream over for the subscriber and compares where the store stands with what the log holds. */
export async function findStart(stream: StreamId, subscriber: Subscriber, log: LogView): Promise<Start> {
  const stored = await subscriber.assigned(stream);
  const bounds = await log.bounds(stream);
  const tail = stored === null ? null : fromText(stored);
  const isReplaced =
    stored !== null &&
    tail !== null &&
    tail.offset >= bounds.low &&
    stored.nextOffset <= bounds.high &&
    (await log.isReplaced(stream, tail, stored.nextOffset));
  const point = startingPoint(stream, stored?.nextOffset ?? null, { ...bounds, isReplaced });
  return { ...point, stored, high: bounds.high, tail: point.alarm === null ? tail : null };
}

/**
 * Where to read on, and what to cry out about: kafkajs, asked for an offset that is not there, would go to the start of
 * what is there and say nothing. Where records were replaced nobody can tell from which on: all there is is read again.
 *
 * @param stored the offset the store stands at; null when it never read this stream
 */
export function startingPoint(
  stream: StreamId,
  stored: number | null,
  { low, high, isReplaced = false }: Bounds & { readonly isReplaced?: boolean },
): StartingPoint {
  if (stored === null) return { offset: low, alarm: null };
  if (stored > high) return { offset: low, alarm: { kind: 'recreated', stream, lost: stored - high } };
  if (stored < low) return { offset: low, alarm: { kind: 'gap', stream, from: stored, to: low } };
  if (isReplaced) return { offset: low, alarm: { kind: 'replaced', stream, before: stored } };
  return { offset: stored, alarm: null };
}
