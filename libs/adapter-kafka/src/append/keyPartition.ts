/** Chooses the partition of a key as Kafka's own clients do: murmur2 of its UTF-8 bytes, the sign dropped. */
export function keyPartition(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const MIX = 0x5bd1e995;

/** Kafka's murmur2 (org.apache.kafka.common.utils.Utils), a signed 32-bit number. */
export function murmur2(data: Buffer): number {
  const whole = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MIX);
    word = Math.imul(word ^ (word >>> 24), MIX);
    hash = Math.imul(hash, MIX) ^ word;
  }
  for (let at = data.length - 1; at >= whole; at -= 1) {
    hash ^= (data[at] ?? 0) << (8 * (at - whole));
    if (at === whole) hash = Math.imul(hash, MIX);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX);
  return hash ^ (hash >>> 15);
}
