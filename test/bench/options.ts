/** Runs a part belongs to without being named: every one, full ones only, or none. */
type Belongs = 'every' | 'full' | 'named';

/** The parts, in the order in which they run. */
export const PARTS = {
  rates: 'every',
  inference: 'every',
  serving: 'every',
  live: 'every',
  devices: 'named',
  rebuild: 'full',
  memory: 'full',
  dashboard: 'full',
  ingest: 'every',
} as const satisfies Readonly<Record<string, Belongs>>;

export type Part = keyof typeof PARTS;

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
  /** The parts named; empty means those that belong to such a run. */
  readonly only: readonly Part[];
  /** Write CPU profiles of the ingest workers and sum them up. */
  readonly profile: boolean;
}

const FULL = { rounds: 5, singles: 300_000, hundreds: 15_000, few: 20_000 };
const QUICK = { rounds: 1, singles: 60_000, hundreds: 4000, few: 3000 };

/** Reads the words behind `npm run bench --`; throws for a part there is not. */
export function readOptions(words: readonly string[]): BenchOptions {
  const quick = words.includes('--quick');
  const given = quick ? QUICK : FULL;
  const named = words.filter((word) => !word.startsWith('--') && Number.isNaN(Number(word)));
  const unknown = named.find((word) => !Object.hasOwn(PARTS, word));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}`);
  return {
    ...given,
    rounds: numberAfter(words, '--rounds') ?? given.rounds,
    quick,
    only: named as readonly Part[],
    profile: words.includes('--profile'),
  };
}

function numberAfter(words: readonly string[], flag: string): number | null {
  const at = words.indexOf(flag);
  return at < 0 ? null : Number(words[at + 1]);
}

/** Whether a part is to run. */
export function isWanted({ only, quick }: BenchOptions, part: Part): boolean {
  if (only.length > 0) return only.includes(part);
  const belongs: Belongs = PARTS[part];
  return belongs === 'every' || (belongs === 'full' && !quick);
}

/** Whether a run measures all there is, as often as the goals ask: only such a run is kept in RESULTS.md. */
export function isWhole({ only, quick, rounds }: BenchOptions): boolean {
  return only.length === 0 && !quick && rounds >= FULL.rounds;
}
