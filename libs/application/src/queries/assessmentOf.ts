import type { Assessment } from '@parkpulse/contracts';
import { type IndicatorId, type Instant, type LevelRow, type ScoreRow, scoreRowAt } from '@parkpulse/domain';
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
  return toAssessment(rules, query, await read.snapshotAt(query.park, query.at, query.knownAt));
}

/** Where a park stands: the rows in force, and the revision they belong to. */
export interface Standing {
  readonly revision: number;
  readonly levels: readonly LevelRow[];
  readonly score: ScoreRow | null;
}

/** Writes the assessment of a standing. */
export function toAssessment(
  rules: AssessmentRules,
  { park, at, knownAt, now }: AssessmentQuery,
  standing: Standing,
): Assessment {
  const byId = new Map(standing.levels.map((row) => [row.indicator, row]));
  const row = scoreIn(standing, rules, at);
  return {
    park,
    at: timeText(at),
    knownAt: timeText(knownAt ?? now),
    revision: standing.revision,
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

/** The score of a park at a moment, as known now or as known then; before any assessment, that of S1 throughout. */
export async function scoreAtOf(
  read: Pick<ReadModel, 'snapshotAt'>,
  rules: AssessmentRules,
  { park, at, knownAt }: Omit<AssessmentQuery, 'now'>,
): Promise<ScoreRow> {
  return scoreIn(await read.snapshotAt(park, at, knownAt), rules, at);
}

function scoreIn(
  { levels, score }: Omit<Standing, 'revision'>,
  { standard, plan }: AssessmentRules,
  at: Instant,
): ScoreRow {
  const stable = new Map(levels.map((row) => [row.indicator, row.stable]));
  return score ?? scoreRowAt(standard.standard, plan, at, stable);
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
