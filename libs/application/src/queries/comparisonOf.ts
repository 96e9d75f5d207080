import type { ComparedPark, Comparison } from '@parkpulse/contracts';
import type { Instant } from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { ParkRecord, ReadModel } from '../ports.js';
import { assessmentOf } from './assessmentOf.js';
import { isRefused } from './refusal.js';
import { trendOf } from './trendOf.js';
import { timeText } from './wire.js';

const DAY_MS = 86_400_000;
/** Days of the small trend beside each park. */
const DAYS = 30;

export interface ComparisonQuery {
  readonly parks: readonly ParkRecord[];
  readonly at: Instant;
  readonly now: Instant;
}

/** Parks as they stand at one moment, each with its last thirty days. */
export async function comparisonOf(
  read: ReadModel,
  rules: AssessmentRules,
  { parks, at, now }: ComparisonQuery,
): Promise<Comparison> {
  const items = await Promise.all(parks.map((park) => parkBeside(read, rules, park, { at, now })));
  return { at: timeText(at), items };
}

async function parkBeside(
  read: ReadModel,
  rules: AssessmentRules,
  { id, name, timeZone }: ParkRecord,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Promise<ComparedPark> {
  const span = { from: at - DAYS * DAY_MS, to: at, interval: '1d', node: 'Z' } as const;
  const [whole, trend, definitions] = await Promise.all([
    assessmentOf(read, rules, { park: id, at, knownAt: null, now }),
    trendOf(read, rules, { park: id, zone: timeZone, now, ...span }),
    read.definitions(id),
  ]);
  const { revision, edition, rules: version, score, primary } = whole;
  const inForce = definitions.filter(({ effectiveFrom }) => effectiveFrom <= at);
  return {
    ...{ park: id, name, timeZone, revision, edition, rules: version, score, primary },
    ownDefinitions: new Set(inForce.map(({ measure }) => measure)).size,
    trend: isRefused(trend) ? { time: [], candidate: [] } : { time: trend.time, candidate: trend.candidate },
  };
}
