import { describe, expect, it } from 'vitest';
import { Partitioners } from 'kafkajs';
import { keyPartition, murmur2 } from './keyPartition.js';

describe('the partition of a key', () => {
  it('has the hash that the Java client has (vectors of its own test)', () => {
    const vectors: readonly (readonly [string, number])[] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ];
    for (const [key, hash] of vectors) expect(murmur2(Buffer.from(key)), key).toBe(hash);
  });

  it('is the one kafkajs chooses, for every length and beyond ASCII', () => {
    const choose = Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: 7 }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [],
      isr: [],
    }));
    const keys = Array.from({ length: 200 }, (_, n) => `园区-${'x'.repeat(n % 9)}${n * n}`);
    for (const key of keys) {
      expect(keyPartition(key, 7), key).toBe(
        choose({ topic: 't', partitionMetadata, message: { key, value: null } }),
      );
    }
  });
});
