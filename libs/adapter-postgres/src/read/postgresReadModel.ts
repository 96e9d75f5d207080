import type { Known, ReadModel } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import type { Dictionary } from '../dictionary/dictionary.js';
import { fromInstant } from '../driver/columnTypes.js';
import type { Database, Sql } from '../driver/database.js';
import { factReader } from '../facts/factReader.js';
import { readMaintenances } from '../facts/maintenances.js';
import {
  type AnyLog,
  type AssessmentLog,
  type LogRow,
  decodeKnown,
  rowsAt,
  rowsBetween,
  seriesKeys,
} from '../logs/assessmentLog.js';
import { CLAUSE_LOG } from '../logs/clauseLog.js';
import { LEVEL_LOG } from '../logs/levelLog.js';
import { MEASURE_LOG, VALUES_BETWEEN, type ValueRow, toValue } from '../logs/measureLog.js';
import { SCORE_LOG } from '../logs/scoreLog.js';
import { readAttestations } from '../settings/attestations.js';
import { readLevelPoints, readReadingValues, readScorePoints } from './chartPoints.js';
import { readDeadLetters, readDeadLettersById } from './deadLetterRecords.js';
import { readFeeds, readFirstMoment } from './feedRecords.js';
import { readMoves } from './moveRecords.js';
import { findPark, readParks, readRevision, readStatus } from './parkRecords.js';

/** Answers questions on connections of their own, so that slow ones never hold up what comes in. */
export function postgresReadModel(database: Database, dictionary: Dictionary): ReadModel {
  const keyOf = async (park: string) => (await dictionary.parks.find(park)) ?? 0;
  return {
    ...factReader({ sql: database, dictionary }),
    ...logQueries(database, dictionary),
    ...chartQueries(database, dictionary),
    parks: () => readParks(database),
    park: (id) => findPark(database, id),
    status: async (park) => readStatus(database, await keyOf(park)),
    feeds: async (park) => readFeeds(database, await keyOf(park)),
    firstMoment: async (park) => readFirstMoment(database, await keyOf(park)),
    maintenances: async (park, from, to) => readMaintenances(database, await keyOf(park), from, to),
    attestations: async (park) => readAttestations(database, await keyOf(park)),
    deadLetters: (filter, page) => readDeadLetters(database, filter, page),
    deadLettersById: (ids) => readDeadLettersById(database, ids),
  };
}

function chartQueries(
  database: Database,
  { parks, terms }: Dictionary,
): Pick<ReadModel, 'scorePoints' | 'levelPoints' | 'readingValues' | 'measureValues'> {
  const keyOf = async (park: string) => (await parks.find(park)) ?? 0;
  return {
    scorePoints: async (park, from, to, part) =>
      readScorePoints(database, part, { park: await keyOf(park), from, to }),
    levelPoints: async (park, from, to, indicators) =>
      readLevelPoints(database, indicators, { park: await keyOf(park), from, to }),
    readingValues: async (park, measure, { from, to, ...asked }) =>
      readReadingValues(database, { measure, ...asked }, { park: await keyOf(park), from, to }),
    async measureValues(park, measure, from, to) {
      const [term] = (await terms.keysOf([measure])).values();
      const values = [await keyOf(park), term, fromInstant(from), fromInstant(to)];
      const rows = await database.rows<ValueRow>(VALUES_BETWEEN, values);
      return rows.map((row) => ({ at: row.at, value: toValue(row) }));
    },
  };
}

type LogQueries = Pick<
  ReadModel,
  | 'snapshotAt'
  | 'levelsAt'
  | 'clausesAt'
  | 'scoreAt'
  | 'scoresBetween'
  | 'levelsBetween'
  | 'movesBetween'
  | 'clausesBetween'
  | 'measurePoints'
>;

function logQueries(database: Database, dictionary: Dictionary): LogQueries {
  const keyOf = async (park: string) => (await dictionary.parks.find(park)) ?? 0;
  return {
    async snapshotAt(park, at, knownAt) {
      const key = await keyOf(park);
      return database.transaction(async (transaction) => {
        const [levels, [score = null], revision] = await Promise.all([
          inForce(transaction, LEVEL_LOG, { key, at, knownAt }),
          inForce(transaction, SCORE_LOG, { key, at, knownAt }),
          readRevision(transaction, key, knownAt),
        ]);
        return { levels, score, revision };
      }, 'REPEATABLE READ');
    },
    levelsAt: async (park, at, knownAt) =>
      inForce(database, LEVEL_LOG, { key: await keyOf(park), at, knownAt }),
    clausesAt: async (park, at, knownAt) =>
      inForce(database, CLAUSE_LOG, { key: await keyOf(park), at, knownAt }),
    async scoreAt(park, at, knownAt) {
      const [score = null] = await inForce(database, SCORE_LOG, { key: await keyOf(park), at, knownAt });
      return score;
    },
    scoresBetween: async (park, from, to) =>
      between(database, SCORE_LOG, { key: await keyOf(park), from, to, series: [0] }),
    async levelsBetween(park, from, to, indicator) {
      const key = await keyOf(park);
      const series = indicator === null ? await allSeries(database, LEVEL_LOG, key) : [indicator];
      return between(database, LEVEL_LOG, { key, from, to, series });
    },
    movesBetween: async (park, from, to, asked) =>
      readMoves(database, { key: await keyOf(park), from, to, ...asked }),
    clausesBetween: async (park, from, to, clauses) =>
      between(database, CLAUSE_LOG, { key: await keyOf(park), from, to, series: clauses }),
    async measurePoints(...[park, measure, from, to, knownAt]) {
      const series = [...(await dictionary.terms.keysOf([measure])).values()];
      return between(database, MEASURE_LOG, { key: await keyOf(park), from, to, series, knownAt });
    },
  };
}

interface Moment {
  readonly key: number;
  readonly at: Instant;
  readonly knownAt: Instant | null;
}

async function inForce<Value>(
  sql: Sql,
  log: AssessmentLog<Value>,
  moment: Moment,
): Promise<(Value & Known)[]> {
  const { key, at, knownAt } = moment;
  const values = [key, fromInstant(at), ...(knownAt === null ? [] : [fromInstant(knownAt)])];
  const rows = await sql.rows<LogRow>(rowsAt(log, knownAt !== null), values);
  return rows.map((row) => decodeKnown(log, row));
}

interface Span {
  readonly key: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly series: readonly (string | number)[];
  readonly knownAt?: Instant | undefined;
}

async function between<Value>(sql: Sql, log: AssessmentLog<Value>, span: Span): Promise<(Value & Known)[]> {
  const { key, from, to, series, knownAt } = span;
  const values = [key, fromInstant(from), fromInstant(to), series];
  const past = knownAt === undefined ? [] : [fromInstant(knownAt)];
  const rows = await sql.rows<LogRow>(rowsBetween(log, knownAt !== undefined), [...values, ...past]);
  return rows.map((row) => decodeKnown(log, row));
}

async function allSeries(sql: Sql, log: AnyLog, key: number): Promise<readonly string[]> {
  const rows = await sql.rows<{ key: string }>(seriesKeys(log), [key]);
  return rows.map((row) => row.key);
}
