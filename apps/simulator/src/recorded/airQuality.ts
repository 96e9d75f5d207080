import { type Instant } from '@parkpulse/domain';
import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { shiftByDays } from './localShift.js';
import { type RecordedSet, packStream, type ReplayOptions } from './recordedSet.js';
import { readRows } from './readRows.js';

const ZONE = 'Asia/Shanghai';
const HOUR_MS = 3_600_000;
const SOURCE = '/recorded/air-quality';
const VALUES = ['pm2_5', 'pm10', 'so2', 'no2', 'co', 'o3'];
const START = Date.parse('2014-01-01T00:00:00+08:00');

/** What one station delivered in one hour: how many of its six values. */
export interface StationHour {
  readonly station: string;
  readonly at: Instant;
  readonly values: number;
}

/** The items of a station-hour: `online` where anything came, and the transmission of the hour. */
export function toStationItems(hour: StationHour, device: string, source: string): readonly TimedItem[] {
  const { at, values } = hour;
  const from = toTime(at);
  const transmission: TimedItem = {
    at,
    source,
    kind: 'transmission',
    item: {
      device,
      from,
      to: toTime(at + HOUR_MS),
      expected: VALUES.length,
      received: values > 0 ? VALUES.length : 0,
      valid: values,
    },
  };
  if (values === 0) return [transmission];
  return [{ at, source, kind: 'state', item: { device, state: 'online', time: from } }, transmission];
}

function toEntry(station: string, name: string, from: Instant): TimedItem {
  return {
    at: from,
    source: SOURCE,
    kind: 'entry',
    item: {
      kind: 'device',
      id: station,
      effectiveFrom: toTime(from),
      attributes: {
        name,
        nominalPeriodSeconds: 3600,
        valuesPerPeriod: VALUES.length,
        autoMonitoring: 'installed',
      },
    },
  };
}

async function* readItems({
  folder,
  shiftDays = 0,
}: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  const start = shiftByDays(START, shiftDays, ZONE);
  for await (const row of readRows(`${folder}/air_quality/stations.csv`)) {
    yield toEntry(row.text('station'), row.text('name_zh'), start);
  }
  for await (const row of readRows(`${folder}/air_quality/station_hours_2014.csv.gz`)) {
    const at = shiftByDays(Date.parse(row.text('ts_local')), shiftDays, ZONE);
    const station = row.text('station');
    yield* toStationItems({ station, at, values: row.count(VALUES) }, station, SOURCE);
  }
}

/** Twelve air-monitoring stations, hourly, 2014: online rate and effective data transmission with real gaps. */
export const AIR_QUALITY: RecordedSet = {
  name: 'air_quality',
  zone: ZONE,
  effectiveFrom: '2013-12-01T00:00:00Z',
  source: 'Beijing Multi-Site Air Quality, UCI data set 501 (Zhang et al., Proc. R. Soc. A 473, 2017)',
  licence: 'CC BY 4.0',
  mayShip: true,
  definitions: [
    { measure: 'monitor_online_ratio', fields: { onlineWithinSeconds: 3600 } },
    { measure: 'auto_monitor_data_valid_ratio', fields: {} },
  ],
  events: (options) => packStream(readItems(options), options),
};
