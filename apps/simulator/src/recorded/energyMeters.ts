import { type Instant } from '@parkpulse/domain';
import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { shiftByDays, toDayLabel, toDayNumber } from './localShift.js';
import { type RecordedSet, packStream, type ReplayOptions } from './recordedSet.js';
import { readRows } from './readRows.js';

const ZONE = 'UTC';
const SOURCE = '/recorded/energy-meters';
const START = Date.parse('2000-01-01T00:00:00Z');
/** A day is filed ten minutes before it ends, so that it counts when the day is judged at its close. */
const FILED_AFTER_MS = 86_400_000 - 600_000;

/** Hours with electricity that an enterprise reported of a day, of those it owed. */
export interface MeterDay {
  readonly enterprise: string;
  /** Where the day begins. */
  readonly at: Instant;
  readonly label: string;
  readonly filled: number;
  readonly required: number;
}

/** The submission of a meter-day. */
export function toEnergyItem(
  { enterprise, at, label, filled, required }: MeterDay,
  source: string,
): TimedItem {
  const filedAt = at + FILED_AFTER_MS;
  const item = {
    enterprise,
    kind: 'energy',
    period: label,
    time: toTime(filedAt),
    filled,
    required,
  } as const;
  return { at: filedAt, source, kind: 'submission', item };
}

async function* readEntries({ folder }: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  const seen = new Set<string>();
  for await (const row of readRows(`${folder}/energy_meters/registry.csv`)) {
    const id = row.text('building_id');
    if (seen.has(id)) continue;
    seen.add(id);
    const attributes = { name: id, status: 'commissioned' } as const;
    const item = { kind: 'enterprise', id, effectiveFrom: toTime(START), attributes } as const;
    yield { at: START, source: SOURCE, kind: 'entry', item };
  }
}

async function* readDays(options: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  yield* readEntries(options);
  for await (const row of readRows(`${options.folder}/energy_meters/meter_days_2018_2019.csv.gz`)) {
    const meter = row.text('meter_id');
    if (!meter.endsWith('-electricity')) continue;
    const at = shiftByDays(Date.parse(`${row.text('day_utc')}T00:00:00Z`), options.shiftDays ?? 0, ZONE);
    const day = {
      enterprise: meter.replace('-electricity', ''),
      at,
      label: toDayLabel(toDayNumber(at, ZONE)),
      filled: row.number('hours_nonzero'),
      required: row.number('hours_expected'),
    };
    yield toEnergyItem(day, SOURCE);
  }
}

async function* readYears(options: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  yield* readEntries(options);
  for await (const row of readRows(`${options.folder}/energy_meters/feeds_by_year_2000_2020.csv`)) {
    const period = row.text('year');
    const enterprise = row.text('meter_id').replace(/-\w+$/, '');
    const at = Date.parse(`${period}-12-31T12:00:00Z`);
    const item = { enterprise, kind: 'energy', period, time: toTime(at) } as const;
    yield { at, source: SOURCE, kind: 'submission', item };
  }
}

const PROVENANCE = {
  zone: ZONE,
  effectiveFrom: '2000-01-01T00:00:00Z',
  source: 'Cambridge University Estates building energy usage archive v2.1 (doi:10.5281/zenodo.10955332)',
  licence: 'MIT',
  mayShip: true,
} as const;

/** Energy filings of 121 buildings read as enterprises, daily, 2018 and 2019. */
export const ENERGY_METERS: RecordedSet = {
  ...PROVENANCE,
  name: 'energy_meters',
  definitions: ['any', '0.5', '0.9', '1'].map((completeness) => ({
    measure: 'energy_data_access_ratio',
    fields: { completeness },
  })),
  events: (options) => packStream(readDays(options), options),
};

/** The feeds of the same buildings by year, 2000 to 2020: annual access. Years are never shifted. */
export const ENERGY_FEEDS: RecordedSet = {
  ...PROVENANCE,
  name: 'energy_feeds',
  definitions: [{ measure: 'energy_data_access_ratio', fields: { completeness: 'any' } }],
  events: (options) => packStream(readYears(options), options),
};
