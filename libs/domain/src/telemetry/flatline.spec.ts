import { describe, expect, it } from 'vitest';
import type { ReadingFact } from './facts.js';
import { detectFlatline } from './flatline.js';
import { FactBuilder } from './testing/factBuilder.js';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-22T00:00:00Z');

/** Hourly readings of a share of 100. */
function hourly(numerators: readonly number[]): readonly ReadingFact[] {
  const build = new FactBuilder();
  return numerators.map((numerator, hour) =>
    build.reading('data_lake_ratio', T0 + hour * HOUR, numerator, { denominator: '100' }),
  );
}

const moving = Array.from({ length: 24 }, (_, hour) => 60 + (hour % 7));

describe('a flatline', () => {
  it('is suspect when a value that used to move is sent again and again', () => {
    const readings = hourly([...moving, ...Array.from({ length: 9 }, () => 77)]);
    expect(detectFlatline(readings, T0 + 40 * HOUR)).toEqual({
      kind: 'suspect',
      since: T0 + 24 * HOUR,
      repeats: 9,
    });
    expect(detectFlatline(readings, T0 + 29 * HOUR)).toEqual({ kind: 'lively' });
  });

  it('is none while both numbers move, nor where one of them does', () => {
    const build = new FactBuilder();
    const readings = [...hourly(moving)];
    for (let hour = 24; hour < 40; hour += 1) {
      readings.push(
        build.reading('data_lake_ratio', T0 + hour * HOUR, 77, { denominator: String(100 + (hour % 2)) }),
      );
    }
    expect(detectFlatline(readings, T0 + 40 * HOUR).kind).toBe('lively');
  });

  it('is natural for a whole share, for a series that rarely moves, and for one without history', () => {
    expect(
      detectFlatline(hourly([...moving, ...Array.from({ length: 30 }, () => 100)]), T0 + 99 * HOUR).kind,
    ).toBe('lively');
    const slow = [1, 2, 3, 4, 5, 6].flatMap((value) => Array.from({ length: 10 }, () => value));
    expect(
      detectFlatline(hourly([...slow, ...Array.from({ length: 20 }, () => 9)]), T0 + 99 * HOUR).kind,
    ).toBe('lively');
    expect(detectFlatline(hourly(Array.from({ length: 30 }, () => 50)), T0 + 99 * HOUR).kind).toBe('lively');
    expect(detectFlatline([], T0).kind).toBe('lively');
  });
});
