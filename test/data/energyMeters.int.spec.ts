import { describe, it } from 'vitest';
import { type MeasureDefinition, ParkFacts, composeDefinition, parsePeriod, valueOver } from '@parkpulse/domain';
import { FigureCheck, percentText, shareOf } from './figures.js';
import { cell, mustRun, readRows } from './recordedData.js';
import { energySubmission, enterpriseEntry } from './recordedFacts.js';

const SCOPE = { zone: 'UTC' };

function accessAt(completeness: string): MeasureDefinition {
  return composeDefinition('energy_data_access_ratio', { completeness }, { version: 2, effectiveFrom: Date.UTC(2000, 0, 1) });
}

const METERS = new Map(
  (mustRun ? readRows('energy_meters/registry.csv') : []).map((row) => [
    cell(row, 'meter_id'),
    { building: cell(row, 'building_id'), carrier: cell(row, 'carrier') },
  ]),
);

function registeredPark(): ParkFacts {
  const buildings = new Set([...METERS.values()].map(({ building }) => building));
  return ParkFacts.of([...buildings].map((building) => enterpriseEntry(building, Date.UTC(2000, 0, 1))));
}

describe.runIf(mustRun)('the recorded energy meters', () => {
  it('give the published coverage and completeness of every month', () => {
    const park = registeredPark();
    for (const row of readRows('energy_meters/meter_days_2018_2019.csv.gz')) {
      const meter = METERS.get(cell(row, 'meter_id'));
      if (meter?.carrier !== 'electricity') continue;
      const day = cell(row, 'day_utc');
      const counts = { filled: Number(cell(row, 'hours_nonzero')), required: Number(cell(row, 'hours_expected')) };
      park.add(energySubmission(meter.building, day, Date.parse(day) + 86_400_000, counts));
    }
    const check = new FigureCheck('energy_meters, months');
    for (const row of readRows('energy_meters/reference_monthly_electricity_coverage_2018_2019.csv')) {
      const month = { ...parsePeriod(cell(row, 'month'), 'UTC')!, closed: true };
      const columns = { any: 'coverage_any_pct', '0.5': 'coverage_ge50_pct', '0.9': 'coverage_ge90_pct', '1': 'coverage_100_pct' };
      for (const [completeness, column] of Object.entries(columns)) {
        const value = valueOver(accessAt(completeness), park, month, SCOPE);
        check.compare(`${month.label} ${column}`, cell(row, column), percentText(shareOf(value)));
      }
      const { parts } = valueOver(accessAt('any'), park, month, SCOPE);
      const completeness = cell(row, 'meter_hour_completeness_pct');
      check.compare(`${month.label} completeness`, completeness, percentText(parts?.completeness));
    }
    check.finish(120);
  });

  it('give the published access of every year', () => {
    const park = registeredPark();
    for (const row of readRows('energy_meters/feeds_by_year_2000_2020.csv')) {
      const meter = METERS.get(cell(row, 'meter_id'));
      const year = cell(row, 'year');
      if (meter !== undefined) park.add(energySubmission(meter.building, year, Date.UTC(Number(year) + 1, 0, 1), null));
    }
    const check = new FigureCheck('energy_meters, years');
    for (const row of readRows('energy_meters/reference_annual_access.csv')) {
      const year = { ...parsePeriod(cell(row, 'year'), 'UTC')!, closed: true };
      const value = valueOver(accessAt('any'), park, year, SCOPE);
      check.compare(`${year.label} access`, cell(row, 'any_access_pct'), percentText(shareOf(value)));
    }
    check.finish(21);
  });
});
