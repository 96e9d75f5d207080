import type { ClauseRow } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

export const CLAUSE_LOG: AssessmentLog<ClauseRow> = {
  table: 'clause_log',
  keyColumn: 'clause',
  keyType: 'text',
  columns: {
    raw: 'text',
    reason: 'text',
    raw_since: 'timestamptz',
    confirmed: 'text',
    held: 'boolean',
    cause: 'text',
  },
  decode,
};

function decode(row: LogRow): ClauseRow {
  return {
    clause: row.key as ClauseRow['clause'],
    at: row.at,
    raw: row['raw'] as ClauseRow['raw'],
    reason: row['reason'] as ClauseRow['reason'],
    rawSince: row['raw_since'] as number,
    confirmed: row['confirmed'] as ClauseRow['confirmed'],
    held: row['held'] as boolean,
    cause: row['cause'] as ClauseRow['cause'],
  };
}

/** The columns of clause rows, in the order of the log's. */
export function clauseColumns(rows: readonly ClauseRow[]): readonly (readonly unknown[])[] {
  return [
    rows.map(({ raw }) => raw),
    rows.map(({ reason }) => reason),
    rows.map(({ rawSince }) => fromInstant(rawSince)),
    rows.map(({ confirmed }) => confirmed),
    rows.map(({ held }) => held),
    rows.map(({ cause }) => cause),
  ];
}
