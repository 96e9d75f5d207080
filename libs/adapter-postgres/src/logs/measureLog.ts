import {
  type Instant,
  type MeasureValue,
  type Origin,
  type SignalPoint,
  decimal,
  decimalText,
  unknownValue,
} from '@parkpulse/domain';
import type { CopyRows } from '../driver/copy.js';
import { statement } from '../driver/database.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

/** Its series are measures by their term. */
export const MEASURE_LOG: AssessmentLog<SignalPoint> = {
  table: 'measure_log',
  keyColumn: 'measure',
  keyType: 'int',
  columns: [
    'numerator',
    'denominator',
    'reason',
    'trigger',
    'as_of',
    'fresh_until',
    'decided_by',
    'last_known',
  ],
  decode,
  encode,
};

/** The current values of the measure $2 of the park $1 in [$3, $4), preceded by the one in force at $3: all that a chart wants. */
export const VALUES_BETWEEN = statement(
  'measure-values-between',
  `SELECT l.at, l.numerator, l.denominator, l.reason FROM measure_log l
   WHERE l.park = $1 AND l.measure = $2 AND l.known_to IS NULL AND l.at < $4 AND l.at >= coalesce(
     (SELECT max(f.at) FROM measure_log f WHERE f.park = $1 AND f.measure = $2 AND f.known_to IS NULL AND f.at <= $3), $3)
   ORDER BY l.at`,
);

export interface ValueRow extends ValueTexts {
  readonly at: Instant;
}

/** A value as its exact texts, or why it is unknown. */
export interface ValueTexts {
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly reason: string | null;
}

function decode(row: LogRow): SignalPoint {
  const [decidedBy, lastKnown] = [row['decided_by'] as string | null, row['last_known'] as string | null];
  return {
    at: row.at,
    value: toValue(row as unknown as ValueTexts),
    trigger: row['trigger'] as SignalPoint['trigger'],
    asOf: row['as_of'] as number | null,
    freshUntil: row['fresh_until'] as number | null,
    decidedBy: decidedBy === null ? null : (JSON.parse(decidedBy) as Origin),
    lastKnown: lastKnown === null ? null : toValue(JSON.parse(lastKnown) as ValueTexts),
  };
}

function encode(rows: CopyRows, point: SignalPoint): void {
  const { numerator, denominator, reason } = fromValue(point.value);
  const { decidedBy, lastKnown } = point;
  rows.textOrNull(numerator);
  rows.textOrNull(denominator);
  rows.textOrNull(reason);
  rows.text(point.trigger);
  rows.instantOrNull(point.asOf);
  rows.instantOrNull(point.freshUntil);
  rows.textOrNull(decidedBy === null ? null : JSON.stringify(decidedBy));
  rows.textOrNull(lastKnown === null ? null : JSON.stringify(fromValue(lastKnown)));
}

function fromValue(value: MeasureValue): ValueTexts {
  if (value.kind === 'unknown') return { numerator: null, denominator: null, reason: value.reason };
  return {
    numerator: decimalText(value.numerator),
    denominator: decimalText(value.denominator),
    reason: null,
  };
}

export function toValue({ numerator, denominator, reason }: ValueTexts): MeasureValue {
  if (numerator === null || denominator === null) {
    return unknownValue((reason ?? 'calc_error') as Parameters<typeof unknownValue>[0]);
  }
  return { kind: 'known', numerator: decimal(numerator), denominator: decimal(denominator) };
}
