import {
  type MeasureValue,
  type Origin,
  type SignalPoint,
  decimal,
  decimalText,
  unknownValue,
} from '@parkpulse/domain';
import { fromInstantOrNull } from '../driver/columnTypes.js';
import type { AssessmentLog, LogRow } from './assessmentLog.js';

/** Its series are measures by their term. */
export const MEASURE_LOG: AssessmentLog<SignalPoint> = {
  table: 'measure_log',
  keyColumn: 'measure',
  keyType: 'int',
  columns: {
    numerator: 'text',
    denominator: 'text',
    reason: 'text',
    trigger: 'text',
    as_of: 'timestamptz',
    fresh_until: 'timestamptz',
    decided_by: 'text',
    last_known: 'text',
  },
  decode,
};

interface ValueTexts {
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

/** The columns of measure rows, in the order of the log's. */
export function measureColumns(rows: readonly SignalPoint[]): readonly (readonly unknown[])[] {
  const values = rows.map(({ value }) => fromValue(value));
  return [
    values.map(({ numerator }) => numerator),
    values.map(({ denominator }) => denominator),
    values.map(({ reason }) => reason),
    rows.map(({ trigger }) => trigger),
    rows.map(({ asOf }) => fromInstantOrNull(asOf)),
    rows.map(({ freshUntil }) => fromInstantOrNull(freshUntil)),
    rows.map(({ decidedBy }) => (decidedBy === null ? null : JSON.stringify(decidedBy))),
    rows.map(({ lastKnown }) => (lastKnown === null ? null : JSON.stringify(fromValue(lastKnown)))),
  ];
}

function fromValue(value: MeasureValue): ValueTexts {
  if (value.kind === 'unknown') return { numerator: null, denominator: null, reason: value.reason };
  return {
    numerator: decimalText(value.numerator),
    denominator: decimalText(value.denominator),
    reason: null,
  };
}

function toValue({ numerator, denominator, reason }: ValueTexts): MeasureValue {
  if (numerator === null || denominator === null) {
    return unknownValue((reason ?? 'calc_error') as Parameters<typeof unknownValue>[0]);
  }
  return { kind: 'known', numerator: decimal(numerator), denominator: decimal(denominator) };
}
