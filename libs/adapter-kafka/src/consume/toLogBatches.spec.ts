import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { toLogBatches } from './toLogBatches.js';

const stream = { cluster: 'c', topicId: 'i', topic: 't', partition: 0 };

function message(offset: number, change: object = {}): KafkaMessage {
  const fixed = {
    key: Buffer.from('k'),
    value: Buffer.from('v'),
    timestamp: '1000',
    attributes: 0,
    headers: {},
  };
  return { ...fixed, offset: String(offset), ...change };
}

describe('what one fetch brought', () => {
  it('is cut into batches of bounded size, the last reaching past what is no record', () => {
    const value = Buffer.alloc(3 * 1024 * 1024);
    const batches = toLogBatches(
      stream,
      [0, 1, 5].map((offset) => message(offset, { value })),
      9,
      77,
    );
    expect(
      batches.map(({ records, nextOffset }) => [records.map(({ offset }) => offset), nextOffset]),
    ).toEqual([
      [[0], 1],
      [[1], 5],
      [[5], 9],
    ]);
    expect(batches.map(({ tail }) => tail?.split(' ').slice(0, 2))).toEqual([
      ['1', '0'],
      ['5', '1'],
      ['9', '5'],
    ]);
    const many = toLogBatches(
      stream,
      Array.from({ length: 12_000 }, (_, offset) => message(offset)),
      12_000,
      77,
    );
    expect(many.map(({ records }) => records.length)).toEqual([5000, 5000, 2000]);
    expect(toLogBatches(stream, [], 4, 77)).toEqual([{ stream, records: [], nextOffset: 4, tail: null }]);
  });

  it('is known since the broker took it where that stamped it, else since it was read', () => {
    const stamped = message(0, { batchContext: { timestampType: 1 } });
    const records = toLogBatches(stream, [stamped, message(1)], 2, 77).flatMap((batch) => batch.records);
    expect(records.map(({ receivedAt }) => receivedAt)).toEqual([1000, 77]);
  });

  it('has its headers as texts, of one given twice the last', () => {
    const headers = {
      a: Buffer.from('园'),
      b: [Buffer.from('1'), Buffer.from('2')],
      ['__proto__']: Buffer.from('x'),
    };
    const [record] = toLogBatches(stream, [message(0, { headers, key: null, value: null })], 1, 77)[0]!
      .records;
    expect(record).toMatchObject({ key: null, value: null, headers: { a: '园', b: '2' } });
    expect(Object.getPrototypeOf(record!.headers)).toBe(Object.prototype);
  });
});
