import type { PointsTriple, ScoreRow } from '@parkpulse/domain';
import type { CopyRows } from '../driver/copy.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

export const SCORE_LOG: AssessmentLog<ScoreRow> = {
  table: 'score_log',
  keyColumn: null,
  keyType: 'int',
  columns: ['z', 'primary', 'secondary'],
  decode,
  encode,
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

function encode(rows: CopyRows, { z, primary, secondary }: ScoreRow): void {
  rows.int4Array(z);
  rows.int4Array(primary.flat());
  rows.int4Array(secondary.flat());
}

/** Reads points as triples of assured, candidate, ceiling. */
export function toTriples(points: readonly number[]): readonly PointsTriple[] {
  const triples: PointsTriple[] = [];
  for (let index = 0; index < points.length; index += 3) {
    triples.push([points[index] ?? 0, points[index + 1] ?? 0, points[index + 2] ?? 0]);
  }
  return triples;
}
