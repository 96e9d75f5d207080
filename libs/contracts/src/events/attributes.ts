import { holdsRefusedCharacter } from '../json/characters.js';
import { toNumber } from '../json/exactNumber.js';
import type { JsonValue } from '../json/jsonReader.js';
import type { EventRecord, HeaderValue } from './decodedEvent.js';
import { type Fault, headersFault } from './faults.js';

export const MAX_HEADERS = 64;

/** Attributes of an event by name, as the structured mode writes them. */
export type Attributes = Readonly<Record<string, JsonValue>>;

export type HeaderReading =
  | { readonly kind: 'structured' }
  | { readonly kind: 'binary'; readonly attributes: Attributes }
  | { readonly kind: 'refused'; readonly fault: Fault };

const STRUCTURED: HeaderReading = { kind: 'structured' };
const utf8 = new TextDecoder('utf-8', { fatal: true });
const INTEGER = /^-?\d{1,15}$/;

/**
 * Reads Kafka headers: binary mode when they hold `ce_id` or `ce_specversion`, else structured. In binary mode
 * every `ce_*` header is an attribute of its own, `sequence` and `replay` in their text form.
 */
export function readHeaders(headers: EventRecord['headers']): HeaderReading {
  if (headers === undefined) return STRUCTURED;
  const names = Object.keys(headers);
  if (names.length === 0) return STRUCTURED;
  const count = names.reduce((sum, name) => sum + countOf(headers[name]), 0);
  if (count > MAX_HEADERS) return { kind: 'refused', fault: headersFault(count, MAX_HEADERS) };
  if (!Object.hasOwn(headers, 'ce_id') && !Object.hasOwn(headers, 'ce_specversion')) return STRUCTURED;
  return readBinary(headers, names);
}

function readBinary(headers: NonNullable<EventRecord['headers']>, names: readonly string[]): HeaderReading {
  const attributes: Record<string, JsonValue> = {};
  for (const name of names) {
    const attribute = attributeName(name);
    if (attribute === null) continue;
    const text = headerText(headers[name]);
    if (text === null || holdsRefusedCharacter(text))
      return { kind: 'refused', fault: headerTextFault(attribute, text) };
    attributes[attribute] = toAttribute(attribute, text);
  }
  return { kind: 'binary', attributes };
}

function attributeName(header: string): string | null {
  if (header === 'content-type') return 'datacontenttype';
  return /^ce_[a-z0-9]{1,20}$/.test(header) ? header.slice(3) : null;
}

function toAttribute(name: string, text: string): JsonValue {
  if (name === 'sequence' && INTEGER.test(text)) return toNumber(String(BigInt(text)));
  if (name === 'replay' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function countOf(value: HeaderValue): number {
  return Array.isArray(value) ? value.length : 1;
}

/** Returns the text of a header; null when it is given twice or is not UTF-8. */
function headerText(value: HeaderValue): string | null {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) return null;
  try {
    return utf8.decode(value);
  } catch {
    return null;
  }
}

function headerTextFault(attribute: string, text: string | null): Fault {
  const pointer = `/${attribute}`;
  if (text === null) {
    return {
      code: 'BAD_ENCODING',
      pointer,
      detail: {
        zh: `消息头 ce_${attribute} 不是单个 UTF-8 文本`,
        en: `The header ce_${attribute} is not one UTF-8 text`,
      },
    };
  }
  return {
    code:
      attribute === 'id' || attribute === 'source' || attribute === 'subject' ? 'ID_INVALID' : 'BAD_STRING',
    pointer,
    detail: {
      zh: `消息头 ce_${attribute} 含有不允许的字符`,
      en: `The header ce_${attribute} holds characters that are not allowed`,
    },
  };
}

/** Returns the message key as text; null when there is none or it is not UTF-8. */
export function keyText(key: EventRecord['key']): string | null {
  if (key === undefined || key === null) return null;
  return typeof key === 'string' ? key : headerText(key);
}

/** Tells whether a content type announces JSON; absent means JSON. */
export function isJsonType(contentType: JsonValue): boolean {
  if (contentType === null) return true;
  return (
    typeof contentType === 'string' && /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;|$)/i.test(contentType)
  );
}

/** Tells whether a value is a whole number that can order events. */
export function isSequence(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
