import type { PointsTriple, ScoreRow } from '@parkpulse/domain';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

export const SCORE_LOG: AssessmentLog<ScoreRow> = {
  table: 'score_log',
  keyColumn: null,
  keyType: 'int',
  columns: { z: 'integer[]', primary: 'integer[]', secondary: 'integer[]' },
  decode,
};

function decode(row: LogRow): ScoreRow {
  const [z = [0, 0, 0]] = toTriples(row['z'] as readonly number[]);
  return {
    at: row.at,
    z,
    primary: toTriples(row['primary'] as readonly number[]),
    secondary: toTriples(row['secondary'] as readonly number[]),
  };
}

/** The columns of score rows, in the order of the log's. */
export function scoreColumns(rows: readonly ScoreRow[]): readonly (readonly unknown[])[] {
  return [
    rows.map(({ z }) => `{${z.join(',')}}`),
    rows.map(({ primary }) => `{${primary.flat().join(',')}}`),
    rows.map(({ secondary }) => `{${secondary.flat().join(',')}}`),
  ];
}

function toTriples(points: readonly number[]): readonly PointsTriple[] {
  const triples: PointsTriple[] = [];
  for (let index = 0; index < points.length; index += 3) {
    triples.push([points[index] ?? 0, points[index + 1] ?? 0, points[index + 2] ?? 0]);
  }
  return triples;
}
