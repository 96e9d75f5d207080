import type { Clock, StreamId, Subscriber } from '@parkpulse/application';
import type { KafkaLogLine } from '../options.js';
import type { Place } from './place.js';
import type { LogView } from './startingPoint.js';

/** What a held partition asks of the consumer it belongs to. */
export interface ConsumerControl extends LogView {
  readonly subscriber: Subscriber;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  onLog(line: KafkaLogLine): void;
  /** Which stream stands at a place now. */
  identify(place: Place): Promise<StreamId>;
  /** Rejects when what lies there is known not to be readable: the partition stands, the others go on. */
  tryToRead(place: Place, offset: number): Promise<void>;
  /** How many connections to brokers were opened so far. */
  connections(): number;
  pause(place: Place): void;
  /** Fetches from this offset on; ends a pause. */
  resumeAt(place: Place, offset: number): void;
}
