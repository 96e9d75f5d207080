import type { ReadModel, ScorePart } from '@parkpulse/application';
import type { IndicatorId, Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { type Sql, statement } from '../driver/database.js';
import { SERIES } from '../facts/factStatements.js';
import { columnBetween } from '../logs/assessmentLog.js';
import { LEVEL_LOG, toTriple } from '../logs/levelLog.js';
import { SCORE_LOG, toTriples } from '../logs/scoreLog.js';

/** What charts draw over long spans: of each row only what is drawn. */

type Answer<Name extends keyof ReadModel> = Awaited<ReturnType<ReadModel[Name]>>;

/** A park by its key, and [from, to). */
interface Span {
  readonly park: number;
  readonly from: Instant;
  readonly to: Instant;
}

interface PointRow {
  readonly key: string;
  readonly at: Instant;
  readonly value: readonly number[];
}

const LEVELS = columnBetween(LEVEL_LOG, 'stable');
const SCORES: Readonly<Record<ScorePart, ReturnType<typeof columnBetween>>> = {
  z: columnBetween(SCORE_LOG, 'z'),
  primary: columnBetween(SCORE_LOG, 'primary'),
  secondary: columnBetween(SCORE_LOG, 'secondary'),
};

export async function readLevelPoints(
  sql: Sql,
  indicators: readonly string[],
  { park, from, to }: Span,
): Promise<Answer<'levelPoints'>> {
  const rows = await sql.rows<PointRow>(LEVELS, [park, fromInstant(from), fromInstant(to), indicators]);
  return rows.map(({ key, at, value }) => ({ indicator: key as IndicatorId, at, stable: toTriple(value) }));
}

export async function readScorePoints(
  sql: Sql,
  part: ScorePart,
  { park, from, to }: Span,
): Promise<Answer<'scorePoints'>> {
  const rows = await sql.rows<PointRow>(SCORES[part], [park, fromInstant(from), fromInstant(to), [0]]);
  return rows.map(({ at, value }) => ({ at, points: toTriples(value) }));
}

/** Readings of the series $1 in [$2, $3) and at the newest $4 moments before, superseded ones too. */
const READINGS = statement(
  'reading-values',
  `SELECT f.time AS at, f.numerator, f.denominator, f.numerator_text AS "numeratorText", f.denominator_text AS "denominatorText"
   FROM reading f
   WHERE f.series = $1 AND f.time < $3 AND f.time >= coalesce((
     SELECT min(newest.time) FROM (
       SELECT DISTINCT o.time FROM reading o WHERE o.series = $1 AND o.time < $2 ORDER BY o.time DESC LIMIT $4
     ) AS newest
   ), $2)
   ORDER BY f.time`,
);

interface ReadingRow {
  readonly at: Instant;
  readonly numerator: number;
  readonly denominator: number | null;
  readonly numeratorText: string | null;
  readonly denominatorText: string | null;
}

export async function readReadingValues(
  sql: Sql,
  asked: { readonly measure: string; readonly enterprise: string | null; readonly before: number },
  { park, from, to }: Span,
): Promise<Answer<'readingValues'>> {
  const { measure, enterprise, before } = asked;
  const named = [park, ['reading'], [measure], [enterprise ?? '']];
  const [series] = await sql.rows<{ readonly key: number }>(SERIES, named);
  if (series === undefined) return [];
  const values = [series.key, fromInstant(from), fromInstant(to), before];
  const rows = await sql.rows<ReadingRow>(READINGS, values);
  if (rows.some(({ at }, index) => at === rows[index - 1]?.at)) return null;
  return rows.map(({ at, numerator, denominator, numeratorText, denominatorText }) => ({
    at,
    numerator: numeratorText ?? String(numerator),
    denominator: denominatorText ?? (denominator === null ? null : String(denominator)),
  }));
}
