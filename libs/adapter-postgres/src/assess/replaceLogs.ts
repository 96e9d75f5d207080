import type { AssessmentCommit } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import type { Transaction } from '../driver/database.js';
import type { Dictionary } from '../dictionary/dictionary.js';
import { type AssessmentLog, addRows, supersede } from '../logs/assessmentLog.js';
import { CLAUSE_LOG, clauseColumns } from '../logs/clauseLog.js';
import { LEVEL_LOG, levelColumns } from '../logs/levelLog.js';
import { MEASURE_LOG, measureColumns } from '../logs/measureLog.js';
import { SCORE_LOG, scoreColumns } from '../logs/scoreLog.js';

interface Place {
  readonly park: number;
  readonly revision: number;
}

interface Change<Row> {
  readonly log: Omit<AssessmentLog<unknown>, 'decode'>;
  readonly superseded: readonly Row[];
  readonly added: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly columnsOf: (rows: readonly Row[]) => readonly (readonly unknown[])[];
}

/** Writes what an assessment changed in the four logs; false when it changed nothing. */
export async function replaceLogs(
  transaction: Transaction,
  dictionary: Dictionary,
  place: Place,
  commit: AssessmentCommit,
): Promise<boolean> {
  const { clauses, levels, scores, measures } = commit;
  const names = [...measures.superseded, ...measures.added].map(({ measure }) => measure);
  const terms = await dictionary.terms.keysOf(names);
  const replace = replacing(transaction, place, commit.knownFrom);
  const changes = [
    await replace({ log: CLAUSE_LOG, ...clauses, keyOf: ({ clause }) => clause, columnsOf: clauseColumns }),
    await replace({
      log: LEVEL_LOG,
      ...levels,
      keyOf: ({ indicator }) => indicator,
      columnsOf: levelColumns,
    }),
    await replace({ log: SCORE_LOG, ...scores, keyOf: () => 0, columnsOf: scoreColumns }),
    await replace({
      log: MEASURE_LOG,
      ...measures,
      keyOf: ({ measure }) => terms.get(measure) ?? 0,
      columnsOf: measureColumns,
    }),
  ];
  return changes.includes(true);
}

function replacing(transaction: Transaction, { park, revision }: Place, knownFrom: Instant) {
  const known = fromInstant(knownFrom);
  return async <Row extends { readonly at: Instant }>(change: Change<Row>): Promise<boolean> => {
    const { log, superseded, added, keyOf, columnsOf } = change;
    if (superseded.length > 0) {
      await transaction.rows(supersede(log), [park, known, superseded.map(keyOf), superseded.map(instantOf)]);
    }
    if (added.length > 0) {
      const values = [park, known, revision, added.map(keyOf), added.map(instantOf), ...columnsOf(added)];
      await transaction.rows(addRows(log), values);
    }
    return superseded.length + added.length > 0;
  };
}

function instantOf({ at }: { readonly at: Instant }): string {
  return fromInstant(at);
}
