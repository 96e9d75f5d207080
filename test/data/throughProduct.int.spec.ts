import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../scenarios/support/product.js';
import { FigureCheck } from './figures.js';
import { define as defineMeasure, feed as feedSet, percent, valueOf } from './productFigures.js';
import { DATA_DIR, type Row, cell, mustRun, readRows } from './recordedData.js';

const NOW = Date.parse('2026-11-24T00:00:00Z');

/** The whole way: events of the simulator through log, ingest and assessment into the database, figures from the query. */
describe.runIf(mustRun)('recorded sets through the product', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(NOW);
  });
  afterAll(() => product?.stop());

  const feed = (name: string, park: string) => feedSet(product, name, { folder: DATA_DIR, park });
  const define = (park: string, measure: string, fields: object) => defineMeasure(product, park, measure, fields);
  const value = (park: string, measure: string, query: object, zone: string) =>
    valueOf(product, { park, measure, ...query }, zone);

  it('iot_heartbeats: online and access rates of every day, for four windows; one silence, then the right rate', async () => {
    const check = new FigureCheck('iot_heartbeats through the product');
    expect(await feed('iot_heartbeats', 'iot')).toBe(45 + 301_433);
    const days = readRows('iot_heartbeats/reference_daily.csv');
    await define('iot', 'iot_access_ratio_design', { seenWithinSeconds: null });
    for (const row of days) {
      const day = cell(row, 'day_utc');
      check.compare(`${day} access`, cell(row, 'access_rate_pct'), percent(await value('iot', 'iot_access_ratio_design', { period: day }, 'UTC')));
    }
    for (const minutes of [1, 5, 15, 30]) {
      await define('iot', 'monitor_online_ratio', { onlineWithinSeconds: minutes * 60 });
      for (const row of days) {
        const day = cell(row, 'day_utc');
        const online = await value('iot', 'monitor_online_ratio', { period: day }, 'UTC');
        check.compare(`${day} N${minutes}`, cell(row, `online_rate_pct_N${minutes}`), percent(online));
      }
    }
    check.finish(25);
    // The five-hour outage of all devices: one silence of the feed, stale, never a fall of the stable level for it.
    const from = Date.parse('2013-08-27T18:00:00Z');
    const to = Date.parse('2013-08-28T00:00:00Z');
    const transitions = await product.transitions('iot', from, to);
    const ofAccess = transitions.filter(({ indicator, level }) => indicator === 'I10' && level === 'candidate');
    expect(ofAccess.map(({ series, cause, to: level }) => [series, cause, level])).toEqual([
      ['raw', 'staleness', 'S1'],
      ['raw', 'staleness', 'S4'],
    ]);
    expect((await product.assessment('iot', Date.parse('2013-08-27T20:00:00Z'))).indicators.find(({ id }) => id === 'I10')).toMatchObject({
      candidate: 'S4',
      stale: true,
    });
  }, 240_000);

  it('air_quality: online, validity and effective rates of every day, month and station', async () => {
    const check = new FigureCheck('air_quality through the product');
    await feed('air_quality', 'air');
    await define('air', 'monitor_online_ratio', { onlineWithinSeconds: 3600 });
    const compare = async (period: string, row: Row): Promise<void> => {
      const station = row['station'];
      const query = { period, device: station === undefined || station === 'ALL' ? null : station };
      const online = await value('air', 'monitor_online_ratio', query, 'Asia/Shanghai');
      const valid = await value('air', 'auto_monitor_data_valid_ratio', query, 'Asia/Shanghai');
      check.compare(`${period} ${station ?? ''} online`, cell(row, 'online_rate_pct'), percent(online));
      check.compare(`${period} ${station ?? ''} validity`, cell(row, 'validity_rate_pct'), percent(valid.parts?.['validity']));
      check.compare(`${period} ${station ?? ''} effective`, cell(row, 'effective_transmission_rate_pct'), percent(valid));
    };
    for (const row of readRows('air_quality/reference_daily_2014.csv')) await compare(cell(row, 'day_local'), row);
    for (const row of readRows('air_quality/reference_monthly_by_station_2014.csv')) await compare(cell(row, 'month'), row);
    check.finish(1563);
  }, 240_000);

  it('energy_meters: coverage of every month at four thresholds, and completeness', async () => {
    const check = new FigureCheck('energy_meters through the product');
    await feed('energy_meters', 'energy');
    const columns = { any: 'coverage_any_pct', '0.5': 'coverage_ge50_pct', '0.9': 'coverage_ge90_pct', '1': 'coverage_100_pct' };
    for (const [completeness, column] of Object.entries(columns)) {
      await define('energy', 'energy_data_access_ratio', { completeness });
      for (const row of readRows('energy_meters/reference_monthly_electricity_coverage_2018_2019.csv')) {
        const month = cell(row, 'month');
        const coverage = await value('energy', 'energy_data_access_ratio', { period: month }, 'UTC');
        check.compare(`${month} ${completeness}`, cell(row, column), percent(coverage));
        if (completeness !== 'any') continue;
        check.compare(`${month} completeness`, cell(row, 'meter_hour_completeness_pct'), percent(coverage.parts?.['completeness']));
      }
    }
    check.finish(120);
  }, 240_000);

  it('energy feeds: annual access of every year', async () => {
    const check = new FigureCheck('energy feeds through the product');
    await feed('energy_feeds', 'feeds');
    for (const row of readRows('energy_meters/reference_annual_access.csv')) {
      const access = await value('feeds', 'energy_data_access_ratio', { period: cell(row, 'year') }, 'UTC');
      check.compare(cell(row, 'year'), cell(row, 'any_access_pct'), percent(access));
    }
    check.finish(21);
  }, 60_000);

  it('water_process: online and effective rates of every day', async () => {
    const check = new FigureCheck('water_process through the product');
    await feed('water_process', 'water');
    await define('water', 'monitor_online_ratio', { onlineWithinSeconds: 60 });
    for (const row of readRows('water_process/reference_daily_2016_08.csv')) {
      const day = cell(row, 'day_local');
      const online = await value('water', 'monitor_online_ratio', { period: day }, 'Europe/Berlin');
      const valid = await value('water', 'auto_monitor_data_valid_ratio', { period: day }, 'Europe/Berlin');
      check.compare(`${day} online`, cell(row, 'online_rate_pct'), percent(online));
      check.compare(`${day} effective`, cell(row, 'effective_transmission_rate_pct'), percent(valid));
    }
    check.finish(58);
  }, 120_000);
});
