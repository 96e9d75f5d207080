// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { forecastCrossing, type ForecastPoint } from './crossing.js';

const DAY = 86_400_000;

/** Numbers in [0, 1) that look random and are the same every time. */
function noiseOf(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const gaussian = (noise: () => number): number =>
  Array.from({ length: 12 }, noise).reduce((sum, value) => sum + value, -6);
const days = (count: number, valueOf: (day: number) => number): readonly ForecastPoint[] =>
  Array.from({ length: count }, (_, day) => ({ at: day * DAY, value: valueOf(day) }));

describe('the forecast of a crossing', () => {
  it('continues a steady fall to the next gate below, with a range around it', () => {
    const noise = noiseOf(1);
    const found = forecastCrossing(
      days(42, (day) => 90 - 0.2 * day + 0.3 * gaussian(noise)),
      [60, 80, 95],
    );
    expect(found).toMatchObject({ threshold: 80, falling: true });
    expect(found?.days).toBeGreaterThan(6);
    expect(found?.days).toBeLessThan(12);
    expect(found?.earliestDays).toBeLessThanOrEqual(found?.days ?? 0);
    expect(found?.latestDays).toBeGreaterThanOrEqual(found?.days ?? 0);
  });

  it('takes the rounding of a straight line for nothing', () => {
    const found = forecastCrossing(
      days(42, (day) => (5300 + 20 * (41 - day)) / 100),
      [50],
    );
    expect(found).toMatchObject({ threshold: 50, falling: true });
    expect(found?.days).toBeCloseTo(15, 6);
    expect(found?.latestDays).toBeCloseTo(15, 6);
  });

  it('continues a rise to the gate above', () => {
    expect(
      forecastCrossing(
        days(30, (day) => 70 + 0.4 * day),
        [60, 80, 90],
      ),
    ).toMatchObject({
      threshold: 90,
      falling: false,
    });
  });

  it('has the true day in its range nearly always', () => {
    let [said, right] = [0, 0];
    for (let seed = 1; seed <= 200; seed += 1) {
      const noise = noiseOf(seed);
      const found = forecastCrossing(
        days(42, (day) => 90 - 0.2 * day + 0.5 * gaussian(noise)),
        [80],
      );
      if (found === null) continue;
      said += 1;
      // 90 - 0.2 t = 80 at day 50, nine days after the last one.
      if (found.earliestDays <= 9 && 9 <= found.latestDays) right += 1;
    }
    expect(said).toBeGreaterThan(150);
    expect(right / said).toBeGreaterThan(0.95);
  });

  it('is silent about noise, and nearly always about a random walk', () => {
    let [aboutNoise, aboutWalks] = [0, 0];
    for (let seed = 1; seed <= 200; seed += 1) {
      const noise = noiseOf(seed);
      if (
        forecastCrossing(
          days(42, () => 82 + gaussian(noise)),
          [60, 80],
        ) !== null
      )
        aboutNoise += 1;
      let walk = 85;
      const path = days(42, () => (walk += 0.4 * gaussian(noise)));
      if (forecastCrossing(path, [60, 80, 90]) !== null) aboutWalks += 1;
    }
    expect(aboutNoise).toBeLessThanOrEqual(4);
    expect(aboutWalks).toBeLessThanOrEqual(20);
  });

  it.each([
    ['too few values', days(13, (day) => 90 - day)],
    ['a value that stands still', days(42, () => 82)],
    ['a single step', days(42, (day) => (day < 30 ? 85 : 81))],
    ['a fall that has ended', days(42, (day) => Math.max(81, 95 - day))],
    ['a gate further ahead than the data reach back', days(42, (day) => 90 - 0.02 * day)],
    ['a gate passed already', days(42, (day) => 79 - 0.1 * day)],
  ])('is silent for %s', (_name, points) => {
    expect(forecastCrossing(points, [80])).toBeNull();
  });

  it('takes no notice of single bad days', () => {
    const found = forecastCrossing(
      days(42, (day) => (day % 13 === 5 ? 20 : 90 - 0.2 * day)),
      [80],
    );
    expect(found?.threshold).toBe(80);
    expect(Math.round(found?.days ?? 0)).toBe(9);
  });
});
