import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import kafkajs from 'kafkajs';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const require = createRequire(import.meta.url);
const lz4 = require('lz4js') as { decompress(packed: Uint8Array): Uint8Array };
const snappy = require('snappyjs') as { uncompress(packed: Uint8Array): Uint8Array };
const zstd = require('fzstd') as { decompress(packed: Uint8Array): Uint8Array };

/** Before a block of snappy as Java writes it: a mark of eight bytes, two numbers of four, then blocks after their lengths. */
const JAVA_HEAD = 16;
const JAVA_MARK = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, JAVA_MARK.length).equals(JAVA_MARK)) return Buffer.from(snappy.uncompress(packed));
  const blocks: Uint8Array[] = [];
  for (let at = JAVA_HEAD; at < packed.length;) {
    const end = at + 4 + packed.readInt32BE(at);
    blocks.push(snappy.uncompress(packed.subarray(at + 4, end)));
    at = end;
  }
  return Buffer.concat(blocks);
}

/** Lets the checker read packed records too, by means of its own. */
export function readPacked(): void {
  const unpackers = new Map<kafkajs.CompressionTypes, (packed: Buffer) => Uint8Array>([
    [CompressionTypes.GZIP, (packed) => gunzipSync(packed)],
    [CompressionTypes.Snappy, unpackSnappy],
    [CompressionTypes.LZ4, (packed) => lz4.decompress(packed)],
    [CompressionTypes.ZSTD, (packed) => zstd.decompress(packed)],
  ]);
  for (const [type, unpack] of unpackers) {
    (CompressionCodecs as Record<number, () => unknown>)[type] = () => ({
      compress: () => Promise.reject(new Error('the checker writes nothing')),
      decompress: (packed: Buffer) => Promise.resolve(Buffer.from(unpack(packed))),
    });
  }
}
