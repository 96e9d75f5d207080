import type { MeasureValueAnswer } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import type { ReadModel } from '../ports.js';
import { isRefused } from './refusal.js';
import { rememberingReads } from './rememberingReads.js';
import { examinedValueOf } from './stillnessOf.js';

export interface ValuesQuery {
  readonly park: string;
  readonly zone: string;
  readonly measures: readonly string[];
  readonly at: Instant;
  readonly knownAt: Instant | null;
  readonly now: Instant;
}

/** Measures as they stood at one moment, each exactly as it would be answered alone. */
export async function valuesOf(
  read: ReadModel,
  { measures, ...moment }: ValuesQuery,
): Promise<readonly MeasureValueAnswer[]> {
  const reads = rememberingReads(read);
  const nothing = { period: null, device: null, enterprise: null };
  const answers = await Promise.all(
    measures.map((measure) => examinedValueOf(reads, { ...moment, ...nothing, measure })),
  );
  // Only a period can be refused, and none is asked for.
  return answers.flatMap((answer) => (isRefused(answer) ? [] : [answer]));
}
