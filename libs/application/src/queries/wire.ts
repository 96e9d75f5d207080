import type { IndicatorState, PrimaryPoints, Score, SecondaryPoints } from '@parkpulse/contracts';
import {
  type IndicatorId,
  type Instant,
  LOWEST_LEVELS,
  type LevelRow,
  type PointsTriple,
  type ScoreRow,
  gradeOf,
  indicatorPoints,
  pointsText,
} from '@parkpulse/domain';
import type { AssessmentRules } from '../assess/rules.js';

/** Writes an instant as answers give times: RFC 3339 in UTC. */
export function timeText(at: Instant): string {
  return new Date(at).toISOString();
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS: readonly string[] = Array.from({ length: 24 }, (_, hour) => timeText(hour * HOUR_MS).slice(10));

/** Writes the instants of a column, as `timeText` writes each: whole hours, which most are, without asking the calendar. */
export function timeTexts(instants: readonly Instant[]): string[] {
  let day = Number.NaN;
  let date = '';
  return instants.map((at) => {
    const begins = Math.floor(at / DAY_MS) * DAY_MS;
    const hour = (at - begins) / HOUR_MS;
    if (!Number.isInteger(hour)) return timeText(at);
    if (begins !== day) [day, date] = [begins, timeText(begins).slice(0, 10)];
    return date + (HOURS[hour] ?? '');
  });
}

/** Writes the three scores of a row with their grades. */
export function scoreWire({ z }: ScoreRow): Score {
  const one = (points: number): Score['assured'] => ({ z: pointsText(points), grade: gradeOf(points) });
  return { assured: one(z[0]), candidate: one(z[1]), ceiling: one(z[2]) };
}

function tripleWire([assured, candidate, ceiling]: PointsTriple): {
  assured: string;
  candidate: string;
  ceiling: string;
} {
  return { assured: pointsText(assured), candidate: pointsText(candidate), ceiling: pointsText(ceiling) };
}

const NO_POINTS: PointsTriple = [0, 0, 0];
const UNITS_PER_POINT = 10_000;

export function primaryWire({ standard }: AssessmentRules, { primary }: ScoreRow): readonly PrimaryPoints[] {
  return standard.standard.primaries.map(({ id, points }, index) => ({
    id,
    max: pointsText(points * UNITS_PER_POINT),
    ...tripleWire(primary[index] ?? NO_POINTS),
  }));
}

export function secondaryWire(
  { standard }: AssessmentRules,
  { secondary }: ScoreRow,
): readonly SecondaryPoints[] {
  return standard.standard.secondaries.map(({ id, points }, index) => ({
    id,
    max: pointsText(points * UNITS_PER_POINT),
    ...tripleWire(secondary[index] ?? NO_POINTS),
  }));
}

/** Writes one indicator's state; without a row nothing is known of it: S1 assured, S5 at most. */
export function indicatorWire(
  rules: AssessmentRules,
  id: IndicatorId,
  row: LevelRow | undefined,
): IndicatorState {
  const max = pointsText(indicatorPoints(rules.plan, id, 'S5'));
  if (row === undefined) {
    return { id, ...LOWEST_LEVELS, raw: LOWEST_LEVELS, max, since: null, stale: false, pending: null };
  }
  const { stable, raw, since, stale, pending } = row;
  return {
    id,
    ...stable,
    raw,
    max,
    since: timeText(since),
    stale,
    pending: pending === null ? null : { candidate: pending.candidate, due: timeText(pending.due) },
  };
}
