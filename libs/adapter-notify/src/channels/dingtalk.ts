import { createHmac } from 'node:crypto';
import { type VendorRules, judgeAnswer, wordUnder } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import { escapeMarkdown, renderText } from '../text/renderText.js';
import type { Sender } from './sender.js';

const MOST_BYTES = 18_000;
/** A robot that was too fast is throttled for ten minutes. */
const THROTTLED_MS = 600_000;

const RULES: VendorRules = {
  wordOf: wordUnder('errcode', 'errmsg'),
  passing: new Map([
    ['-1', null],
    ['130101', THROTTLED_MS],
    ['130102', THROTTLED_MS],
    ['410100', THROTTLED_MS],
  ]),
  lasting: new Set(['310000', '300001', '300005', '40035', '43004', '400013', '400101', '400102']),
};

/**
 * A DingTalk robot. The signature goes into the query, `sign` = base64 of HMAC-SHA256 with the secret as key over
 * `timestamp_ms + "\n" + secret`; success is `errcode` 0, whatever the HTTP status.
 */
export const sendDingtalk: Sender = async ({ clearance, target, message, context, delivery }) => {
  const { title, lines } = renderText(message, context, MOST_BYTES);
  const text = [`#### ${escapeMarkdown(title)}`, ...lines.map((line) => escapeMarkdown(line))].join('\n\n');
  const mobile = message.onDuty?.mobile ?? null;
  const at = { atMobiles: mobile === null ? [] : [mobile], isAtAll: false };
  const body = JSON.stringify({ msgtype: 'markdown', markdown: { title, text }, at });
  const path = signedPath(clearance.url, target.secret, delivery.at);
  const answer = await postJson({ clearance, path, headers: { 'X-Delivery-Id': delivery.id }, body });
  return judgeAnswer(answer, delivery.attempt, RULES);
};

function signedPath(url: URL, secret: string | null, at: number): string {
  if (secret === null) return `${url.pathname}${url.search}`;
  const timestamp = String(at);
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const query = new URLSearchParams(url.search);
  query.set('timestamp', timestamp);
  query.set('sign', sign);
  return `${url.pathname}?${query.toString()}`;
}
