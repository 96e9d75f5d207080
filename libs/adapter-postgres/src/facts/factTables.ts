import type {
  DeviceState,
  Fact,
  Instant,
  Origin,
  ReadingFact,
  RegistryAttributes,
  RegistryFact,
  StateFact,
  SubmissionFact,
  TransmissionFact,
} from '@parkpulse/domain';
import type { SeriesName } from '../dictionary/seriesKeys.js';

/** What every fact row has. */
export interface FactRow {
  readonly time: Instant;
  readonly event: number;
  readonly series: number;
}

interface ReadingRow extends FactRow {
  readonly numerator: number;
  readonly denominator: number | null;
  readonly opaque: boolean;
  readonly numerator_text: string | null;
  readonly denominator_text: string | null;
  readonly missing: readonly number[] | null;
}

interface StateRow extends FactRow {
  readonly state: number;
}

interface TransmissionRow extends FactRow {
  readonly time_to: Instant;
  readonly expected: number;
  readonly received: number;
  readonly valid: number;
  readonly flags: string | null;
}

interface SubmissionRow extends FactRow {
  readonly filled: number | null;
  readonly required: number | null;
  readonly period: string;
}

interface RegistryRow extends FactRow {
  readonly time_to: Instant | null;
  readonly attributes: string | null;
}

/** What a row needs besides itself to become a fact. */
export interface FactContext {
  readonly series: SeriesName;
  readonly origin: Origin;
  readonly words: ReadonlyMap<number, string>;
}

/** A kind of fact: its table, the columns read, and how a row becomes a fact. */
export interface FactTable<Row extends FactRow = FactRow> {
  readonly name: string;
  readonly columns: string;
  readonly decode: (row: Row, context: FactContext) => Fact;
}

const STATES: readonly DeviceState[] = ['online', 'offline', 'fault', 'maintenance'];

const reading: FactTable<ReadingRow> = {
  name: 'reading',
  columns: 'numerator, denominator, opaque, numerator_text, denominator_text, missing',
  decode: (row, { series, origin, words }): ReadingFact => ({
    kind: 'reading',
    measure: series.group,
    enterprise: series.subject === '' ? null : series.subject,
    at: row.time,
    numerator: row.numerator_text ?? String(row.numerator),
    denominator: row.denominator_text ?? (row.denominator === null ? null : String(row.denominator)),
    opaque: row.opaque,
    missing: (row.missing ?? []).map((member) => words.get(member) ?? ''),
    origin,
  }),
};

const state: FactTable<StateRow> = {
  name: 'device_state',
  columns: 'state',
  decode: (row, { series, origin }): StateFact => ({
    kind: 'state',
    device: series.subject,
    at: row.time,
    state: STATES[row.state - 1] ?? 'fault',
    origin,
  }),
};

const transmission: FactTable<TransmissionRow> = {
  name: 'transmission',
  columns: 'time_to, expected, received, valid, flags',
  decode: (row, { series, origin }): TransmissionFact => ({
    kind: 'transmission',
    device: series.subject,
    from: row.time,
    to: row.time_to,
    expected: row.expected,
    received: row.received,
    valid: row.valid,
    flags: row.flags === null ? null : (JSON.parse(row.flags) as Readonly<Record<string, number>>),
    origin,
  }),
};

const submission: FactTable<SubmissionRow> = {
  name: 'submission',
  columns: 'filled, required, period',
  decode: (row, { series, origin }): SubmissionFact => ({
    kind: 'submission',
    enterprise: series.subject,
    submission: series.group as SubmissionFact['submission'],
    period: row.period,
    at: row.time,
    filled: row.filled,
    required: row.required,
    origin,
  }),
};

const registry: FactTable<RegistryRow> = {
  name: 'registry_entry',
  columns: 'time_to, attributes',
  decode: (row, { series, origin }): RegistryFact => ({
    kind: 'registry',
    entity: series.group as RegistryFact['entity'],
    id: series.subject,
    effectiveFrom: row.time,
    effectiveTo: row.time_to,
    attributes: row.attributes === null ? null : (JSON.parse(row.attributes) as RegistryAttributes),
    origin,
  }),
};

export const FACT_TABLES = { reading, state, transmission, submission, registry } as unknown as Readonly<
  Record<Fact['kind'], FactTable>
>;

/** The words a row refers to by number. */
export function wordsOf(row: FactRow): readonly number[] {
  return (row as Partial<ReadingRow>).missing ?? [];
}
