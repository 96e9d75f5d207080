import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Sends a COPY … FROM STDIN (FORMAT binary) with all its rows at once. */
export async function sendCopy(client: PoolClient, text: string, rows: Buffer): Promise<void> {
  const stream = client.query(copyFrom(text));
  stream.end(rows);
  await finished(stream);
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const EPOCH_2000_MS = 946_684_800_000;
const INT4_OID = 23;

/** Writes rows in PostgreSQL's binary COPY format into one growing buffer. */
export class CopyRows {
  private buffer: Buffer;
  private length: number;

  constructor(expectedBytes: number) {
    this.buffer = Buffer.allocUnsafe(Math.max(1024, expectedBytes));
    this.length = SIGNATURE.copy(this.buffer);
  }

  /** Begins a row; exactly `columns` values must follow. */
  row(columns: number): void {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(columns, this.length);
  }

  null(): void {
    this.reserve(4);
    this.length = this.buffer.writeInt32BE(-1, this.length);
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.length = this.buffer.writeInt32BE(1, this.length);
    this.length = this.buffer.writeUInt8(value ? 1 : 0, this.length);
  }

  int2(value: number): void {
    this.reserve(6);
    this.length = this.buffer.writeInt32BE(2, this.length);
    this.length = this.buffer.writeInt16BE(value, this.length);
  }

  int4(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeInt32BE(4, this.length);
    this.length = this.buffer.writeInt32BE(value, this.length);
  }

  int8(value: number): void {
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    const high = Math.floor(value / 0x1_0000_0000);
    this.length = this.buffer.writeInt32BE(high, this.length);
    this.length = this.buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.length);
  }

  float8(value: number): void {
    this.reserve(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  /** Milliseconds since 1970 as timestamptz. */
  instant(value: number): void {
    this.int8((value - EPOCH_2000_MS) * 1000);
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.reserve(4 + bytes);
    this.length = this.buffer.writeInt32BE(bytes, this.length);
    this.length += this.buffer.write(value, this.length);
  }

  bytes(value: Uint8Array): void {
    this.reserve(4 + value.byteLength);
    this.length = this.buffer.writeInt32BE(value.byteLength, this.length);
    this.buffer.set(value, this.length);
    this.length += value.byteLength;
  }

  int4Array(values: readonly number[]): void {
    this.reserve(24 + 8 * values.length);
    const header = [20 + 8 * values.length, 1, 0, INT4_OID, values.length, 1];
    for (const word of header) this.length = this.buffer.writeInt32BE(word, this.length);
    for (const value of values) {
      this.length = this.buffer.writeInt32BE(4, this.length);
      this.length = this.buffer.writeInt32BE(value, this.length);
    }
  }

  /** Ends the rows. */
  end(): Buffer {
    this.reserve(2);
    this.length = this.buffer.writeInt16BE(-1, this.length);
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.buffer.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
