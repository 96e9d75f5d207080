import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../scenarios/support/product.js';
import { FigureCheck } from './figures.js';
import { define, feed, percent, valueOf } from './productFigures.js';
import { type Row, cell, mustRun, readRows } from './recordedData.js';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const DAY = 86_400_000;
const MINUTE = 60_000;

// The reference of this file: whole numbers counted from the raw rows, and one division. It shares nothing with the product.

/** 100 × numerator ÷ denominator with four decimals, half up. */
function ratio(numerator: number, denominator: number): string {
  const scaled = (2n * BigInt(numerator) * 1_000_000n + BigInt(denominator)) / (2n * BigInt(denominator));
  const digits = scaled.toString().padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** Drops about one in five of the things that are named, always the same ones: another week has other gaps. */
function isKept(name: string): boolean {
  let hash = 2_166_136_261;
  for (const sign of name) hash = Math.imul(hash ^ sign.codePointAt(0)!, 16_777_619) >>> 0;
  return (hash >>> 7) % 5 !== 0;
}

/** A date some days later. */
function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

const filledCells = (row: Row, columns: readonly string[]): number =>
  columns.filter((column) => cell(row, column) !== '').length;

const folder = mustRun ? mkdtempSync(join(tmpdir(), 'other-weeks-')) : '';

function writeSet(file: string, rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {});
  const text = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n');
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), file.endsWith('.gz') ? gzipSync(`${text}\n`) : `${text}\n`);
}

/** Seconds of [from, to) that intervals of a length cover which begin at the times given, in order. */
function covered(times: readonly number[], lengthMs: number, from: number, to: number): number {
  let [total, end] = [0, from];
  for (const time of times) {
    const [start, stop] = [Math.max(time, end), Math.min(time + lengthMs, to)];
    if (stop <= start) continue;
    total += stop - start;
    end = stop;
  }
  return total / 1000;
}

/**
 * The recordings cover only what the reference files tell. Other weeks of the same sources are made of them: rows of some
 * days, thinned out by a fixed rule so that their gaps are others, moved by whole weeks to other dates.
 */
