import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame } from './decodeFrame.js';
import { encodeFrame } from './encodeReply.js';
import { LENIENT, STRICT } from './frame.js';
import { FrameReader, type ReaderItem } from './frameReader.js';

const SEED = 20_240_329;
const frame = (n: number) =>
  encodeFrame(
    `QN=20231008123340${String(n % 1000).padStart(3, '0')};ST=22;CN=2011;MN=A${n};Flag=5;CP=&&DataTime=20231008123340;a34004-Rtd=${n}&&`,
  );
const readAll = (chunks: readonly Uint8Array[], maxDataBytes = 1024): readonly ReaderItem[] => {
  const reader = new FrameReader(maxDataBytes);
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), ...reader.flush()];
};
const namesOf = (items: readonly ReaderItem[]) =>
  items.map((item) => {
    if (item.kind === 'fault') return item.code;
    const decoded = decodeFrame(item.bytes);
    return decoded.kind === 'frame' ? decoded.header.mn : decoded.code;
  });
const cut = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));

describe('The frame reader', () => {
  it('finds frames that come together or split at any byte', () => {
    const stream = Buffer.concat([frame(1), frame(2), frame(3)]);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      expect(namesOf(readAll(cut(stream, size)))).toEqual(['A1', 'A2', 'A3']);
    }
  });

  it('goes on at the next frame after garbage, and tells of the garbage once', () => {
    const stream = Buffer.concat([Buffer.from('noise'), frame(1), Buffer.from('\r\nmore # noise'), frame(2)]);
    expect(namesOf(readAll([stream]))).toEqual(['FRAME_GARBAGE', 'A1', 'FRAME_GARBAGE', 'A2']);
  });

  it('loses only the frame that was cut off', () => {
    const stream = Buffer.concat([frame(1).subarray(0, 40), frame(2), frame(3).subarray(0, 5), frame(4)]);
    expect(namesOf(readAll([stream]))).toEqual(['FRAME_LENGTH', 'A2', 'FRAME_SYNTAX', 'A4']);
  });

  it('sees a wrong length at the line end, without waiting for the bytes that never come', () => {
    const long = Buffer.from(
      frame(1)
        .toString()
        .replace(/^##\d{4}/, '##0900'),
    );
    expect(namesOf([...new FrameReader().push(long)])).toEqual(['FRAME_LENGTH']);
    const short = Buffer.from(
      frame(1)
        .toString()
        .replace(/^##\d{4}/, '##0020'),
    );
    expect(namesOf(readAll([short, frame(2)]))).toEqual(['FRAME_LENGTH', 'A2']);
  });

  it('refuses a frame longer than its limit before it is there', () => {
    expect(namesOf([...new FrameReader(512).push(Buffer.from('##0900'))])).toEqual(['FRAME_TOO_LONG']);
  });

  it('takes the last two of many # signs as the start', () => {
    const stream = Buffer.concat([Buffer.from('###'), frame(7).subarray(2)]);
    expect(namesOf(readAll(cut(Buffer.concat([Buffer.from('#'), stream]), 1)))).toContain('A7');
  });

  it('tells of a frame that the end of the stream cut off', () => {
    expect(namesOf(readAll([frame(1).subarray(0, 30)]))).toEqual(['FRAME_LENGTH']);
  });
});

describe('Hostile bytes', { timeout: 60_000 }, () => {
  it('never make reader or decoder throw, nor hold more than the bound', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(9999).map((n) => frame(n)),
      fc.nat(9999).map((n) => frame(n).subarray(0, n % 90)),
      fc
        .constantFrom('##', '#', '##9999', '##0000', '##00', '\r\n', 'CP=&&', '&&')
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.integer({ min: 1, max: 400 }), (parts, size) => {
        const reader = new FrameReader(1024);
        for (const chunk of cut(Buffer.concat(parts), size)) {
          for (const item of reader.push(chunk)) {
            if (item.kind === 'bytes') decodeFrame(item.bytes, LENIENT);
          }
          expect(reader.pendingBytes).toBeLessThanOrEqual(1024 + 11);
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('give the same frames however the stream is cut', () => {
    const parts = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(999).map((n) => frame(n)),
      ),
      {
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 50 }), (list, size) => {
        const stream = Buffer.concat(list);
        const frames = (items: readonly ReaderItem[]) => items.filter(({ kind }) => kind === 'bytes');
        expect(frames(readAll(cut(stream, size)))).toEqual(frames(readAll([stream])));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('never cost a whole frame that follows them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        // A second frame, because noise that ends inside a declared length may swallow the line before it.
        expect(namesOf(readAll([noise, Buffer.from('\r\n'), frame(5), frame(6)]))).toContain('A6');
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('with one flipped bit are refused by a strict receiver', () => {
    const bytes = frame(42).subarray(0, -2);
    const open = (at: number) => at >= 6 && at < bytes.length - 4;
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const result = decodeFrame(flipped, STRICT);
      decodeFrame(flipped, LENIENT);
      if (open(bit >> 3)) expect(result.kind).toBe('fault');
      refused += result.kind === 'fault' ? 1 : 0;
    }
    expect(refused).toBeGreaterThan(bytes.length * 8 - 40);
  });

  it('cost time in proportion to their number, whatever they are', () => {
    const hostile = ['##9999', '##', '#', '##0100', '##1000A', '\r\n##12', 'x'];
    for (const text of hostile) {
      const stream = Buffer.from(text.repeat(Math.ceil(2_000_000 / text.length)));
      const reader = new FrameReader(9999);
      const start = performance.now();
      let items = 0;
      for (const chunk of cut(stream, 1460))
        for (const item of reader.push(chunk)) items += item.kind === 'bytes' ? 1 : 0;
      // 2 MB in well under a second: a quadratic reader needs minutes for it.
      expect(performance.now() - start).toBeLessThan(3000);
      expect(items).toBeGreaterThanOrEqual(0);
    }
  });
});
