import { type Level, type LevelRow, levelRank } from '@parkpulse/domain';
import { fromInstant, fromInstantOrNull } from '../driver/columnTypes.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

type Triple = LevelRow['stable'];

export const LEVEL_LOG: AssessmentLog<LevelRow> = {
  table: 'level_log',
  keyColumn: 'indicator',
  keyType: 'text',
  columns: {
    stable: 'smallint[]',
    raw: 'smallint[]',
    stale: 'boolean',
    pending_candidate: 'smallint',
    pending_due: 'timestamptz',
    since: 'timestamptz',
    cause: 'text',
    raw_cause: 'text',
    clauses: 'text[]',
  },
  decode,
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

/** The columns of level rows, in the order of the log's. */
export function levelColumns(rows: readonly LevelRow[]): readonly (readonly unknown[])[] {
  return [
    rows.map(({ stable }) => fromTriple(stable)),
    rows.map(({ raw }) => fromTriple(raw)),
    rows.map(({ stale }) => stale),
    rows.map(({ pending }) => (pending === null ? null : levelRank(pending.candidate))),
    rows.map(({ pending }) => fromInstantOrNull(pending?.due ?? null)),
    rows.map(({ since }) => fromInstant(since)),
    rows.map(({ cause }) => cause),
    rows.map(({ rawCause }) => rawCause),
    rows.map(({ clauses }) => `{${clauses.join(',')}}`),
  ];
}

function fromTriple({ assured, candidate, ceiling }: Triple): string {
  return `{${levelRank(assured)},${levelRank(candidate)},${levelRank(ceiling)}}`;
}

function toTriple([assured = 1, candidate = 1, ceiling = 1]: readonly number[]): Triple {
  return { assured: toLevel(assured), candidate: toLevel(candidate), ceiling: toLevel(ceiling) };
}

function toLevel(rank: number): Level {
  return `S${rank}` as Level;
}
