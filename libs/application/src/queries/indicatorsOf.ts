import type { IndicatorDetail } from '@parkpulse/contracts';
import type { AssessmentRules } from '../assess/rules.js';
import type { ReadModel } from '../ports.js';
import type { AssessmentQuery } from './assessmentOf.js';
import { indicatorOf } from './indicatorOf.js';
import { rememberingReads } from './rememberingReads.js';

/** All indicators clause by clause at one moment and of one snapshot, each exactly as it would be answered alone. */
export async function indicatorsOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: AssessmentQuery & { readonly zone: string },
): Promise<readonly IndicatorDetail[]> {
  const reads = rememberingReads(read);
  return Promise.all(
    rules.standard.indicators.map(({ indicator }) =>
      indicatorOf(reads, rules, { ...query, indicator: indicator.id }),
    ),
  );
}
