// Cuts the recordings of the demo out of the full sets: node reduce.mjs <folder of the full sets>
// Nothing is generated: values are counted, columns and rows are dropped, nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node reduce.mjs <folder of the full sets>');
const rowsOf = (path) => gunzipSync(readFileSync(`${folder}/${path}`)).toString('utf8').trim().split('\n').slice(1);
const write = (name, lines) =>
  writeFileSync(new URL(name, import.meta.url), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));

/** One line per hour, one column per station: how many of the six pollutant values were received. */
function reduceAirQuality() {
  const hours = new Map();
  const stations = [];
  for (const row of rowsOf('air_quality/station_hours_2014.csv.gz')) {
    const [at, station, ...values] = row.trim().split(',');
    if (!stations.includes(station)) stations.push(station);
    if (!hours.has(at)) hours.set(at, new Map());
    hours.get(at).set(station, values.filter((value) => value !== '').length);
  }
  const lines = [...hours].map(([at, counts]) => [at, ...stations.map((station) => counts.get(station))].join(','));
  write('air_quality_hours.csv.gz', [['ts_local', ...stations].join(','), ...lines]);
}

/** One line per day, one column per building: hours with electricity; empty where the building had no feed. */
function reduceEnergy(buildings) {
  const days = new Map();
  for (const row of rowsOf('energy_meters/meter_days_2018_2019.csv.gz')) {
    const [day, meter, expected, nonzero] = row.trim().split(',');
    const building = meter.replace(/-electricity$/, '');
    if (!days.has(day)) days.set(day, new Map());
    if (!meter.endsWith('-electricity') || !buildings.includes(building)) continue;
    if (expected !== '24') throw new Error(`${meter} ${day} does not owe 24 hours`);
    days.get(day).set(building, nonzero);
  }
  const lines = [...days].map(([day, hours]) => [day, ...buildings.map((building) => hours.get(building) ?? '')].join(','));
  write('energy_days.csv.gz', [['day_utc', ...buildings].join(','), ...lines]);
}

// Buildings in the order in which the demo's enterprises take them.
const BUILDINGS = JSON.parse(readFileSync(new URL('buildings.json', import.meta.url), 'utf8'));
reduceAirQuality();
reduceEnergy(BUILDINGS);
