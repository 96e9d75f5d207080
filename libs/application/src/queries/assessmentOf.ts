import type { Assessment } from '@parkpulse/contracts';
import { type IndicatorId, type Instant, scoreRowAt } from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';
import type { ReadModel } from '../ports.js';
import { indicatorWire, primaryWire, scoreWire, secondaryWire, timeText } from './wire.js';

export interface AssessmentQuery {
  readonly park: string;
  /** The moment asked about. */
  readonly at: Instant;
  /** What was known when; null: what is known now. */
  readonly knownAt: Instant | null;
  readonly now: Instant;
}

/** The whole assessment of a park at a moment, as known now or as known then. All its parts are of one snapshot. */
export async function assessmentOf(
  read: ReadModel,
  rules: AssessmentRules,
  query: AssessmentQuery,
): Promise<Assessment> {
  const { park, at, knownAt, now } = query;
  const { levels, score, revision } = await read.snapshotAt(park, at, knownAt);
  const byId = new Map(levels.map((row) => [row.indicator, row]));
  const row =
    score ??
    scoreRowAt(rules.standard.standard, rules.plan, at, new Map(levels.map((l) => [l.indicator, l.stable])));
  return {
    park,
    at: timeText(at),
    knownAt: timeText(knownAt ?? now),
    revision,
    edition: rules.standard.standard.edition,
    rules: rules.standard.standard.rules,
    score: scoreWire(row),
    primary: primaryWire(rules, row),
    secondary: secondaryWire(rules, row),
    indicators: rules.standard.indicators.map(({ indicator }) =>
      indicatorWire(rules, indicator.id, byId.get(indicator.id)),
    ),
  };
}

/** The states of some indicators now, for a live patch. */
export async function indicatorStates(
  read: ReadModel,
  rules: AssessmentRules,
  park: string,
  ids: readonly IndicatorId[],
): Promise<Pick<Assessment, 'revision' | 'score' | 'indicators' | 'primary' | 'secondary'>> {
  const whole = await assessmentOf(read, rules, { park, at: Number.MAX_SAFE_INTEGER, knownAt: null, now: 0 });
  const wanted = new Set<string>(ids);
  const { revision, score, primary, secondary, indicators } = whole;
  return { revision, score, primary, secondary, indicators: indicators.filter(({ id }) => wanted.has(id)) };
}
