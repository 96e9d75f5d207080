import type { Bounds, ClusterClient, Stretch } from '../client/clusterClient.js';
import { toKafkaLogError } from '../kafkaLogError.js';
import { type LogTail, isReplaced } from './logTail.js';
import type { Place } from './place.js';
import type { LogView } from './startingPoint.js';

/** What the cluster says of single places. Every question rejects when it is not answered. */
export class ClusterView implements LogView {
  constructor(private readonly cluster: ClusterClient) {}

  async bounds({ topic, partition }: Place): Promise<Bounds> {
    const bounds = (await this.cluster.bounds(topic, [partition])).get(partition);
    if (bounds === undefined) throw new Error(`${topic}/${partition} is not there`);
    return bounds;
  }

  async isReplaced({ topic, partition }: Place, tail: LogTail, nextOffset: number): Promise<boolean> {
    // Only what is packed together: what follows may be such as cannot be unpacked, and that is told when it is read.
    const read = (offset: number) => this.cluster.read(topic, partition, { offset, bytes: 1 });
    try {
      const last = await read(tail.offset);
      const behind = tail.offset + 1 < nextOffset ? await read(tail.offset + 1) : [];
      return isReplaced(tail, nextOffset, [...last, ...behind]);
    } catch (error) {
      if (toKafkaLogError(error).code === 'CODEC_UNSUPPORTED') return false;
      throw error;
    }
  }

  /** Rejects when what lies there cannot be unpacked. */
  async tryToRead({ topic, partition }: Place, stretch: Stretch): Promise<void> {
    await this.cluster.read(topic, partition, stretch);
  }
}
