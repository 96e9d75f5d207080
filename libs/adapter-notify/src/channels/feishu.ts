import { createHmac } from 'node:crypto';
import { type VendorRules, judgeAnswer, wordUnder } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import { renderText } from '../text/renderText.js';
import type { Sender } from './sender.js';

const MOST_BYTES = 15_000;

const RULES: VendorRules = {
  wordOf: (body) => wordUnder('code', 'msg')(body) ?? wordUnder('StatusCode', 'StatusMessage')(body),
  passing: new Map([
    ['11232', 10_000],
    ['9499', 10_000],
    ['11233', 10_000],
  ]),
  lasting: new Set(['19001', '19021', '19022', '19024', '11246']),
};

/**
 * A Feishu robot. The signature goes into the body, `sign` = base64 of HMAC-SHA256 with `timestamp_s + "\n" + secret` as key
 * over nothing; success is `code` 0, whatever the HTTP status. The text is sent as text, so nothing in it can act.
 */
export const sendFeishu: Sender = async ({ clearance, target, message, context, delivery }) => {
  const { title, lines } = renderText(message, context, MOST_BYTES);
  const content = lines.map((line) => [{ tag: 'text', text: line }]);
  const post = { zh_cn: { title, content } };
  const body = JSON.stringify({ ...signed(target.secret, delivery.at), msg_type: 'post', content: { post } });
  const answer = await postJson({ clearance, headers: { 'X-Delivery-Id': delivery.id }, body });
  return judgeAnswer(answer, delivery.attempt, RULES);
};

function signed(secret: string | null, at: number): { readonly timestamp?: string; readonly sign?: string } {
  if (secret === null) return {};
  const timestamp = String(Math.floor(at / 1000));
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return { timestamp, sign };
}
