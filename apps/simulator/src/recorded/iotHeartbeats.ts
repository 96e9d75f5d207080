import { toTime } from '../event/cloudEvent.js';
import { type TimedItem } from '../event/packItems.js';
import { shiftByDays } from './localShift.js';
import { type RecordedSet, packStream, type ReplayOptions } from './recordedSet.js';
import { readRows } from './readRows.js';

const ZONE = 'UTC';
const SOURCE = '/recorded/iot-heartbeats';
const START = Date.parse('2013-08-24T00:00:00Z');

async function* readItems({
  folder,
  shiftDays = 0,
}: ReplayOptions): AsyncGenerator<TimedItem, void, undefined> {
  const start = shiftByDays(START, shiftDays, ZONE);
  for await (const row of readRows(`${folder}/iot_heartbeats/devices.csv`)) {
    const nominalPeriodSeconds = row.number('expected_interval_s');
    const attributes = { nominalPeriodSeconds, requiredByDesign: true };
    const item = {
      kind: 'device',
      id: row.text('device_id'),
      effectiveFrom: toTime(start),
      attributes,
    } as const;
    yield { at: start, source: SOURCE, kind: 'entry', item };
  }
  for await (const row of readRows(`${folder}/iot_heartbeats/heartbeats_20130824_20130828.csv.gz`)) {
    const at = shiftByDays(Date.parse(row.text('ts_utc')), shiftDays, ZONE);
    const item = { device: row.text('device_id'), state: 'online', time: toTime(at) } as const;
    yield { at, source: SOURCE, kind: 'state', item };
  }
}

/**
 * Heartbeats of 45 devices, one a minute, five days with a platform outage of five hours. The set has no stated licence: it is
 * read from the caller's folder and never copied.
 */
export const IOT_HEARTBEATS: RecordedSet = {
  name: 'iot_heartbeats',
  zone: ZONE,
  effectiveFrom: '2013-08-01T00:00:00Z',
  source: 'Smart Building System data set, Sutardja Dai Hall (Hong et al., AISTATS 2017)',
  licence: 'not stated',
  mayShip: false,
  definitions: [
    ...[60, 300, 900, 1800].map((onlineWithinSeconds) => ({
      measure: 'monitor_online_ratio',
      fields: { onlineWithinSeconds },
    })),
    ...[null, 86_400].map((seenWithinSeconds) => ({
      measure: 'iot_access_ratio_design',
      fields: { seenWithinSeconds },
    })),
  ],
  events: (options) => packStream(readItems(options), options),
};