describe.runIf(mustRun)('other weeks of the recorded sources, through the product', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start(NOW);
  });
  afterAll(async () => {
    await product?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('iot_heartbeats, 53 weeks later: online and access rates of every day', async () => {
    const shiftDays = 371;
    const devices = readRows('iot_heartbeats/devices.csv');
    const rows = readRows('iot_heartbeats/heartbeats_20130824_20130828.csv.gz').filter((row) =>
      isKept(`${cell(row, 'device_id')} ${cell(row, 'ts_utc').slice(0, 13)}`),
    );
    writeSet('iot_heartbeats/devices.csv', devices);
    writeSet('iot_heartbeats/heartbeats_20130824_20130828.csv.gz', rows);
    expect(await feed(product, 'iot_heartbeats', { folder, park: 'iot', shiftDays })).toBe(45 + rows.length);
    const times = new Map<string, number[]>();
    for (const row of rows) {
      const own = times.get(cell(row, 'device_id')) ?? [];
      own.push(Date.parse(cell(row, 'ts_utc')) + shiftDays * DAY);
      times.set(cell(row, 'device_id'), own);
    }
    const check = new FigureCheck('iot_heartbeats, another week');
    const days = [0, 1, 2, 3, 4].map((day) => later('2013-08-24', shiftDays + day));
    await define(product, 'iot', 'iot_access_ratio_design', { seenWithinSeconds: null });
    for (const period of days) {
      const end = Date.parse(`${period}T00:00:00Z`) + DAY;
      const seen = [...times.values()].filter(([first = Infinity]) => first < end).length;
      const access = await valueOf(product, { park: 'iot', measure: 'iot_access_ratio_design', period }, 'UTC');
      check.compare(`${period} access`, ratio(seen, devices.length), percent(access));
    }
    for (const minutes of [1, 5, 30]) {
      await define(product, 'iot', 'monitor_online_ratio', { onlineWithinSeconds: minutes * 60 });
      for (const period of days) {
        const from = Date.parse(`${period}T00:00:00Z`);
        const online = sum([...times.values()], (own) => covered(own, minutes * MINUTE, from, from + DAY));
        const answer = await valueOf(product, { park: 'iot', measure: 'monitor_online_ratio', period }, 'UTC');
        check.compare(`${period} N${minutes}`, ratio(online, devices.length * 86_400), percent(answer));
      }
    }
    check.finish(20);
  }, 240_000);

  it('air_quality, a week of March 100 weeks later: online, validity and effective rates of every day', async () => {
    const [zone, shiftDays] = ['Asia/Shanghai', 700];
    const columns = ['pm2_5', 'pm10', 'so2', 'no2', 'co', 'o3'];
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => later('2014-03-10', day));
    const rows = readRows('air_quality/station_hours_2014.csv.gz').filter(
      (row) =>
        week.includes(cell(row, 'ts_local').slice(0, 10)) && isKept(`${cell(row, 'station')} ${cell(row, 'ts_local')}`),
    );
    const stations = readRows('air_quality/stations.csv');
    writeSet('air_quality/stations.csv', stations);
    writeSet('air_quality/station_hours_2014.csv.gz', rows);
    await feed(product, 'air_quality', { folder, park: 'air', shiftDays });
    await define(product, 'air', 'monitor_online_ratio', { onlineWithinSeconds: 3600 });
    const check = new FigureCheck('air_quality, another week');
    const due = stations.length * 24;
    for (const day of week) {
      const period = later(day, shiftDays);
      const counts = rows
        .filter((row) => cell(row, 'ts_local').startsWith(day))
        .map((row) => filledCells(row, columns))
        .filter((count) => count > 0);
      const valid = sum(counts, (count) => count);
      const online = await valueOf(product, { park: 'air', measure: 'monitor_online_ratio', period }, zone);
      const rate = await valueOf(product, { park: 'air', measure: 'auto_monitor_data_valid_ratio', period }, zone);
      check.compare(`${period} online`, ratio(counts.length, due), percent(online));
      check.compare(`${period} validity`, ratio(valid, counts.length * columns.length), percent(rate.parts?.['validity']));
      check.compare(`${period} effective`, ratio(valid, due * columns.length), percent(rate));
    }
    check.finish(21);
  }, 120_000);

  it('energy_meters, a week of November 53 weeks later: coverage of every day, and completeness', async () => {
    const shiftDays = 371;
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => later('2018-11-05', day));
    const rows = readRows('energy_meters/meter_days_2018_2019.csv.gz').filter(
      (row) =>
        week.includes(cell(row, 'day_utc')) &&
        cell(row, 'meter_id').endsWith('-electricity') &&
        isKept(`${cell(row, 'meter_id')} ${cell(row, 'day_utc')}`),
    );
    const registry = readRows('energy_meters/registry.csv');
    const buildings = new Set(registry.map((row) => cell(row, 'building_id'))).size;
    writeSet('energy_meters/registry.csv', registry);
    writeSet('energy_meters/meter_days_2018_2019.csv.gz', rows);
    await feed(product, 'energy_meters', { folder, park: 'energy', shiftDays });
    const check = new FigureCheck('energy_meters, another week');
    for (const [completeness, tenths] of Object.entries({ any: 0, '0.5': 5, '0.9': 9, '1': 10 })) {
      await define(product, 'energy', 'energy_data_access_ratio', { completeness });
      for (const day of week) {
        const period = later(day, shiftDays);
        const own = rows
          .filter((row) => cell(row, 'day_utc') === day)
          .map((row) => ({ filled: Number(cell(row, 'hours_nonzero')), owed: Number(cell(row, 'hours_expected')) }));
        const reached = own.filter(({ filled, owed }) => filled > 0 && 10 * filled >= tenths * owed).length;
        const answer = await valueOf(product, { park: 'energy', measure: 'energy_data_access_ratio', period }, 'UTC');
        check.compare(`${period} ${completeness}`, ratio(reached, buildings), percent(answer));
        if (completeness !== 'any') continue;
        const [filled, owed] = [sum(own, (one) => one.filled), sum(own, (one) => one.owed)];
        check.compare(`${period} completeness`, ratio(filled, owed), percent(answer.parts?.['completeness']));
      }
    }
    check.finish(35);
  }, 120_000);

  it('energy feeds, thinned out: annual access of every year', async () => {
    const rows = readRows('energy_meters/feeds_by_year_2000_2020.csv').filter((row) =>
      isKept(`${cell(row, 'year')} ${cell(row, 'meter_id')}`),
    );
    const buildings = new Set(readRows('energy_meters/registry.csv').map((row) => cell(row, 'building_id'))).size;
    writeSet('energy_meters/registry.csv', readRows('energy_meters/registry.csv'));
    writeSet('energy_meters/feeds_by_year_2000_2020.csv', rows);
    await feed(product, 'energy_feeds', { folder, park: 'feeds' });
    const check = new FigureCheck('energy feeds, thinned out');
    for (const period of [...new Set(rows.map((row) => cell(row, 'year')))].sort()) {
      const own = rows.filter((row) => cell(row, 'year') === period);
      const fed = new Set(own.map((row) => cell(row, 'meter_id').split('-')[0]!)).size;
      const answer = await valueOf(product, { park: 'feeds', measure: 'energy_data_access_ratio', period }, 'UTC');
      check.compare(period, ratio(fed, buildings), percent(answer));
    }
    check.finish(21);
  }, 60_000);

  it('water_process, a week of August 11 weeks later, into the end of summer time: rates of every day', async () => {
    const [zone, shiftDays] = ['Europe/Berlin', 77];
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => later('2016-08-08', day));
    const rows = readRows('water_process/water_minutes_2016_08.csv.gz').filter(
      (row) => week.includes(cell(row, 'ts_local').slice(0, 10)) && isKept(cell(row, 'ts_local').slice(0, 15)),
    );
    const columns = Object.keys(rows[0]!).filter((name) => name !== 'ts_local' && name !== 'event');
    expect(columns).toHaveLength(9);
    writeSet('water_process/water_minutes_2016_08.csv.gz', rows);
    await feed(product, 'water_process', { folder, park: 'water', shiftDays });
    await define(product, 'water', 'monitor_online_ratio', { onlineWithinSeconds: 60 });
    const check = new FigureCheck('water_process, another week');
    for (const day of week) {
      const period = later(day, shiftDays);
      const counts = rows
        .filter((row) => cell(row, 'ts_local').startsWith(day))
        .map((row) => filledCells(row, columns));
      // Clocks go back on 30 October 2016: that day has 25 hours, and nothing was sent in one of them.
      const minutes = period === '2016-10-30' ? 1500 : 1440;
      const online = await valueOf(product, { park: 'water', measure: 'monitor_online_ratio', period }, zone);
      const rate = await valueOf(product, { park: 'water', measure: 'auto_monitor_data_valid_ratio', period }, zone);
      check.compare(`${period} online`, ratio(counts.filter((count) => count > 0).length, minutes), percent(online));
      check.compare(`${period} effective`, ratio(sum(counts, (count) => count), minutes * columns.length), percent(rate));
    }
    check.finish(14);
  }, 120_000);
});
