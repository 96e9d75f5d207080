import type { MeasureValueAnswer } from '@parkpulse/contracts';
import { type Instant, ParkFacts, detectFlatline } from '@parkpulse/domain';
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
  { park, measure, enterprise, at, knownAt }: StillnessQuery,
): Promise<Stillness | null> {
  const facts = await read.facts(park, {
    kinds: ['reading'],
    measures: [measure],
    from: at - CHARACTER_MS,
    to: at + 1,
    ...(knownAt === null ? {} : { knownAt }),
  });
  const series = ParkFacts.of(facts).readingsOf(measure, enterprise);
  const flatline = detectFlatline(series.between(at - CHARACTER_MS, at + 1), at);
  return flatline.kind === 'suspect' ? { since: timeText(flatline.since), repeats: flatline.repeats } : null;
}
