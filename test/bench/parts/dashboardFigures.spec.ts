import { expect, it } from 'vitest';
import { dashboardFigures } from './dashboardFigures.js';

it('goal 12 is judged by the upper quarter of the cold loads, and by bytes on the wire', () => {
  const samples = {
    lcpMs: [900, 1100, 800, 950, 700],
    themeMs: [50],
    languageMs: [120],
    openMs: [60],
    yearMs: [300],
  };
  const figures = dashboardFigures(samples, 10 * 1024);
  expect(figures.map(({ goal }) => goal)).toEqual([12, 12, 12, 12, 12, 12]);
  expect(figures.map(({ rounds: [value], isMet }) => [value, isMet])).toEqual([
    [950, true],
    [50, true],
    [120, false],
    [60, true],
    [10, true],
    [300, undefined],
  ]);
});

it('a figure the browser did not give is missed, not met', () => {
  expect(dashboardFigures({}, 0)[0]?.isMet).toBe(false);
});
