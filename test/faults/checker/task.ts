/** What the process is told, as one line of JSON. */
export interface CheckerTask {
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly ledger: string;
  /** Offsets that a row of the matrix has deleted on purpose, by `topic/partition`: the first one kept. */
  readonly deletedBelow?: Readonly<Record<string, number>>;
}

export interface CheckerVerdict {
  readonly faults: readonly string[];
  readonly figures: {
    readonly records: number;
    readonly acknowledged: number;
    readonly stored: number;
    readonly duplicates: number;
    readonly deadLetters: number;
    readonly unacknowledgedCopies: number;
    readonly published: number;
    readonly publishedCopies: number;
  };
}
