import type { AssessmentSession, ParkRecord } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import type { Dictionary } from '../dictionary/dictionary.js';
import { fromInstant } from '../driver/columnTypes.js';
import type { Transaction } from '../driver/database.js';
import { factReader } from '../facts/factReader.js';
import {
  type AssessmentLog,
  type LogRow,
  rowsBefore,
  rowsFrom,
  seriesRowsFrom,
} from '../logs/assessmentLog.js';
import { CLAUSE_LOG } from '../logs/clauseLog.js';
import { LEVEL_LOG } from '../logs/levelLog.js';
import { MEASURE_LOG } from '../logs/measureLog.js';
import { SCORE_LOG } from '../logs/scoreLog.js';
import { readAttestations } from '../settings/attestations.js';

export interface LockedPark extends ParkRecord {
  readonly key: number;
  readonly revision: number;
  readonly assessedTo: Instant | null;
  /** Up to when its logs say what was believed. */
  readonly knownTo: Instant | null;
}

/** A locked park seen through the transaction that locked it. */
export function assessmentSession(
  transaction: Transaction,
  dictionary: Dictionary,
  { key, revision, assessedTo, knownTo: _knownTo, ...park }: LockedPark,
  news: Pick<AssessmentSession, 'touches' | 'newFacts'>,
): Omit<AssessmentSession, 'alertContext'> {
  const around = async <Row>(log: AssessmentLog<Row>, instant: Instant) => {
    const values = [key, fromInstant(instant)];
    const before = await transaction.rows<LogRow>(rowsBefore(log), values);
    const after = await transaction.rows<LogRow>(rowsFrom(log), values);
    return { before: before.map(log.decode), after: after.map(log.decode) };
  };
  return {
    ...factReader({ sql: transaction, dictionary, series: new Map() }),
    park,
    revision,
    assessedTo,
    ...news,
    attestations: () => readAttestations(transaction, key),
    clauseRows: (before) => around(CLAUSE_LOG, before),
    levelRows: (before) => around(LEVEL_LOG, before),
    scoreRows: (before) => around(SCORE_LOG, before),
    async measureRows(measure, from) {
      const terms = await dictionary.terms.keysOf([measure]);
      const values = [key, fromInstant(from), terms.get(measure) ?? 0];
      const rows = await transaction.rows<LogRow>(seriesRowsFrom(MEASURE_LOG), values);
      return rows.map(MEASURE_LOG.decode);
    },
  };
}
