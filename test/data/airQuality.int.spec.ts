import { describe, it } from 'vitest';
import { ParkFacts, composeDefinition, defaultDefinition, parsePeriod, valueOver } from '@parkpulse/domain';
import { FigureCheck, percentText, shareOf } from './figures.js';
import { type Row, cell, mustRun, readRows } from './recordedData.js';
import { deviceEntry, onlineState, transmission } from './recordedFacts.js';

const ZONE = 'Asia/Shanghai';
const HOUR_MS = 3_600_000;
const VALUES = ['pm2_5', 'pm10', 'so2', 'no2', 'co', 'o3'];
const ONLINE = composeDefinition(
  'monitor_online_ratio',
  { onlineWithinSeconds: 3600 },
  { version: 2, effectiveFrom: Date.UTC(2013, 0, 1) },
);
const VALID = defaultDefinition('auto_monitor_data_valid_ratio');

function loadPark(isSilentHourSent: boolean): ParkFacts {
  const park = new ParkFacts();
  const start = Date.parse('2014-01-01T00:00:00+08:00');
  for (const row of readRows('air_quality/stations.csv')) {
    const attributes = { nominalPeriodSeconds: 3600, valuesPerPeriod: 6, autoMonitoring: 'installed' } as const;
    park.add(deviceEntry(cell(row, 'station'), start, attributes));
  }
  for (const row of readRows('air_quality/station_hours_2014.csv.gz')) {
    const [station, from] = [cell(row, 'station'), Date.parse(cell(row, 'ts_local'))];
    const valid = VALUES.filter((name) => cell(row, name) !== '').length;
    const received = valid === 0 ? 0 : 6;
    if (valid > 0) park.add(onlineState(station, from));
    if (valid > 0 || isSilentHourSent) {
      park.add(transmission(station, { from, to: from + HOUR_MS }, { expected: 6, received, valid }));
    }
  }
  return park;
}

function compare(check: FigureCheck, park: ParkFacts, label: string, row: Row): void {
  const period = { ...parsePeriod(label, ZONE)!, closed: true };
  const station = row['station'];
  const scope = { zone: ZONE, device: station === undefined || station === 'ALL' ? undefined : station };
  const online = valueOver(ONLINE, park, period, scope);
  const valid = valueOver(VALID, park, period, scope);
  const name = `${label} ${station ?? ''}`;
  check.compare(`${name} online`, cell(row, 'online_rate_pct'), percentText(shareOf(online)));
  check.compare(`${name} validity`, cell(row, 'validity_rate_pct'), percentText(valid.parts?.validity));
  check.compare(`${name} effective`, cell(row, 'effective_transmission_rate_pct'), percentText(shareOf(valid)));
}

describe.runIf(mustRun)('the recorded air quality stations', () => {
  it.each([true, false])('give the published rates of every day and month (silent hours sent: %s)', (isSilentHourSent) => {
    const park = loadPark(isSilentHourSent);
    const check = new FigureCheck(`air_quality, silent hours ${isSilentHourSent ? 'sent' : 'left out'}`);
    for (const row of readRows('air_quality/reference_daily_2014.csv')) compare(check, park, cell(row, 'day_local'), row);
    for (const row of readRows('air_quality/reference_monthly_by_station_2014.csv')) {
      compare(check, park, cell(row, 'month'), row);
    }
    check.finish(1563);
  });
});
