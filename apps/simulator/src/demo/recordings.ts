import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The recordings that ship with the demo, as the cuts in `data/` hold them. */
export interface Recordings {
  /** Values received (0 to 6) by hour since 2014-01-01T00:00+08:00, then by station in column order. */
  readonly airHours: readonly Uint8Array[];
  /** Hours with energy by day since 2018-01-01, then by building; null where the building had no feed. */
  readonly energyDays: readonly (readonly (number | null)[])[];
}

function readLines(name: string): readonly string[] {
  const packed = readFileSync(new URL(`../../data/${name}`, import.meta.url));
  return gunzipSync(packed).toString('utf8').trim().split('\n').slice(1);
}

let kept: Recordings | null = null;

/** Reads the recordings once; they are 30 kB on disk. */
export function loadRecordings(): Recordings {
  kept ??= {
    airHours: readLines('air_quality_hours.csv.gz').map((line) =>
      Uint8Array.from(line.split(',').slice(1), Number),
    ),
    energyDays: readLines('energy_days.csv.gz').map((line) =>
      line
        .split(',')
        .slice(1)
        .map((cell) => (cell === '' ? null : Number(cell))),
    ),
  };
  return kept;
}

/** The recorded day that stands for a day of the demo: day -90 is 3 February 2014, and after a year it begins again. */
export function airDayFor(day: number): number {
  return wrap(day + 90 + 33, 365);
}

/** The same for energy: day -90 is 20 December 2018; after 2019 it begins again with 2018. */
export function energyDayFor(day: number): number {
  return wrap(day + 90 + 353, 730);
}

function wrap(value: number, length: number): number {
  return ((value % length) + length) % length;
}
