import type { ClauseRow } from '@parkpulse/domain';
import type { CopyRows } from '../driver/copy.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

export const CLAUSE_LOG: AssessmentLog<ClauseRow> = {
  table: 'clause_log',
  keyColumn: 'clause',
  keyType: 'text',
  columns: ['raw', 'reason', 'raw_since', 'confirmed', 'held', 'cause'],
  decode,
  encode,
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

function encode(rows: CopyRows, { raw, reason, rawSince, confirmed, held, cause }: ClauseRow): void {
  rows.text(raw);
  rows.textOrNull(reason);
  rows.instant(rawSince);
  rows.text(confirmed);
  rows.boolean(held);
  rows.text(cause);
}
