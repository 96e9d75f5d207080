import type { Bilingual } from '../bilingual.js';
import type { EventCode } from '../codes.js';
import { type JsonFault, type JsonLimits, JsonReader, type JsonValue } from './jsonReader.js';

export const EVENT_LIMITS: JsonLimits = { maxBytes: 256 * 1024, maxDepth: 16, maxItems: 1000 };
export const REQUEST_LIMITS: JsonLimits = { maxBytes: 1024 * 1024, maxDepth: 16, maxItems: 1000 };

/** Why bytes were refused as JSON. */
export interface JsonRefusal {
  readonly code: EventCode;
  readonly pointer: string | null;
  readonly detail: Bilingual;
}

export type JsonReading =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly refusal: JsonRefusal };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON from bytes: UTF-8 only, a leading BOM stripped, no duplicate or prototype keys, bounded in size,
 * depth and count, no text with refused characters. A number whose digits a double would lose comes back as
 * an `ExactNumber`.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits): JsonReading {
  if (bytes.length > limits.maxBytes) return refused(tooLarge(bytes.length, limits));
  const text = toText(bytes);
  if (text === null) return refused(BAD_ENCODING);
  if (text.trim() === '') return refused(EMPTY_VALUE);
  const reader = new JsonReader(text, limits);
  const value = reader.read();
  return reader.fault === null ? { ok: true, value } : refused(toRefusal(reader.fault, text, limits));
}

function toText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

const refused = (refusal: JsonRefusal): JsonReading => ({ ok: false, refusal });

export const EMPTY_VALUE: JsonRefusal = {
  code: 'EMPTY_VALUE',
  pointer: null,
  detail: { zh: '内容为空，应为一个 JSON 对象', en: 'The content is empty; a JSON object was expected' },
};

export const NOT_OBJECT: JsonRefusal = {
  code: 'NOT_OBJECT',
  pointer: null,
  detail: { zh: '最外层必须是一个 JSON 对象', en: 'The top level must be one JSON object' },
};

const BAD_ENCODING: JsonRefusal = {
  code: 'BAD_ENCODING',
  pointer: null,
  detail: { zh: '内容不是有效的 UTF-8 编码', en: 'The content is not valid UTF-8' },
};

function tooLarge(size: number, limits: JsonLimits): JsonRefusal {
  return {
    code: 'TOO_LARGE',
    pointer: null,
    detail: {
      zh: `内容有 ${size} 字节，上限为 ${limits.maxBytes} 字节`,
      en: `The content has ${size} bytes; at most ${limits.maxBytes} are allowed`,
    },
  };
}

function toRefusal(fault: JsonFault, text: string, limits: JsonLimits): JsonRefusal {
  const pointer = fault.code === 'BAD_JSON' ? null : fault.pointer;
  return { code: fault.code, pointer, detail: DETAILS[fault.code](fault, text, limits) };
}

type DetailWriter = (fault: JsonFault, text: string, limits: JsonLimits) => Bilingual;

const DETAILS: Readonly<Record<JsonFault['code'], DetailWriter>> = {
  BAD_JSON: ({ position }, text) => {
    const { line, column } = toLine(text, position);
    const isCut = position >= text.length;
    return {
      zh: `JSON 在第 ${line} 行第 ${column} 列（位置 ${position}）${isCut ? '意外结束' : '有语法错误'}`,
      en: `The JSON ${isCut ? 'ends unexpectedly' : 'has a syntax error'} at line ${line}, column ${column} (position ${position})`,
    };
  },
  DUPLICATE_KEY: ({ pointer }) => ({
    zh: `键 ${pointer} 出现了两次`,
    en: `The key ${pointer} appears twice`,
  }),
  PROTO_KEY: ({ pointer }) => ({
    zh: `不允许使用键名 ${pointer}`,
    en: `The key name ${pointer} is not allowed`,
  }),
  TOO_DEEP: (_fault, _text, { maxDepth }) => ({
    zh: `嵌套超过 ${maxDepth} 层`,
    en: `The nesting is deeper than ${maxDepth} levels`,
  }),
  TOO_MANY: ({ pointer }, _text, { maxItems }) => ({
    zh: `${parentOf(pointer)} 的条目超过 ${maxItems} 个`,
    en: `${parentOf(pointer)} has more than ${maxItems} items`,
  }),
  BAD_STRING: ({ pointer }) => ({
    zh: `${pointer} 含有控制字符、零宽字符、双向控制字符或不完整的代理对`,
    en: `${pointer} holds a control, zero-width or bidirectional character, or half of a surrogate pair`,
  }),
};

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/')) || '/';
}

function toLine(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
