import type { LogAlarm, StreamId } from '@parkpulse/application';
import type { Bounds } from '../client/clusterClient.js';

export interface StartingPoint {
  readonly offset: number;
  readonly alarm: LogAlarm | null;
}

/**
 * Where to read on, and what to cry out about: kafkajs, asked for an offset that is not there, would go to the start of
 * what is there and say nothing.
 *
 * @param stored the offset the store stands at; null when it never read this stream
 */
export function startingPoint(stream: StreamId, stored: number | null, { low, high }: Bounds): StartingPoint {
  if (stored === null) return { offset: low, alarm: null };
  if (stored > high) return { offset: low, alarm: { kind: 'recreated', stream, lost: stored - high } };
  if (stored < low) return { offset: low, alarm: { kind: 'gap', stream, from: stored, to: low } };
  return { offset: stored, alarm: null };
}
