import type { MeasureValueAnswer } from '@parkpulse/contracts';
import {
  FLATLINE_LIMITS,
  type Instant,
  ParkFacts,
  type ReadingFact,
  detectFlatline,
} from '@parkpulse/domain';
import type { ReadModel } from '../ports.js';
import { type Refused, isRefused } from './refusal.js';
import { type ValueQuery, valueOf } from './valueOf.js';
import { timeText } from './wire.js';

/** How far back a series is looked at to know how long it usually stands still. */
const CHARACTER_MS = 3 * 86_400_000;

/**
 * A measure over a local period or as it stood at a moment, and there with the mark of a series that stands still although
 * it used to move (`suspect`). The mark is for people: it never changes a level.
 */
export async function examinedValueOf(
  read: ReadModel,
  query: ValueQuery,
): Promise<MeasureValueAnswer | Refused> {
  const isOfMembers = query.period !== null || query.device !== null;
  const [answer, suspect] = await Promise.all([
    valueOf(read, query),
    isOfMembers ? null : stillnessOf(read, { ...query, at: query.at ?? query.now }),
  ]);
  return isRefused(answer) || suspect === null ? answer : { ...answer, suspect };
}

export interface StillnessQuery {
  readonly park: string;
  readonly measure: string;
  readonly enterprise: string | null;
  readonly at: Instant;
  readonly knownAt: Instant | null;
}

export interface Stillness {
  readonly since: string;
  readonly repeats: number;
}

/** Since when the readings of a measure are sent again and again without moving, although they used to; null when alive. */
export async function stillnessOf(
  read: Pick<ReadModel, 'facts'>,
  { measure, ...query }: StillnessQuery,
): Promise<Stillness | null> {
  return (await stillnessesOf(read, { ...query, measures: [measure] })).get(measure) ?? null;
}

export type StillnessesQuery = Omit<StillnessQuery, 'measure'> & { readonly measures: readonly string[] };

/**
 * The same for several measures at once; those that are alive are left out. What has moved within the shortest suspect time
 * is alive whatever it did before, so that only the rest is read as far back as its character shows.
 */
export async function stillnessesOf(
  read: Pick<ReadModel, 'facts'>,
  query: StillnessesQuery,
): Promise<ReadonlyMap<string, Stillness>> {
  const { measures, at } = query;
  const lately = await readingsSince(read, query, at - FLATLINE_LIMITS.leastMs);
  const resting = measures.filter((measure) => mayRest(lately(measure), at));
  if (resting.length === 0) return new Map();
  const before = await readingsSince(read, { ...query, measures: resting }, at - CHARACTER_MS);
  return new Map(
    resting.flatMap((measure) => {
      const flatline = detectFlatline(before(measure), at);
      if (flatline.kind === 'lively') return [];
      return [[measure, { since: timeText(flatline.since), repeats: flatline.repeats }] as const];
    }),
  );
}

/** Any stillness counts, however short. */
const SHORTEST = { leastMs: 0, leastRepeats: 1, timesLongest: 0, leastMoves: 0 };

// Nothing new at all may be a series that stands still as well.
function mayRest(readings: readonly ReadingFact[], at: Instant): boolean {
  const [first] = readings;
  if (first === undefined) return true;
  const newest = detectFlatline(readings, at, SHORTEST);
  return newest.kind === 'suspect' && newest.since === first.at;
}

async function readingsSince(
  read: Pick<ReadModel, 'facts'>,
  { park, measures, enterprise, at, knownAt }: StillnessesQuery,
  from: Instant,
): Promise<(measure: string) => readonly ReadingFact[]> {
  const known = knownAt === null ? {} : { knownAt };
  const facts = ParkFacts.of(
    await read.facts(park, { kinds: ['reading'], measures, from, to: at + 1, ...known }),
  );
  return (measure) => facts.readingsOf(measure, enterprise).between(from, at + 1);
}
