import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../client/rawRecord.js';
import { fromText, isReplaced, tailOf, toText } from './logTail.js';

function record(offset: number, text: string | null, change: object = {}): RawRecord {
  const value = text === null ? null : Buffer.from(text);
  const fixed = { key: Buffer.from('k'), timestamp: '1000', attributes: 0, headers: {} };
  return { ...fixed, offset: String(offset), value, ...change };
}
const mark = (offset: number) => record(offset, null, { isControlRecord: true });

describe('what a log is known by before a position', () => {
  const tail = tailOf(record(7, 'seven'));

  it('is kept as a short text that counts for its own position alone', () => {
    const text = toText(tail, 8);
    expect(text).toMatch(/^8 7 [\w-]{22}$/);
    expect(fromText({ nextOffset: 8, tail: text })).toEqual(tail);
    // Moved by a version that does not know of it, or by hand.
    expect(fromText({ nextOffset: 9, tail: text })).toBeNull();
    expect(fromText({ nextOffset: 0, tail: text })).toBeNull();
    expect(toText(null, 8)).toBeNull();
    for (const other of [null, '', '8', '8 7', 'x'])
      expect(fromText({ nextOffset: 8, tail: other })).toBeNull();
  });

  it('differs with value, key and time of the record, and where one of them is not there', () => {
    const others = [
      record(7, 'eight'),
      record(7, 'seven', { timestamp: '1001' }),
      record(7, 'seven', { key: Buffer.from('l') }),
      record(7, 'even', { key: Buffer.from('ks') }),
      record(7, 'kseven', { key: Buffer.alloc(0) }),
      record(7, 'kseven', { key: null }),
      record(7, ''),
      record(7, null),
    ];
    const digests = [tail, ...others.map(tailOf)].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('is there while the record is the same, whatever follows', () => {
    expect(isReplaced(tail, 8, [record(7, 'seven'), record(8, 'eight')])).toBe(false);
  });

  it('is missed where another record or a mark stands, or a record where none was', () => {
    expect(isReplaced(tail, 8, [record(7, 'other')])).toBe(true);
    expect(isReplaced(tail, 8, [mark(7)])).toBe(true);
    expect(isReplaced(tail, 9, [record(7, 'seven'), record(8, 'where the mark was')])).toBe(true);
    expect(isReplaced(tail, 9, [record(8, 'where the mark was')])).toBe(true);
  });

  it('is not missed for holes, marks and what was given up in a transaction: they come about in one log', () => {
    const givenUp = { batchContext: { inTransaction: true } };
    expect(isReplaced(tail, 8, [])).toBe(false);
    expect(isReplaced(tail, 8, [record(9, 'behind a hole')])).toBe(false);
    expect(isReplaced(tail, 10, [record(7, 'seven'), mark(8), record(9, 'never', givenUp), mark(10)])).toBe(
      false,
    );
    expect(isReplaced(tail, 8, [record(5, 'packed with it')])).toBe(false);
  });
});
