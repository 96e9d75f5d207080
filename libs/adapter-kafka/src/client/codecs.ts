import { promisify } from 'node:util';
import { unzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** Records of one fetch unpacked to more than this are taken for a bomb. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** What kafkajs does not bring: snappy, lz4 and zstd, read as the Java clients write them; and a bound for gzip. */
export function registerCodecs(): void {
  const { GZIP, Snappy, LZ4, ZSTD } = CompressionTypes;
  CompressionCodecs[GZIP] = codec((packed) => unzipBounded(packed, { maxOutputLength: LARGEST_BYTES }));
  CompressionCodecs[Snappy] = codec(unpackSnappy);
  CompressionCodecs[LZ4] = codec(unpackLz4);
  CompressionCodecs[ZSTD] = codec(unpackZstd);
}

const unzipBounded = promisify<Buffer, { maxOutputLength: number }, Buffer>(unzip);

type Unpack = (packed: Buffer) => Buffer | Promise<Buffer>;

// kafkajs tries other errors again for ever; of this name it lets the consumer end, which is then told loudly.
function codec(unpack: Unpack) {
  return () => ({
    compress: () => Promise.reject(new Error('records are written unpacked')),
    async decompress(packed: Buffer): Promise<Buffer> {
      try {
        return await unpack(packed);
      } catch (error) {
        const fault = new Error(`records cannot be unpacked: ${String(error)}`, { cause: error });
        throw Object.assign(fault, { name: 'KafkaJSNotImplemented', retriable: false });
      }
    },
  });
}

/** How Java frames snappy: this mark, two versions, then blocks with their length before them. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

export function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, XERIAL.length).equals(XERIAL))
    return Buffer.from(snappy.uncompress(packed, LARGEST_BYTES));
  const blocks: Buffer[] = [];
  let left = LARGEST_BYTES;
  for (let at = XERIAL_HEADER; at < packed.length;) {
    const length = packed.readInt32BE(at);
    const block = Buffer.from(snappy.uncompress(packed.subarray(at + 4, at + 4 + length), left));
    left -= block.length;
    blocks.push(block);
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

export function unpackLz4(packed: Buffer): Buffer {
  const bound = lz4.decompressBound(packed);
  if (bound > LARGEST_BYTES) throw new Error(`more than ${LARGEST_BYTES} bytes`);
  return Buffer.from(lz4.decompress(packed, bound));
}

export function unpackZstd(packed: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  new Decompress((part) => {
    size += part.length;
    if (size > LARGEST_BYTES) throw new Error(`more than ${LARGEST_BYTES} bytes`);
    parts.push(part);
  }).push(packed, true);
  return Buffer.concat(parts);
}
