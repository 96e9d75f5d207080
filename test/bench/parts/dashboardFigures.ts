import { type Figure, quantile } from '../figures.js';

/** By name, one value of each cold load. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** Goal 12. @param samples milliseconds, and kB for scripts, of each cold load. @param wire bytes of a year's trend. */
export function dashboardFigures(samples: Samples, wire: number): readonly Figure[] {
  const goal = 12;
  const upper = (name: string): number => quantile(samples[name] ?? [], 0.75);
  const figure = (name: string, value: number, unit: string, most: number): Figure => ({
    ...{ goal, name, unit, rounds: [value], target: `≤ ${most} ${unit}`, isMet: value <= most },
  });
  const loads = `p75 of ${samples['lcpMs']?.length ?? 0} cold loads`;
  return [
    figure(`largest paint of the overview, ${loads}`, upper('lcpMs'), 'ms', 1000),
    figure(`click to paint: theme, ${loads}`, upper('themeMs'), 'ms', 100),
    figure(`click to paint: language, ${loads}`, upper('languageMs'), 'ms', 100),
    figure(`click to paint: a primary opened, ${loads}`, upper('openMs'), 'ms', 100),
    figure('one-year chart (trend of Z by the day) on the wire', wire / 1024, 'KB', 20),
    { goal, name: `click to a year of trend drawn, ${loads}`, unit: 'ms', rounds: [upper('yearMs')] },
  ];
}
