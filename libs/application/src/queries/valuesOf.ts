import type { MeasureValueAnswer } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import type { ReadModel } from '../ports.js';
import { rememberingReads } from './rememberingReads.js';
import { stillnessesOf } from './stillnessOf.js';
import { valuesTogether } from './valueOf.js';

export interface ValuesQuery {
  readonly park: string;
  readonly zone: string;
  readonly measures: readonly string[];
  readonly at: Instant;
  readonly knownAt: Instant | null;
  readonly now: Instant;
}

/** Measures as they stood at one moment, each exactly as it would be answered alone, from facts read once for all. */
export async function valuesOf(read: ReadModel, query: ValuesQuery): Promise<readonly MeasureValueAnswer[]> {
  const reads = rememberingReads(read);
  const whole = { ...query, device: null, enterprise: null };
  const versions = await reads.definitions(query.park, query.knownAt ?? undefined);
  const [answers, stillnesses] = await Promise.all([
    valuesTogether(reads, versions, whole),
    stillnessesOf(reads, whole),
  ]);
  return answers.map((answer) => {
    const suspect = stillnesses.get(answer.measure);
    return suspect === undefined ? answer : { ...answer, suspect };
  });
}
