import type { Known } from '@parkpulse/application';
import type { Instant } from '@parkpulse/domain';
import type { CopyRows } from '../driver/copy.js';
import { type Statement, statement } from '../driver/database.js';

/** One of the four logs: its table, its key beside the instant, its other columns, and both ways between rows and values. */
export interface AssessmentLog<Value> {
  readonly table: string;
  /** Column that tells the series apart (clause, indicator, measure); null for the score, which is one series. */
  readonly keyColumn: 'clause' | 'indicator' | 'measure' | null;
  readonly keyType: 'text' | 'int';
  /** Columns besides key, at, known_from, known_to, revision and park. */
  readonly columns: readonly string[];
  readonly decode: (row: LogRow) => Value;
  /** Writes the columns of a value, in their order. */
  readonly encode: (rows: CopyRows, value: Value) => void;
}

/** A row as the database gives it. */
export interface LogRow {
  readonly key: string | number | null;
  readonly at: Instant;
  readonly knownFrom: Instant;
  readonly knownTo: Instant | null;
  readonly revision: number;
  readonly [column: string]: unknown;
}

/** When a row was believed, beside the value itself. */
export function decodeKnown<Value>(log: AssessmentLog<Value>, row: LogRow): Value & Known {
  const { knownFrom, knownTo, revision } = row;
  return { ...log.decode(row), knownFrom, knownTo, revision };
}

/** A log but for the ways between rows and values. */
export type AnyLog = Omit<AssessmentLog<never>, 'decode' | 'encode'>;

/** The columns of a log, aliased `l`, as `decodeKnown` wants them. */
export function selected(log: AnyLog): string {
  const own = log.columns.map((column) => `l.${quoted(column)}`);
  return [placed(log), 'l.known_from AS "knownFrom"', 'l.known_to AS "knownTo"', 'l.revision', ...own].join(
    ', ',
  );
}

/** Which series and from when. */
function placed({ keyColumn }: AnyLog): string {
  return `${keyColumn === null ? 'NULL' : `l.${keyColumn}`} AS key, l.at`;
}

const CURRENT = 'l.known_to IS NULL';
const BELIEVED = (at: string) => `l.known_from <= ${at} AND (l.known_to IS NULL OR l.known_to > ${at})`;

/** The rows of the park $1 in force at $2, one per series; as known at $3 when `isPast`. */
export function rowsAt(log: AnyLog, isPast: boolean): Statement {
  const belief = isPast ? BELIEVED('$3') : CURRENT;
  return statement(`${log.table}-at${isPast ? '-known' : ''}`, inForce(log, 'l.at <= $2', belief));
}

/** The current rows of the park $1 in force just before $2, one per series. */
export function rowsBefore(log: AnyLog): Statement {
  return statement(`${log.table}-before`, inForce(log, 'l.at < $2', CURRENT));
}

/** The current rows of the park $1 at or after $2. */
export function rowsFrom(log: AnyLog): Statement {
  const { table, keyColumn } = log;
  const rows = `SELECT ${selected(log)} FROM ${table} l WHERE l.park = $1 AND l.at >= $2 AND ${CURRENT}`;
  return statement(
    `${table}-from`,
    keyColumn === null
      ? `${rows} ORDER BY l.at`
      : `${seriesOf(table, keyColumn, CURRENT)}
         SELECT r.* FROM series s CROSS JOIN LATERAL (${rows} AND l.${keyColumn} = s.key OFFSET 0) AS r ORDER BY r.at`,
  );
}

/** The current rows of the park $1 and the series $3 at or after $2. */
export function seriesRowsFrom(log: AnyLog): Statement {
  return statement(
    `${log.table}-series-from`,
    `SELECT ${selected(log)} FROM ${log.table} l
     WHERE l.park = $1 AND l.at >= $2 AND l.${log.keyColumn ?? 'park'} = $3 AND ${CURRENT} ORDER BY l.at`,
  );
}

