import { type Instant, type MeasureKey, parsePeriod } from '@parkpulse/domain';
import type { AssessmentSession } from '../ports.js';
import { lower, measuresTouchedBy } from './dirt.js';

/**
 * A submission speaks for its period, which may lie well before its filing: its measures are dirty from the start of the
 * period, not only from the filing.
 */
export async function submissionDirt(session: AssessmentSession): Promise<ReadonlyMap<MeasureKey, Instant>> {
  const dirt = new Map<MeasureKey, Instant>();
  for (const touch of session.touches) {
    if (touch.kind !== 'submission') continue;
    const facts = await session.facts(session.park.id, {
      kinds: ['submission'],
      from: touch.from,
      to: touch.to + 1,
    });
    for (const fact of facts) {
      if (fact.kind !== 'submission' || fact.submission !== touch.group) continue;
      const from = parsePeriod(fact.period, session.park.timeZone)?.from ?? fact.at;
      for (const measure of measuresTouchedBy(touch)) lower(dirt, measure, from);
    }
  }
  return dirt;
}
