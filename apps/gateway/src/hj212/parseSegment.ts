import { type Factor, type FrameHeader } from './frame.js';

/** The data segment taken apart, or why it cannot be. */
export type Segment =
  | { readonly kind: 'segment'; readonly header: FrameHeader; readonly body: string }
  | { readonly kind: 'refused'; readonly code: 'FRAME_SYNTAX' | 'FRAME_FIELD'; readonly detail: string };

const PATTERNS: Readonly<Record<string, RegExp>> = {
  QN: /^\d{17}$/,
  ST: /^\d{2}$/,
  CN: /^\d{4}$/,
  MN: /^[\w.-]{1,64}$/,
  Flag: /^\d{1,3}$/,
  PNUM: /^\d{1,4}$/,
  PNO: /^\d{1,4}$/,
};

function refuse(code: 'FRAME_SYNTAX' | 'FRAME_FIELD', detail: string): Segment {
  return { kind: 'refused', code, detail };
}

/** Splits at a separator, but not inside the `//…//` that HJ 212-2017 puts around free text. */
function splitOutsideText(text: string, separator: string): readonly string[] {
  if (!text.includes('//')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('//', at)) {
      quoted = !quoted;
      at += 1;
    } else if (!quoted && text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function readPairs(text: string): ReadonlyMap<string, string> | string {
  const pairs = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    if (cut < 1) return 'A header field has no name or no equals sign.';
    const name = part.slice(0, cut).trim();
    if (pairs.has(name)) return 'A header field occurs twice.';
    pairs.set(name, part.slice(cut + 1).trim());
  }
  return pairs;
}

function checkHeader(pairs: ReadonlyMap<string, string>): string | null {
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const value = pairs.get(name);
    if (value !== undefined && !pattern.test(value)) return `The header field ${name} is not of its form.`;
  }
  const missing = ['ST', 'CN', 'MN'].filter((name) => !pairs.has(name));
  return missing.length > 0 ? `The header lacks ${missing.join(', ')}.` : null;
}

function toHeader(pairs: ReadonlyMap<string, string>): FrameHeader {
  const get = (name: string) => pairs.get(name) ?? null;
  return {
    qn: get('QN'),
    st: get('ST') ?? '',
    cn: get('CN') ?? '',
    pw: get('PW'),
    mn: get('MN') ?? '',
    flag: get('Flag'),
    pnum: get('PNUM'),
    pno: get('PNO'),
  };
}

/** Takes a data segment apart into its header fields and the text between `CP=&&` and the closing `&&`. */
export function parseSegment(text: string): Segment {
  const open = text.indexOf('CP=&&');
  if (open < 0) return refuse('FRAME_SYNTAX', 'The data segment has no CP=&&.');
  const close = text.indexOf('&&', open + 5);
  if (close < 0) return refuse('FRAME_SYNTAX', 'The data area is not closed by &&.');
  if (text.slice(close + 2).trim() !== '') return refuse('FRAME_SYNTAX', 'Text follows the closing &&.');
  const pairs = readPairs(text.slice(0, open));
  if (typeof pairs === 'string') return refuse('FRAME_SYNTAX', pairs);
  const fault = checkHeader(pairs);
  if (fault !== null) return refuse('FRAME_FIELD', fault);
  return { kind: 'segment', header: toHeader(pairs), body: text.slice(open + 5, close) };
}

/** The generation a factor code belongs to: `a34004` and `w01008` are of 2017, `011` and `B01` of 2005. */
export function toGeneration(code: string): Factor['generation'] {
  if (/^[a-zL]\d{5}$/.test(code)) return '2017';
  if (/^(\d{2,3}|[BS]\d{2})$/.test(code)) return '2005';
  return 'other';
}

function toFactor(code: string, attributes: ReadonlyMap<string, string>): Factor {
  return { code, generation: toGeneration(code), attributes, flag: attributes.get('Flag') ?? null };
}

/** Reads one `;` group; a change of code, or an attribute that comes again, starts the next factor. */
function readGroup(group: string, fields: Map<string, string>, factors: Factor[]): string | null {
  let code: string | null = null;
  let attributes = new Map<string, string>();
  const flush = () => {
    if (code !== null) factors.push(toFactor(code, attributes));
    attributes = new Map();
  };
  for (const item of splitOutsideText(group, ',')) {
    if (item.trim() === '') continue;
    const cut = item.indexOf('=');
    if (cut < 1) return 'An entry of the data area has no name or no equals sign.';
    const name = item.slice(0, cut).trim();
    const value = item.slice(cut + 1).trim();
    const dash = name.indexOf('-');
    if (dash < 1) {
      fields.set(name, value);
      continue;
    }
    const attribute = name.slice(dash + 1);
    if (code !== name.slice(0, dash) || attributes.has(attribute)) flush();
    code = name.slice(0, dash);
    attributes.set(attribute, value);
  }
  flush();
  return null;
}

/** The entries of the data area: plain fields and factors in the order sent, or a sentence saying what is wrong. */
export function parseBody(
  body: string,
): { readonly fields: ReadonlyMap<string, string>; readonly factors: readonly Factor[] } | string {
  const fields = new Map<string, string>();
  const factors: Factor[] = [];
  for (const group of splitOutsideText(body, ';')) {
    const fault = readGroup(group, fields, factors);
    if (fault !== null) return fault;
  }
  return { fields, factors };
}
