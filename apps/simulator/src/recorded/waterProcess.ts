import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { shiftByDays } from './localShift.js';
import { type RecordedSet, packStream, type ReplayOptions } from './recordedSet.js';
import { readRows } from './readRows.js';

const ZONE = 'Europe/Berlin';
const SOURCE = '/recorded/water-process';
const DEVICE = 'water-plant';
const START = Date.parse('2016-08-03T11:49:00+02:00');
const VALUES = [
  'temperature_c',
  'chlorine_dioxide_1_mg_l',
  'ph',
  'redox_mv',
  'conductivity_us_cm',
  'turbidity_ntu',
  'chlorine_dioxide_2_mg_l',
  'flow_1_m3_h',
  'flow_2_m3_h',
];

async function* readItems({
  folder,
  shiftDays = 0,
}: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  const start = shiftByDays(START, shiftDays, ZONE);
  const attributes = {
    nominalPeriodSeconds: 60,
    valuesPerPeriod: VALUES.length,
    autoMonitoring: 'installed',
  } as const;
  const entry = { kind: 'device', id: DEVICE, effectiveFrom: toTime(start), attributes } as const;
  yield { at: start, source: SOURCE, kind: 'entry', item: entry };
  for await (const row of readRows(`${folder}/water_process/water_minutes_2016_08.csv.gz`)) {
    const at = shiftByDays(Date.parse(row.text('ts_local')), shiftDays, ZONE);
    const count = row.count(VALUES);
    const time = toTime(at);
    if (count > 0)
      yield { at, source: SOURCE, kind: 'state', item: { device: DEVICE, state: 'online', time } };
    const owed = { device: DEVICE, from: time, to: toTime(at + 60_000), expected: VALUES.length };
    yield { at, source: SOURCE, kind: 'transmission', item: { ...owed, received: count, valid: count } };
  }
}

/**
 * One drinking-water plant, nine values a minute, 29 days with a long outage. Its licence is not confirmed: it is read from the
 * caller's folder and never copied.
 */
export const WATER_PROCESS: RecordedSet = {
  name: 'water_process',
  zone: ZONE,
  effectiveFrom: '2016-08-01T00:00:00Z',
  source: 'GECCO Industrial Challenge 2018 data set (Thueringer Fernwasserversorgung; Zenodo 3884398)',
  licence: 'believed CC BY 4.0, not confirmed',
  mayShip: false,
  definitions: [
    { measure: 'monitor_online_ratio', fields: { onlineWithinSeconds: 60 } },
    { measure: 'auto_monitor_data_valid_ratio', fields: {} },
  ],
  events: (options) => packStream(readItems(options), options),
};