/** The rows of the park $1 in [$2, $3) of the series $4, each series preceded by the row in force at $2; as known at $5 when `isPast`. */
export function rowsBetween(log: AnyLog, isPast = false): Statement {
  const belief = isPast ? BELIEVED('$5') : CURRENT;
  return statement(`${log.table}-between${isPast ? '-known' : ''}`, between(log, selected(log), belief));
}

/** As `rowsBetween`, of each current row only its key, its instant and one column, as `value`. */
export function columnBetween(log: AnyLog, column: string): Statement {
  const wanted = `${placed(log)}, l.${quoted(column)} AS value`;
  return statement(`${log.table}-${column}-between`, between(log, wanted, CURRENT));
}

function between({ table, keyColumn, keyType }: AnyLog, wanted: string, belief: string): string {
  const mine = keyColumn === null ? '' : `AND l.${keyColumn} = s.key`;
  return `SELECT r.*
    FROM unnest($4::${keyType}[]) AS s (key)
    CROSS JOIN LATERAL (
      SELECT coalesce(max(l.at), $2) AS first FROM ${table} l WHERE l.park = $1 ${mine} AND l.at <= $2 AND ${belief}
    ) AS f
    CROSS JOIN LATERAL (
      SELECT ${wanted} FROM ${table} l
      WHERE l.park = $1 ${mine} AND l.at >= f.first AND l.at < $3 AND ${belief} OFFSET 0
    ) AS r
    ORDER BY r.at, r.key`;
}

/** The keys of the series the park $1 has current rows of. */
export function seriesKeys({ table, keyColumn }: AnyLog): Statement {
  return statement(
    `${table}-keys`,
    `${seriesOf(table, keyColumn ?? 'NULL', CURRENT)} SELECT key FROM series WHERE key IS NOT NULL`,
  );
}

function inForce(log: AnyLog, when: string, belief: string): string {
  const { table, keyColumn } = log;
  if (keyColumn === null) {
    return `SELECT ${selected(log)} FROM ${table} l WHERE l.park = $1 AND ${when} AND ${belief} ORDER BY l.at DESC LIMIT 1`;
  }
  return `${seriesOf(table, keyColumn, belief === CURRENT ? CURRENT : 'true')}
    SELECT r.* FROM series s CROSS JOIN LATERAL (
      SELECT ${selected(log)} FROM ${table} l
      WHERE l.park = $1 AND l.${keyColumn} = s.key AND ${when} AND ${belief} ORDER BY l.at DESC LIMIT 1
    ) AS r ORDER BY 1`;
}

// Steps from series to series through the index instead of reading the whole history of a park.
function seriesOf(table: string, keyColumn: string, among: string): string {
  const first = (condition: string) =>
    `SELECT l.${keyColumn} FROM ${table} l WHERE l.park = $1 AND ${among} ${condition} ORDER BY l.${keyColumn} LIMIT 1`;
  return `WITH RECURSIVE series (key) AS (
    (${first('')})
    UNION ALL
    SELECT (${first(`AND l.${keyColumn} > series.key`)}) FROM series WHERE series.key IS NOT NULL
  )`;
}

/** Ends the belief at $2 in the current rows of the park $1 with the keys $3 and instants $4. */
export function supersede({ table, keyColumn, keyType }: AnyLog): Statement {
  const isSame = keyColumn === null ? '' : `AND l.${keyColumn} = s.key`;
  return statement(
    `${table}-supersede`,
    `UPDATE ${table} l SET known_to = GREATEST($2::timestamptz, l.known_from)
     FROM unnest($3::${keyType}[], $4::timestamptz[]) AS s (key, at)
     WHERE l.park = $1 ${isSame} AND l.at = s.at AND l.known_to IS NULL`,
  );
}

/** The COPY that adds rows: park, known_from, revision, the key if there is one, the instant, then the log's own columns. */
export function copyInto({ table, keyColumn, columns }: AnyLog): string {
  const key = keyColumn === null ? [] : [keyColumn];
  const names = ['park', 'known_from', 'revision', ...key, 'at', ...columns.map(quoted)];
  return `COPY ${table} (${names.join(', ')}) FROM STDIN (FORMAT binary)`;
}

function quoted(column: string): string {
  return `"${column}"`;
}
