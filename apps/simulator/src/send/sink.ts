import { type OutboundEvent } from '../event/cloudEvent.js';

/** An event that the receiver refused, with its reason. */
export interface Refusal {
  readonly id: string;
  readonly source: string;
  readonly code: string;
  readonly detail: string;
}

export interface SendReport {
  readonly accepted: number;
  readonly refused: readonly Refusal[];
}

/**
 * Where events go: HTTP here, Kafka by the one package that knows Kafka (`topic` and `key` are on each event).
 * Its duty: resolve when the whole batch is durable or refused, and throw only when it gives up.
 */
export interface Sink {
  send(batch: readonly OutboundEvent[]): Promise<SendReport>;
  close(): Promise<void>;
}
