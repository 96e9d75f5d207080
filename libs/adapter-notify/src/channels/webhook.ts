import { createHmac } from 'node:crypto';
import { judgeAnswer } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import { toWire } from '../text/wireMessage.js';
import type { Sender, Sending } from './sender.js';

/**
 * A webhook of one's own. With a secret each request carries `X-ParkPulse-Timestamp` (seconds) and
 * `X-ParkPulse-Signature: v1=<hex>`, HMAC-SHA256 of `<timestamp>.<delivery id>.<body>`. The delivery id stays the same over
 * all tries, so a receiver can drop copies.
 */
export const sendWebhook: Sender = async (sending) => {
  const { clearance, message, context, delivery } = sending;
  const body = JSON.stringify(toWire(message, context, delivery.id));
  const answer = await postJson({ clearance, headers: signedHeaders(sending, body), body });
  return judgeAnswer(answer, delivery.attempt, null);
};

/** The headers every webhook of ours carries. */
export function signedHeaders({ target, delivery }: Sending, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(delivery.at / 1000));
  const headers = {
    'X-Delivery-Id': delivery.id,
    'X-Delivery-Attempt': String(delivery.attempt),
    'X-ParkPulse-Timestamp': timestamp,
  };
  if (target.secret === null) return headers;
  return {
    ...headers,
    'X-ParkPulse-Signature': `v1=${signature(target.secret, timestamp, delivery.id, body)}`,
  };
}

/** The signature of a webhook, for receivers to compare with. */
export function signature(secret: string, timestamp: string, delivery: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${delivery}.${body}`).digest('hex');
}
