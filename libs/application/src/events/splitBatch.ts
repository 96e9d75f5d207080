const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACKET = 0x5b;
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export type BatchSplit =
  | { readonly kind: 'events'; readonly events: readonly Uint8Array[] }
  | { readonly kind: 'notArray' }
  | { readonly kind: 'malformed'; readonly position: number };

/**
 * Cuts a JSON array into the bytes of its items without reading them, so that each event is stored as it was written.
 * It only follows strings and brackets; whether an item is good JSON is for whoever reads it.
 */
export function splitBatch(bytes: Uint8Array): BatchSplit {
  const start = skipSpace(bytes, BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? 3 : 0);
  if (bytes[start] !== OPEN_BRACKET)
    return start < bytes.length ? { kind: 'notArray' } : { kind: 'malformed', position: start };
  const first = skipSpace(bytes, start + 1);
  if (bytes[first] === CLOSE_BRACKET) return closing(bytes, first, []);
  const events: Uint8Array[] = [];
  let from = first;
  for (;;) {
    const end = endOfItem(bytes, from);
    if (end >= bytes.length || end === from) return { kind: 'malformed', position: end };
    events.push(bytes.subarray(from, end));
    if (bytes[end] === CLOSE_BRACKET) return closing(bytes, end, events);
    if (bytes[end] !== COMMA) return { kind: 'malformed', position: end };
    from = skipSpace(bytes, end + 1);
  }
}

function closing(bytes: Uint8Array, at: number, events: readonly Uint8Array[]): BatchSplit {
  const end = skipSpace(bytes, at + 1);
  return end === bytes.length ? { kind: 'events', events } : { kind: 'malformed', position: end };
}

/** Finds the comma or bracket after the item that begins at `from`; the length of the bytes when there is none. */
function endOfItem(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (OPENING.has(byte)) depth += 1;
    else if (depth === 0 && (byte === COMMA || CLOSING.has(byte))) return at;
    else if (CLOSING.has(byte)) depth -= 1;
  }
  return bytes.length;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (SPACES.has(bytes[at] ?? 0)) at += 1;
  return at;
}
