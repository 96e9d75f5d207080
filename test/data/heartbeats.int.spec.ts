import { describe, it } from 'vitest';
import { type MeasureDefinition, ParkFacts, composeDefinition, parsePeriod, valueAt, valueOver } from '@parkpulse/domain';
import { FigureCheck, percentText, shareOf } from './figures.js';
import { cell, mustRun, readRows } from './recordedData.js';
import { deviceEntry, onlineState } from './recordedFacts.js';

const SCOPE = { zone: 'UTC' };
const HEAD = { version: 2, effectiveFrom: Date.UTC(2013, 0, 1) };

function onlineWithin(minutes: number): MeasureDefinition {
  return composeDefinition('monitor_online_ratio', { onlineWithinSeconds: minutes * 60 }, HEAD);
}

function accessWithin(seenWithinSeconds: number | null): MeasureDefinition {
  return composeDefinition('iot_access_ratio_design', { seenWithinSeconds }, HEAD);
}

function loadPark(): ParkFacts {
  const park = new ParkFacts();
  const start = Date.parse('2013-08-24T00:00:00Z');
  for (const row of readRows('iot_heartbeats/devices.csv')) {
    const nominalPeriodSeconds = Number(cell(row, 'expected_interval_s'));
    park.add(deviceEntry(cell(row, 'device_id'), start, { nominalPeriodSeconds, requiredByDesign: true }));
  }
  for (const row of readRows('iot_heartbeats/heartbeats_20130824_20130828.csv.gz')) {
    park.add(onlineState(cell(row, 'device_id'), Date.parse(cell(row, 'ts_utc'))));
  }
  return park;
}

describe.runIf(mustRun)('the recorded heartbeats', () => {
  it('give the published online and access rates of every day and hour', () => {
    const park = loadPark();
    const check = new FigureCheck('iot_heartbeats');
    for (const row of readRows('iot_heartbeats/reference_daily.csv')) {
      const label = cell(row, 'day_utc');
      const day = { ...parsePeriod(label, 'UTC')!, closed: true };
      for (const minutes of [1, 5, 15, 30]) {
        const column = `online_rate_pct_N${minutes}`;
        const value = valueOver(onlineWithin(minutes), park, day, SCOPE);
        check.compare(`${label} ${column}`, cell(row, column), percentText(shareOf(value)));
      }
      const ever = valueOver(accessWithin(null), park, day, SCOPE);
      check.compare(`${label} access`, cell(row, 'access_rate_pct'), percentText(shareOf(ever)));
      const active = valueOver(accessWithin(86_400), park, day, SCOPE);
      check.compare(`${label} active`, cell(row, 'daily_active_rate_pct'), percentText(shareOf(active)));
    }
    for (const row of readRows('iot_heartbeats/reference_access_hourly.csv')) {
      const at = Date.parse(cell(row, 'at_utc'));
      const ever = valueAt(accessWithin(null), park, at, SCOPE);
      check.compare(`${at} access`, cell(row, 'access_rate_pct_of_45'), percentText(shareOf(ever)));
      const seen = valueAt(accessWithin(86_400), park, at, SCOPE);
      check.compare(`${at} seen`, cell(row, 'seen_24h_rate_pct_of_45'), percentText(shareOf(seen)));
    }
    for (const row of readRows('iot_heartbeats/reference_online_snapshot_hourly_N5.csv')) {
      const at = Date.parse(cell(row, 'at_utc'));
      const value = valueAt(onlineWithin(5), park, at, SCOPE);
      check.compare(`${at} snapshot`, cell(row, 'online_rate_pct'), percentText(value.instant));
    }
    check.finish(390);
  });
});
