import type { AlertMessage, TextContext } from '@parkpulse/domain';
import type { ChannelTarget, DeliveryTag, SendOutcome } from '@parkpulse/application';
import type { Clearance } from '../outbound/outboundGuard.js';

/** One message on its way to one channel whose destination has been cleared. */
export interface Sending {
  readonly target: ChannelTarget;
  readonly clearance: Clearance;
  readonly message: AlertMessage;
  readonly delivery: DeliveryTag;
  readonly context: TextContext;
}

/** Sends by one kind of channel and judges the answer. Never throws. */
export type Sender = (sending: Sending) => Promise<Omit<SendOutcome, 'milliseconds'>>;
