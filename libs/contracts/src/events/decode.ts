import type { DecodeContext, Decoded, EventRecord } from './decodedEvent.js';

/** Reads one event; placeholder until the decoder lands, its signature is final. */
export function decodeEvent(_record: EventRecord, _context: DecodeContext): Decoded {
  throw new Error('decodeEvent is being written');
}
