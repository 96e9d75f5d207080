import type { AssessmentCommit } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import { fromInstant } from '../driver/columnTypes.js';
import { CopyRows } from '../driver/copy.js';
import type { Transaction } from '../driver/database.js';
import type { Dictionary } from '../dictionary/dictionary.js';
import { type AssessmentLog, copyInto, supersede } from '../logs/assessmentLog.js';
import { CLAUSE_LOG } from '../logs/clauseLog.js';
import { LEVEL_LOG } from '../logs/levelLog.js';
import { MEASURE_LOG } from '../logs/measureLog.js';
import { SCORE_LOG } from '../logs/scoreLog.js';

interface Place {
  readonly park: number;
  readonly revision: number;
}

interface Change<Value, Row extends Value> {
  readonly log: AssessmentLog<Value>;
  readonly superseded: readonly Row[];
  readonly added: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
}

/** Whether an assessment changed anything in the four logs. */
export function changesLogs({ clauses, levels, scores, measures }: AssessmentCommit): boolean {
  return [clauses, levels, scores, measures].some(
    ({ superseded, added }) => superseded.length + added.length > 0,
  );
}

/** Writes what an assessment changed in the four logs. */
export async function replaceLogs(
  transaction: Transaction,
  dictionary: Dictionary,
  place: Place,
  commit: AssessmentCommit,
): Promise<void> {
  const { clauses, levels, scores, measures } = commit;
  const names = [...measures.superseded, ...measures.added].map(({ measure }) => measure);
  const terms = await dictionary.terms.keysOf(names);
  const replace = replacing(transaction, place, commit.knownFrom);
  await Promise.all([
    replace({ log: CLAUSE_LOG, ...clauses, keyOf: ({ clause }) => clause }),
    replace({ log: LEVEL_LOG, ...levels, keyOf: ({ indicator }) => indicator }),
    replace({ log: SCORE_LOG, ...scores, keyOf: () => 0 }),
    replace({ log: MEASURE_LOG, ...measures, keyOf: ({ measure }) => terms.get(measure) ?? 0 }),
  ]);
}

function replacing(transaction: Transaction, place: Place, knownFrom: Instant) {
  return async <Value, Row extends Value & { readonly at: Instant }>(
    change: Change<Value, Row>,
  ): Promise<void> => {
    const { log, superseded, added, keyOf } = change;
    const sent: Promise<unknown>[] = [];
    if (superseded.length > 0) {
      const ended = [superseded.map(keyOf), superseded.map(({ at }) => fromInstant(at))];
      sent.push(transaction.rows(supersede(log), [place.park, fromInstant(knownFrom), ...ended]));
    }
    if (added.length > 0) sent.push(transaction.copy(copyInto(log), encoded(change, place, knownFrom)));
    await Promise.all(sent);
  };
}

const LOG_ROW_BYTES = 160;

function encoded<Value, Row extends Value & { readonly at: Instant }>(
  { log, added, keyOf }: Change<Value, Row>,
  { park, revision }: Place,
  knownFrom: Instant,
): CopyRows {
  const rows = new CopyRows(LOG_ROW_BYTES * added.length);
  const count = 4 + (log.keyColumn === null ? 0 : 1) + log.columns.length;
  for (const row of added) {
    rows.row(count);
    rows.int4(park);
    rows.instant(knownFrom);
    rows.int8(revision);
    const key = keyOf(row);
    if (typeof key === 'string') rows.text(key);
    else if (log.keyColumn !== null) rows.int4(key);
    rows.instant(row.at);
    log.encode(rows, row);
  }
  return rows;
}
