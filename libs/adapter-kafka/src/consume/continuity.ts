import type { Batch } from 'kafkajs';
import type { RawRecord } from '../client/rawRecord.js';
import type { ConsumerControl } from './consumerControl.js';
import type { LogTail } from './logTail.js';
import type { Place } from './place.js';

/**
 * Whether what a fetch brought goes on with the log that was read: kafkajs says nothing when it went elsewhere than it was
 * told, or when the log under it was cut, made again or written anew.
 */
export class Continuity {
  /** What the log was last seen through: only by another leader or over another connection can it be another log. */
  private sight: string | null = null;

  constructor(
    private readonly place: Place,
    private readonly control: Pick<ConsumerControl, 'bounds' | 'isReplaced' | 'connections'>,
  ) {}

  /** Begins anew, with a log that was just compared with what is stored. */
  begin(): void {
    this.sight = null;
  }

  /**
   * Asks the log only where the batch gives reason to; where it does not answer, the batch is not to be trusted.
   *
   * @param next the offset that was to be read next
   * @param tail what is known of the last record before it
   */
  async isBroken(batch: Batch, next: number, tail: LogTail | null): Promise<boolean> {
    if (Number(batch.highWatermark) < next) return true;
    try {
      return (await this.hasLost(batch, next)) || (await this.isAnother(batch, next, tail));
    } catch {
      return true;
    }
  }

  // Compaction and ends of transactions leave holes too; only what lies before the log's start is lost.
  private async hasLost(batch: Batch, next: number): Promise<boolean> {
    return Number(batch.firstOffset()) > next && (await this.control.bounds(this.place)).low > next;
  }

  private async isAnother({ messages }: Batch, next: number, tail: LogTail | null): Promise<boolean> {
    const [first] = messages as readonly RawRecord[];
    const sight = `${first?.batchContext?.partitionLeaderEpoch ?? ''}/${this.control.connections()}`;
    const isNew = this.sight !== null && this.sight !== sight;
    this.sight = sight;
    return isNew && tail !== null && this.control.isReplaced(this.place, tail, next);
  }
}
