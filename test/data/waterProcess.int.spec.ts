import { describe, it } from 'vitest';
import { ParkFacts, composeDefinition, defaultDefinition, parsePeriod, valueOver } from '@parkpulse/domain';
import { FigureCheck, percentText, shareOf } from './figures.js';
import { cell, mustRun, readRows } from './recordedData.js';
import { deviceEntry, onlineState, transmission } from './recordedFacts.js';

const ZONE = 'Europe/Berlin';
const ONLINE = composeDefinition(
  'monitor_online_ratio',
  { onlineWithinSeconds: 60 },
  { version: 2, effectiveFrom: Date.UTC(2016, 0, 1) },
);

function loadPark(): ParkFacts {
  const park = new ParkFacts();
  const attributes = { nominalPeriodSeconds: 60, valuesPerPeriod: 9, autoMonitoring: 'installed' } as const;
  park.add(deviceEntry('plant', Date.parse('2016-08-03T11:49:00+02:00'), attributes));
  for (const row of readRows('water_process/water_minutes_2016_08.csv.gz')) {
    const from = Date.parse(cell(row, 'ts_local'));
    const names = Object.keys(row).filter((name) => name !== 'ts_local' && name !== 'event');
    const valid = names.filter((name) => cell(row, name) !== '').length;
    if (valid > 0) park.add(onlineState('plant', from));
    park.add(transmission('plant', { from, to: from + 60_000 }, { expected: 9, received: valid, valid }));
  }
  return park;
}

describe.runIf(mustRun)('the recorded water plant', () => {
  it('gives the published rates of every day', () => {
    const park = loadPark();
    const check = new FigureCheck('water_process');
    for (const row of readRows('water_process/reference_daily_2016_08.csv')) {
      const day = { ...parsePeriod(cell(row, 'day_local'), ZONE)!, closed: true };
      const online = valueOver(ONLINE, park, day, { zone: ZONE });
      const valid = valueOver(defaultDefinition('auto_monitor_data_valid_ratio'), park, day, { zone: ZONE });
      check.compare(`${day.label} online`, cell(row, 'online_rate_pct'), percentText(shareOf(online)));
      check.compare(`${day.label} effective`, cell(row, 'effective_transmission_rate_pct'), percentText(shareOf(valid)));
    }
    check.finish(58);
  });
});
