import { type FrameFault, toFault } from './frame.js';

/** What the reader finds in a stream: the bytes of a frame, from `##` to the check, or a fault. */
export type ReaderItem = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | FrameFault;

const HASH = 0x23;
const HEAD = 6;
const CHECK = 4;
const BLANKS = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20]);

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && /[a-fA-F]/.test(String.fromCharCode(byte)));
}

/**
 * Cuts a TCP stream into HJ 212 frames. Its buffer is bounded by twice the longest frame whatever the peer sends,
 * every byte is looked at a constant number of times, and after any damage it goes on at the next `##`: these two
 * characters never stand inside a frame, so a second `##` means that the first frame was cut off.
 */
export class FrameReader {
  readonly #buffer: Buffer;
  readonly #maxDataBytes: number;
  #start = 0;
  #end = 0;
  /** Bytes of the current frame before this offset hold no line end and no `##`. */
  #scan = 0;
  #skipped = 0;
  /** Skipped bytes belong to a fault that was already told. */
  #told = false;

  constructor(maxDataBytes = 1024) {
    this.#maxDataBytes = Math.min(maxDataBytes, 9999);
    this.#buffer = Buffer.alloc(2 * (this.#maxDataBytes + HEAD + CHECK));
  }

  /** Bytes held back until their frame is complete. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /** Takes the next bytes of the stream and yields what they complete. */
  *push(chunk: Uint8Array): Generator<ReaderItem, void, undefined> {
    let taken = 0;
    while (taken < chunk.length) {
      taken += this.#fill(chunk, taken);
      for (let item = this.#next(); item !== null; item = this.#next()) yield item;
    }
  }

  /** Ends the stream: what is still held back is a frame that never became complete. */
  *flush(): Generator<ReaderItem, void, undefined> {
    const rest = this.pendingBytes;
    const isFrame = rest > 1;
    if (!isFrame) this.#skip(this.#end);
    const garbage = this.#takeGarbage();
    if (garbage) yield garbage;
    if (isFrame) yield toFault('FRAME_LENGTH', 'The stream ended inside a frame.', rest);
    this.#start = this.#end = this.#scan = 0;
    this.#told = false;
  }

  #fill(chunk: Uint8Array, from: number): number {
    const buffer = this.#buffer;
    if (this.#start > 0 && buffer.length - this.#end < chunk.length - from) {
      buffer.copyWithin(0, this.#start, this.#end);
      this.#scan -= this.#start;
      this.#end -= this.#start;
      this.#start = 0;
    }
    const size = Math.min(chunk.length - from, buffer.length - this.#end);
    buffer.set(chunk.subarray(from, from + size), this.#end);
    this.#end += size;
    return size;
  }

  #next(): ReaderItem | null {
    if (!this.#seek()) return null;
    const garbage = this.#takeGarbage();
    if (garbage) return garbage;
    if (this.pendingBytes < HEAD) return null;
    const length = this.#readLength();
    if (length === null) return this.#fail('FRAME_SYNTAX', 'The length is not four digits.', this.#start + 2);
    if (length > this.#maxDataBytes) {
      const detail = `A data segment of ${length} bytes is longer than ${this.#maxDataBytes}.`;
      return this.#fail('FRAME_TOO_LONG', detail, this.#start + HEAD);
    }
    return this.#cut(this.#start + HEAD + length + CHECK);
  }

  /** Moves to the next `##`; false while there is none. */
  #seek(): boolean {
    const { buffer, from } = { buffer: this.#buffer, from: this.#start };
    let at = buffer.subarray(from, this.#end).indexOf('##', 0, 'latin1');
    if (at < 0) {
      const last = this.#end > from && buffer[this.#end - 1] === HASH ? 1 : 0;
      this.#skip(this.#end - last);
      return false;
    }
    // Of more than two signs in a row the last two start the frame.
    while (buffer[from + at + 2] === HASH && from + at + 2 < this.#end) at += 1;
    this.#skip(from + at);
    return true;
  }

  #skip(to: number): void {
    for (let at = this.#start; at < to; at += 1) {
      if (!this.#told && !BLANKS.has(this.#buffer[at] ?? 0)) this.#skipped += 1;
    }
    this.#start = to;
    this.#scan = Math.max(this.#scan, to);
  }

  #takeGarbage(): FrameFault | null {
    const skipped = this.#skipped;
    this.#skipped = 0;
    this.#told = false;
    return skipped === 0 ? null : toFault('FRAME_GARBAGE', `${skipped} bytes belong to no frame.`, skipped);
  }

  #readLength(): number | null {
    const digits = this.#buffer.subarray(this.#start + 2, this.#start + HEAD);
    return digits.every(isDigit) ? Number(digits.toString('latin1')) : null;
  }

  /** Looks for the end of the frame; `whole` is where it should be. Null while bytes are missing. */
  #cut(whole: number): ReaderItem | null {
    const limit = Math.min(whole, this.#end);
    for (let at = Math.max(this.#scan, this.#start + HEAD); at < limit; at += 1) {
      const byte = this.#buffer[at];
      this.#scan = at;
      if (byte === 0x0a || byte === 0x0d) {
        return this.#fail('FRAME_LENGTH', 'The frame ends before its declared length.', at);
      }
      if (byte !== HASH) continue;
      if (at + 1 >= this.#end) return null;
      if (this.#buffer[at + 1] === HASH) {
        return this.#fail('FRAME_LENGTH', 'The next frame starts before this one ends.', at);
      }
    }
    this.#scan = limit;
    if (this.#end < whole) return null;
    if (!this.#buffer.subarray(whole - CHECK, whole).every(isHex)) {
      return this.#fail('FRAME_LENGTH', 'No check stands where the declared length puts it.', whole);
    }
    const bytes = Uint8Array.prototype.slice.call(this.#buffer, this.#start, whole);
    this.#start = this.#scan = whole;
    return { kind: 'bytes', bytes };
  }

  #fail(code: FrameFault['code'], detail: string, resumeAt: number): FrameFault {
    const fault = toFault(code, detail, resumeAt - this.#start);
    this.#start = this.#scan = Math.min(resumeAt, this.#end);
    this.#told = true;
    return fault;
  }
}
