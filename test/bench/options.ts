/** How much a run measures. Counts are of events unless said otherwise. */
export interface BenchOptions {
  readonly quick: boolean;
  /** Interleaved rounds of everything that is compared with C. */
  readonly rounds: number;
  /** Events of one reading each. */
  readonly singles: number;
  /** Events of 100 readings each. */
  readonly hundreds: number;
  /** Events of one reading that the slow rivals are given. */
  readonly few: number;
  /** Names of the parts to run; empty means all. */
  readonly only: readonly string[];
  /** Write CPU profiles of the ingest workers and sum them up. */
  readonly profile: boolean;
}

const FULL = { rounds: 5, singles: 300_000, hundreds: 15_000, few: 20_000 };
const QUICK = { rounds: 1, singles: 60_000, hundreds: 4000, few: 3000 };

/** Reads the words behind `npm run bench --`. */
export function readOptions(words: readonly string[]): BenchOptions {
  const quick = words.includes('--quick');
  const given = quick ? QUICK : FULL;
  const only = words.filter((word) => !word.startsWith('--') && Number.isNaN(Number(word)));
  return {
    ...given,
    rounds: numberAfter(words, '--rounds') ?? given.rounds,
    quick,
    only,
    profile: words.includes('--profile'),
  };
}

function numberAfter(words: readonly string[], flag: string): number | null {
  const at = words.indexOf(flag);
  return at < 0 ? null : Number(words[at + 1]);
}

/** Whether a part is to run. */
export function isWanted({ only }: BenchOptions, part: string): boolean {
  return only.length === 0 || only.includes(part);
}
