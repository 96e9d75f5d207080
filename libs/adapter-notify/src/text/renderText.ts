import {
  type AlertMessage,
  type TextContext,
  type MessageLine,
  lineFacts,
  lineTitle,
  messageBody,
  messageTitle,
} from '@parkpulse/domain';

/** A message as plain text: a title, and lines that fit what a channel takes. */
export interface RenderedText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** With more alerts than this each is one line. */
const MOST_IN_FULL = 5;
const CUT = {
  zh: (count: number) => `… 其余 ${count} 行见详情页`,
  en: (count: number) => `… ${count} more lines on the page`,
};

/** Writes a message within a number of bytes; what does not fit is counted, never cut in the middle. */
export function renderText(message: AlertMessage, context: TextContext, mostBytes: number): RenderedText {
  const title = messageTitle(message, context);
  const all = linesOf(message, context);
  return { title, lines: fit(all, mostBytes - Buffer.byteLength(title) - 2, context) };
}

function linesOf(message: AlertMessage, context: TextContext): readonly string[] {
  if (message.lines.length <= MOST_IN_FULL) return messageBody(message, context);
  const titles = message.lines.map((line) => lineTitle(line, context));
  const first = message.lines[0];
  const link = first === undefined ? null : context.linkOf(first.alert);
  return [...messageBody({ ...message, lines: [] }, context), ...titles, ...(link === null ? [] : [link])];
}

function fit(lines: readonly string[], mostBytes: number, { language }: TextContext): readonly string[] {
  const reserve = Buffer.byteLength(CUT[language](lines.length)) + 1;
  let bytes = 0;
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    const size = Buffer.byteLength(line) + 1;
    const isLast = index === lines.length - 1;
    if (bytes + size + (isLast ? 0 : reserve) > mostBytes)
      return [...kept, CUT[language](lines.length - index)];
    kept.push(line);
    bytes += size;
  }
  return kept;
}

/** Makes text inert in a robot's markdown: names that came with data must not become links, tags or mentions. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+!|>~]/g, (sign) => `\\${sign}`)
    .replace(/</g, '&lt;')
    .replace(/@/g, '＠');
}

/** The facts of a line as one object for machines, the same fields for every channel. */
export function factsOf(line: MessageLine, message: AlertMessage, context: TextContext): readonly string[] {
  return lineFacts(line, message, context);
}
