import type { FactColumns } from '@parkpulse/contracts';
import type {
  DeviceState,
  Instant,
  ReadingFact,
  RegistryFact,
  StateFact,
  SubmissionFact,
  TransmissionFact,
} from '@parkpulse/domain';
import { CopyRows } from '../driver/copy.js';

/** Where a fact's row belongs: its event, its series and its place in the event's list. */
export interface RowPlace {
  readonly event: number;
  readonly series: number;
  readonly item: number;
}

export const STATE_CODES: Readonly<Record<DeviceState, number>> = {
  online: 1,
  offline: 2,
  fault: 3,
  maintenance: 4,
};

/** The rows of one table, gathered for one COPY. */
export interface TableRows {
  readonly copy: string;
  readonly rows: CopyRows;
  count: number;
}

/** The rows of all fact tables of one commit. */
export class FactRows {
  readonly tables = {
    plainReading: table(
      'COPY reading (time, event, numerator, denominator, series, item, opaque) FROM STDIN (FORMAT binary)',
      524_288,
    ),
    reading: table(
      `COPY reading (time, event, numerator, denominator, series, item, opaque, numerator_text, denominator_text, missing)
       FROM STDIN (FORMAT binary)`,
      4096,
    ),
    state: table('COPY device_state (time, event, series, item, state) FROM STDIN (FORMAT binary)', 65_536),
    transmission: table(
      `COPY transmission (time, time_to, event, expected, received, valid, series, item, flags)
       FROM STDIN (FORMAT binary)`,
      4096,
    ),
    submission: table(
      'COPY submission (time, event, filled, required, series, item, period) FROM STDIN (FORMAT binary)',
      4096,
    ),
    registry: table(
      'COPY registry_entry (time, time_to, event, series, item, attributes) FROM STDIN (FORMAT binary)',
      4096,
    ),
  } as const;

  reading(fact: ReadingFact, place: RowPlace, missing: readonly number[]): void {
    const rows = begin(this.tables.reading, 10);
    rows.instant(fact.at);
    rows.int8(place.event);
    const numerator = Number(fact.numerator);
    const denominator = fact.denominator === null ? null : Number(fact.denominator);
    rows.float8(numerator);
    if (denominator === null) rows.null();
    else rows.float8(denominator);
    rows.int4(place.series);
    rows.int2(place.item);
    rows.boolean(fact.opaque);
    textUnlessExact(rows, fact.numerator, numerator);
    textUnlessExact(rows, fact.denominator, denominator);
    if (missing.length === 0) rows.null();
    else rows.int4Array(missing);
  }

  /**
   * A reading that is its two doubles: without the columns that would be null, and written in one go. It is what nearly
   * all rows are.
   */
  plainReading(columns: FactColumns, row: number, { event, series, item }: RowPlace): void {
    const { plainReading } = this.tables;
    plainReading.count += 1;
    const denominator = columns.denominator[row] ?? 0;
    const hasDenominator = !Number.isNaN(denominator);
    let at = plainReading.rows.claim(hasDenominator ? PLAIN_BYTES : PLAIN_BYTES - 8);
    const { view } = plainReading.rows;
    view.setInt16(at, 7);
    at = setInt8(view, at + 2, ((columns.at[row] ?? 0) - EPOCH_2000_MS) * 1000);
    at = setInt8(view, at, event);
    view.setInt32(at, 8);
    view.setFloat64(at + 4, columns.numerator[row] ?? 0);
    view.setInt32(at + 12, hasDenominator ? 8 : -1);
    if (hasDenominator) view.setFloat64(at + 16, denominator);
    at += hasDenominator ? 24 : 16;
    view.setInt32(at, 4);
    view.setInt32(at + 4, series);
    view.setInt32(at + 8, 2);
    view.setInt16(at + 12, item);
    view.setInt32(at + 14, 1);
    view.setUint8(at + 18, (columns.traits[row] ?? 0) & 1);
  }

  state(fact: StateFact, place: RowPlace): void {
    this.stateRow(fact.at, STATE_CODES[fact.state], place);
  }

  stateRow(at: Instant, code: number, place: RowPlace): void {
    const rows = begin(this.tables.state, 5);
    rows.instant(at);
    rows.int8(place.event);
    rows.int4(place.series);
    rows.int2(place.item);
    rows.int2(code);
  }

  transmission(fact: TransmissionFact, place: RowPlace): void {
    const rows = begin(this.tables.transmission, 9);
    rows.instant(fact.from);
    rows.instant(fact.to);
    rows.int8(place.event);
    rows.float8(fact.expected);
    rows.float8(fact.received);
    rows.float8(fact.valid);
    rows.int4(place.series);
    rows.int2(place.item);
    textOrNull(rows, fact.flags === null ? null : JSON.stringify(fact.flags));
  }

  submission(fact: SubmissionFact, place: RowPlace): void {
    const rows = begin(this.tables.submission, 7);
    rows.instant(fact.at);
    rows.int8(place.event);
    for (const count of [fact.filled, fact.required]) {
      if (count === null) rows.null();
      else rows.float8(count);
    }
    rows.int4(place.series);
    rows.int2(place.item);
    rows.text(fact.period);
  }

  registry(fact: RegistryFact, place: RowPlace): void {
    const rows = begin(this.tables.registry, 6);
    rows.instant(fact.effectiveFrom);
    if (fact.effectiveTo === null) rows.null();
    else rows.instant(fact.effectiveTo);
    rows.int8(place.event);
    rows.int4(place.series);
    rows.int2(place.item);
    textOrNull(rows, fact.attributes === null ? null : JSON.stringify(fact.attributes));
  }
}

const EPOCH_2000_MS = 946_684_800_000;
const TWO_TO_32 = 0x1_0000_0000;
/** Bytes of a plain reading that has a denominator. */
const PLAIN_BYTES = 69;

/** Writes a bigint or timestamptz and returns where it ends. */
function setInt8(view: DataView, at: number, value: number): number {
  const high = Math.floor(value / TWO_TO_32);
  view.setInt32(at, 8);
  view.setInt32(at + 4, high);
  view.setUint32(at + 8, value - high * TWO_TO_32);
  return at + 12;
}

function table(copy: string, expectedBytes: number): TableRows {
  return { copy, rows: new CopyRows(expectedBytes), count: 0 };
}

function begin(into: TableRows, columns: number): CopyRows {
  into.count += 1;
  into.rows.row(columns);
  return into.rows;
}

function textOrNull(rows: CopyRows, text: string | null): void {
  if (text === null) rows.null();
  else rows.text(text);
}

// What prints as the text it came from needs no text beside it.
function textUnlessExact(rows: CopyRows, text: string | null, value: number | null): void {
  textOrNull(rows, text === null || String(value) === text ? null : text);
}
