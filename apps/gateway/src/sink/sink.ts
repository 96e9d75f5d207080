import { type GatewayEvent } from '../map/cloudEvent.js';

/**
 * What became of an event: `accepted` means durable at ParkPulse; `rejected` means refused as it stands and kept
 * there as a dead letter; `undelivered` means that the gateway stopped first, so the device must send it again.
 */
export type Outcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string }
  | { readonly kind: 'undelivered' };

/**
 * Where events go. Its duty: settle every offered event exactly once and hold a bounded number of them.
 * Not its duty: order between events, which carry their own times.
 */
export interface EventSink {
  /** Hands an event over; settles when its fate is known. */
  offer(event: GatewayEvent): Promise<Outcome>;
  /** Resolves when there is room for more; callers wait for it before they offer. */
  room(): Promise<void>;
  /** Takes nothing more, delivers what it holds for at most `graceMs`, and settles the rest as undelivered. */
  close(graceMs: number): Promise<void>;
}
