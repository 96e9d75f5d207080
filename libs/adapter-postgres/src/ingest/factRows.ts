import type {
  DeviceState,
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
    reading: table(
      `COPY reading (time, event, numerator, denominator, series, item, opaque, numerator_text, denominator_text, missing)
       FROM STDIN (FORMAT binary)`,
      65_536,
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

  state(fact: StateFact, place: RowPlace): void {
    const rows = begin(this.tables.state, 5);
    rows.instant(fact.at);
    rows.int8(place.event);
    rows.int4(place.series);
    rows.int2(place.item);
    rows.int2(STATE_CODES[fact.state]);
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
