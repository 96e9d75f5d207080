import { type Connection, type PoolClient, Query } from 'pg';
import { gatherWrites } from './gatherWrites.js';

/** Sends a COPY … FROM STDIN (FORMAT binary) with all its rows at once. */
export function sendCopy(client: PoolClient, text: string, rows: Buffer): Promise<void> {
  gatherWrites(client);
  return new Promise((resolve, reject) => {
    client.query(new Copy(text, rows, (error) => (error === null ? resolve() : reject(error))));
  });
}

/**
 * A COPY whose rows go with the statement, without waiting to be asked for, so that it takes one journey and others can
 * follow behind it. A server that refuses the statement passes the rows over (PostgreSQL, frontend/backend protocol, COPY).
 */
class Copy extends Query {
  constructor(
    text: string,
    private readonly body: Buffer,
    callback: (error: Error | null) => void,
  ) {
    super({ text }, undefined, callback);
  }

  override submit(connection: Connection): null {
    const { stream } = connection;
    const head = Buffer.alloc(5, 'd');
    head.writeUInt32BE(this.body.length + 4, 1);
    connection.query(this.text);
    stream.write(head);
    stream.write(this.body);
    stream.write(COPY_DONE);
    return null;
  }

  override handleCopyInResponse(): void {
    // The rows are under way.
  }
}

const COPY_DONE = Buffer.from('c\0\0\0\x04', 'latin1');

/** Buffers given back, to be written again: making large ones anew costs more than filling them. */
const spare: Buffer[] = [];
const MOST_SPARE = 8;
const LARGEST_SPARE = 4 * 1024 * 1024;

function takeBuffer(bytes: number): Buffer {
  const at = spare.findIndex(({ length }) => length >= bytes && length <= 8 * bytes);
  return at < 0 ? Buffer.allocUnsafeSlow(bytes) : (spare.splice(at, 1)[0] as Buffer);
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const EPOCH_2000_MS = 946_684_800_000;
const INT2_OID = 21;
const INT4_OID = 23;
const TEXT_OID = 25;
const TWO_TO_32 = 0x1_0000_0000;
/** Bytes of every value of fixed size of one row, at most. */
const ROW_BYTES = 256;
/** Longer texts are left to the buffer's own writer. */
const SHORT_TEXT = 64;

/** Writes rows in PostgreSQL's binary COPY format into one growing buffer. A row may have at most 20 values of fixed size. */
export class CopyRows {
  private buffer: Buffer;
  /** Over the whole buffer; another one after each `claim`. */
  view: DataView;
  private length: number;

  constructor(expectedBytes: number) {
    this.buffer = takeBuffer(Math.max(1024, expectedBytes));
    this.view = viewOf(this.buffer);
    this.length = SIGNATURE.copy(this.buffer);
  }

  /** Begins a row; exactly `columns` values must follow. */
  row(columns: number): void {
    this.reserve(ROW_BYTES);
    this.view.setInt16(this.length, columns);
    this.length += 2;
  }

  null(): void {
    this.view.setInt32(this.length, -1);
    this.length += 4;
  }

  boolean(value: boolean): void {
    this.view.setInt32(this.length, 1);
    this.view.setUint8(this.length + 4, value ? 1 : 0);
    this.length += 5;
  }

  int2(value: number): void {
    this.view.setInt32(this.length, 2);
    this.view.setInt16(this.length + 4, value);
    this.length += 6;
  }

  int4(value: number): void {
    this.view.setInt32(this.length, 4);
    this.view.setInt32(this.length + 4, value);
    this.length += 8;
  }

  int8(value: number): void {
    const high = Math.floor(value / TWO_TO_32);
    this.view.setInt32(this.length, 8);
    this.view.setInt32(this.length + 4, high);
    this.view.setUint32(this.length + 8, value - high * TWO_TO_32);
    this.length += 12;
  }

  float8(value: number): void {
    this.view.setInt32(this.length, 8);
    this.view.setFloat64(this.length + 4, value);
    this.length += 12;
  }

  /** Milliseconds since 1970 as timestamptz. */
  instant(value: number): void {
    this.int8((value - EPOCH_2000_MS) * 1000);
  }

  text(value: string): void {
    if (value.length <= SHORT_TEXT && this.shortText(value)) return;
    const bytes = Buffer.byteLength(value);
    this.reserve(bytes + ROW_BYTES);
    this.view.setInt32(this.length, bytes);
    this.length += 4 + this.buffer.write(value, this.length + 4);
  }

  /** Writes characters of latin1 as the bytes they are, such as those of a digest. */
  latin1(value: string): void {
    this.reserve(value.length + ROW_BYTES);
    this.view.setInt32(this.length, value.length);
    this.length += 4;
    for (let at = 0; at < value.length; at += 1) this.buffer[this.length + at] = value.charCodeAt(at);
    this.length += value.length;
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.byteLength + ROW_BYTES);
    this.view.setInt32(this.length, value.byteLength);
    this.buffer.set(value, this.length + 4);
    this.length += 4 + value.byteLength;
  }

  textOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.text(value);
  }

  instantOrNull(value: number | null): void {
    if (value === null) this.null();
    else this.instant(value);
  }

  int2Array(values: readonly number[]): void {
    this.array(INT2_OID, values.length, 6 * values.length);
    for (const value of values) this.int2(value);
  }

  int4Array(values: readonly number[]): void {
    this.array(INT4_OID, values.length, 8 * values.length);
    for (const value of values) this.int4(value);
  }

  textArray(values: readonly string[]): void {
    this.array(
      TEXT_OID,
      values.length,
      values.reduce((sum, value) => sum + 4 + Buffer.byteLength(value), 0),
    );
    for (const value of values) this.text(value);
  }

  /** Makes room for a row of so many bytes to be written straight into `view`, and returns where it begins. */
  claim(bytes: number): number {
    this.reserve(bytes);
    const from = this.length;
    this.length = from + bytes;
    return from;
  }

  /** Gives the memory back, once what `end` returned has been sent; nothing may be written any more. */
  release(): void {
    if (spare.length < MOST_SPARE && this.buffer.length <= LARGEST_SPARE) spare.push(this.buffer);
    this.buffer = Buffer.alloc(0);
  }

  /** Ends the rows. */
  end(): Buffer {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(-1, this.length);
    return this.buffer.subarray(0, this.length);
  }

  /** Begins an array of one dimension whose elements take so many bytes. An empty one has no dimension. */
  private array(oid: number, count: number, bytes: number): void {
    const head = count === 0 ? [12, 0, 0, oid] : [20 + bytes, 1, 0, oid, count, 1];
    this.reserve(4 * head.length + bytes + ROW_BYTES);
    for (const word of head) {
      this.view.setInt32(this.length, word);
      this.length += 4;
    }
  }

  /** Writes a text of ASCII; false, with nothing written, when it is not. */
  private shortText(value: string): boolean {
    this.reserve(SHORT_TEXT + ROW_BYTES);
    const { buffer } = this;
    const from = this.length + 4;
    for (let at = 0; at < value.length; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit > 0x7f) return false;
      buffer[from + at] = unit;
    }
    this.view.setInt32(this.length, value.length);
    this.length = from + value.length;
    return true;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = takeBuffer(2 * (this.buffer.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.release();
    this.buffer = larger;
    this.view = viewOf(larger);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
