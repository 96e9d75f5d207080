import { type VendorRules, judgeAnswer, wordUnder } from '../http/judgeAnswer.js';
import { postJson } from '../http/postJson.js';
import { escapeMarkdown, renderText } from '../text/renderText.js';
import type { Sender } from './sender.js';

/** Markdown may have 4096 bytes; escapes take some. */
const MOST_BYTES = 4096;
const MINUTE = 60_000;

const RULES: VendorRules = {
  wordOf: wordUnder('errcode', 'errmsg'),
  passing: new Map([
    ['-1', null],
    ['45009', MINUTE],
    ['45033', null],
  ]),
  lasting: new Set(['93000', '40058', '40008', '41001', '40014', '44004', '45002']),
};

/** A WeCom robot: the key in its URL is the secret; success is `errcode` 0, whatever the HTTP status. */
export const sendWecom: Sender = async ({ clearance, message, context, delivery }) => {
  const content = withinBytes((bytes) => {
    const { title, lines } = renderText(message, context, bytes);
    return [`**${escapeMarkdown(title)}**`, ...lines.map((line) => escapeMarkdown(line))].join('\n');
  });
  const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
  const answer = await postJson({ clearance, headers: { 'X-Delivery-Id': delivery.id }, body });
  return judgeAnswer(answer, delivery.attempt, RULES);
};

// Escaping makes text longer: less is taken until all of it fits.
function withinBytes(write: (bytes: number) => string): string {
  for (let bytes = MOST_BYTES; bytes > 256; bytes -= 256) {
    const text = write(bytes);
    if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  }
  return write(256);
}
