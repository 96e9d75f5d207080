import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countItems, type OutboundEvent } from '../event/cloudEvent.js';
import { AIR_QUALITY } from './airQuality.js';
import { ENERGY_FEEDS, ENERGY_METERS } from './energyMeters.js';
import { IOT_HEARTBEATS } from './iotHeartbeats.js';
import { daysToEndAt, shiftByDays } from './localShift.js';
import { type ReplayOptions } from './recordedSet.js';
import { RECORDED_SETS } from './sets.js';
import { WATER_PROCESS } from './waterProcess.js';

const FILES: Readonly<Record<string, string>> = {
  'air_quality/stations.csv': 'station,name_zh\nNorth,北\nSouth,南\n',
  'air_quality/station_hours_2014.csv.gz':
    'ts_local,station,pm2_5,pm10,so2,no2,co,o3\n' +
    '2014-02-26T05:00+08:00,North,1,2,3,4,5,6\n2014-02-26T05:00+08:00,South,,,,,,\n2014-02-26T06:00+08:00,North,1,,,4,,\n',
  'energy_meters/registry.csv':
    'meter_id,building_id,carrier,gross_floor_area_m2\nb0-electricity,b0,electricity,1\nb0-gas,b0,gas,1\n',
  'energy_meters/meter_days_2018_2019.csv.gz':
    'day_utc,meter_id,hours_expected,hours_nonzero,energy_kwh\n2018-01-01,b0-electricity,24,23,1\n2018-01-01,b0-gas,24,2,1\n',
  'energy_meters/feeds_by_year_2000_2020.csv': 'year,meter_id\n2000,b0-electricity\n',
  'iot_heartbeats/devices.csv': 'device_id,floor,room,expected_interval_s\nsdh-1,4,1,60\n',
  'iot_heartbeats/heartbeats_20130824_20130828.csv.gz':
    'ts_utc,device_id,co2_ppm\n2013-08-24T00:00Z,sdh-1,1\n2013-08-24T00:02Z,sdh-1,1\n',
  'water_process/water_minutes_2016_08.csv.gz':
    'ts_local,temperature_c,chlorine_dioxide_1_mg_l,ph,redox_mv,conductivity_us_cm,turbidity_ntu,chlorine_dioxide_2_mg_l,flow_1_m3_h,flow_2_m3_h,event\n' +
    '2016-08-29T07:00+02:00,1,2,3,4,5,6,7,8,9,0\n2016-08-29T07:01+02:00,,,,,,,,,,0\n',
};
const listed = async (events: AsyncIterable<OutboundEvent>) => {
  const all: OutboundEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith('.gz') ? gzipSync(text) : text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
const options = (more: Partial<ReplayOptions> = {}): ReplayOptions => ({ folder, park: 'p1', ...more });
const dataOf = (events: readonly OutboundEvent[]) =>
  events.flatMap(({ event }): readonly unknown[] => {
    const { data } = event;
    if ('devices' in data) return data.devices;
    if ('transmissions' in data) return data.transmissions;
    return 'submissions' in data ? data.submissions : [];
  });

describe('The recorded air stations', () => {
  it('are registered, online where anything came, and transmit every hour', async () => {
    const events = await listed(AIR_QUALITY.events(options()));
    expect(events.slice(0, 2).map(({ key }) => key)).toEqual(['p1/device/North', 'p1/device/South']);
    const from = '2014-02-25T21:00:00Z';
    const to = '2014-02-25T22:00:00Z';
    expect(dataOf(events)).toEqual(
      expect.arrayContaining([
        { device: 'North', state: 'online', time: from },
        { device: 'North', from, to, expected: 6, received: 6, valid: 6 },
        { device: 'South', from, to, expected: 6, received: 0, valid: 0 },
        { device: 'North', from: to, to: '2014-02-25T23:00:00Z', expected: 6, received: 6, valid: 2 },
      ]),
    );
    expect(dataOf(events)).toHaveLength(5);
  });

  it('keep their local hour when they are moved', async () => {
    const days = daysToEndAt('2014-02-26', Date.parse('2026-11-24T15:00:00+08:00'), AIR_QUALITY.zone);
    const events = await listed(AIR_QUALITY.events(options({ shiftDays: days })));
    expect(dataOf(events)[0]).toMatchObject({ time: '2026-11-22T21:00:00Z' });
  });

  it('can be asked for a span', async () => {
    const from = Date.parse('2014-02-26T06:00+08:00');
    expect(dataOf(await listed(AIR_QUALITY.events(options({ from }))))).toHaveLength(2);
  });
});

describe('The other recorded sets', () => {
  it('file electricity by day, and feeds by year', async () => {
    const days = dataOf(await listed(ENERGY_METERS.events(options())));
    expect(days).toEqual([
      {
        enterprise: 'b0',
        kind: 'energy',
        period: '2018-01-01',
        time: '2018-01-01T23:50:00Z',
        filled: 23,
        required: 24,
      },
    ]);
    const years = dataOf(await listed(ENERGY_FEEDS.events(options())));
    expect(years).toMatchObject([{ enterprise: 'b0', kind: 'energy', period: '2000' }]);
  });

  it('beat once a row', async () => {
    expect(dataOf(await listed(IOT_HEARTBEATS.events(options())))).toEqual([
      { device: 'sdh-1', state: 'online', time: '2013-08-24T00:00:00Z' },
      { device: 'sdh-1', state: 'online', time: '2013-08-24T00:02:00Z' },
    ]);
  });

  it('transmit nine values a minute, or none', async () => {
    const items = dataOf(await listed(WATER_PROCESS.events(options())));
    expect(items).toMatchObject([
      { state: 'online' },
      { received: 9 },
      { expected: 9, received: 0, valid: 0 },
    ]);
  });

  it('fail for a folder that does not hold them, instead of sending nothing', async () => {
    await expect(listed(IOT_HEARTBEATS.events(options({ folder: '/nowhere' })))).rejects.toThrow();
  });

  it.each([...RECORDED_SETS.values()])(
    'send ordered events of the whole set with unique ids: $name',
    async (set) => {
      for (const batch of [1, 2, 500]) {
        const events = await listed(set.events(options({ batch })));
        const times = events.map(({ event }) => Date.parse(event.time));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(new Set(events.map(({ event }) => `${event.source} ${event.id}`)).size).toBe(events.length);
        expect(events.every(({ event }) => event.replay === true && countItems(event) <= batch)).toBe(true);
      }
    },
  );
});

describe('A shift by days', () => {
  it('keeps the hour on the wall over a change of clocks', () => {
    const at = Date.parse('2016-08-29T07:01:00+02:00');
    expect(new Date(shiftByDays(at, 90, 'Europe/Berlin')).toISOString()).toBe('2016-11-27T06:01:00.000Z');
    expect(shiftByDays(at, 0, 'Europe/Berlin')).toBe(at);
  });
});
