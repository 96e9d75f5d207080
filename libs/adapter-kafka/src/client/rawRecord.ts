import type { KafkaMessage } from 'kafkajs';

/** A record as kafkajs hands it on, with what its types leave out: the record batch it came in. */
export type RawRecord = KafkaMessage & {
  /** The mark of a transaction's end: never handed to a consumer. */
  readonly isControlRecord?: boolean;
  readonly batchContext?: {
    readonly inTransaction?: boolean;
    /** Counts up with every election of a leader of the partition. */
    readonly partitionLeaderEpoch?: number;
    /** 1: the timestamp is the broker's, of receipt. */
    readonly timestampType?: number;
  };
};
