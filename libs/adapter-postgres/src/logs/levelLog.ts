import { type Level, type LevelRow, levelRank } from '@parkpulse/domain';
import type { CopyRows } from '../driver/copy.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

type Triple = LevelRow['stable'];

export const LEVEL_LOG: AssessmentLog<LevelRow> = {
  table: 'level_log',
  keyColumn: 'indicator',
  keyType: 'text',
  columns: [
    'stable',
    'raw',
    'stale',
    'pending_candidate',
    'pending_due',
    'since',
    'cause',
    'raw_cause',
    'clauses',
  ],
  decode,
  encode,
};

function decode(row: LogRow): LevelRow {
  const [candidate, due] = [row['pending_candidate'] as number | null, row['pending_due'] as number | null];
  return {
    indicator: row.key as LevelRow['indicator'],
    at: row.at,
    stable: toTriple(row['stable'] as readonly number[]),
    raw: toTriple(row['raw'] as readonly number[]),
    stale: row['stale'] as boolean,
    pending: candidate === null || due === null ? null : { candidate: toLevel(candidate), due },
    since: row['since'] as number,
    cause: row['cause'] as LevelRow['cause'],
    rawCause: row['raw_cause'] as LevelRow['rawCause'],
    clauses: row['clauses'] as LevelRow['clauses'],
  };
}

function encode(rows: CopyRows, row: LevelRow): void {
  rows.int2Array(fromTriple(row.stable));
  rows.int2Array(fromTriple(row.raw));
  rows.boolean(row.stale);
  if (row.pending === null) rows.null();
  else rows.int2(levelRank(row.pending.candidate));
  rows.instantOrNull(row.pending?.due ?? null);
  rows.instant(row.since);
  rows.text(row.cause);
  rows.text(row.rawCause);
  rows.textArray(row.clauses);
}

function fromTriple({ assured, candidate, ceiling }: Triple): readonly number[] {
  return [levelRank(assured), levelRank(candidate), levelRank(ceiling)];
}

/** Reads three ranks as levels. */
export function toTriple([assured = 1, candidate = 1, ceiling = 1]: readonly number[]): Triple {
  return { assured: toLevel(assured), candidate: toLevel(candidate), ceiling: toLevel(ceiling) };
}

function toLevel(rank: number): Level {
  return `S${rank}` as Level;
}
