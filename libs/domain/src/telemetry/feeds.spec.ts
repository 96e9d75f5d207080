import { describe, expect, it } from 'vitest';
import { feedSilence } from './feeds.js';
import { ParkFacts } from './parkFacts.js';
import { FactBuilder } from './testing/factBuilder.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.parse('2026-11-22T00:00:00Z');

describe('the feeds of a park', () => {
  const build = new FactBuilder();
  const park = ParkFacts.of([
    build.device('A', T0 - HOUR, { nominalPeriodSeconds: 600 }),
    build.device('B', T0 - HOUR, { nominalPeriodSeconds: 1800, autoMonitoring: 'installed' }),
    build.state('A', T0),
    build.transmission('B', { from: T0 - HOUR, to: T0 }, [2, 2, 2]),
    build.submission('E', 'energy', '2026-11-21', { at: T0 }),
    build.reading('video_retention_days', T0 - 20 * MINUTE, 30),
    build.reading('video_retention_days', T0 - 10 * MINUTE, 30),
    build.reading('video_retention_days', T0, 30),
  ]);

  it('have each their own period', () => {
    const periods = feedSilence(park, T0).map(({ feed, periodSeconds }) => [feed, periodSeconds]);
    expect(periods).toEqual([
      ['readings/video_retention_days', 600],
      ['states', 600],
      ['submissions/energy', 86_400],
      ['transmissions', 3600],
    ]);
  });

  it('are late after one and a half periods and silent after three', () => {
    const statesAfter = (minutes: number): string =>
      feedSilence(park, T0 + minutes * MINUTE).find(({ feed }) => feed === 'states')!.state;
    expect([0, 14, 15, 29, 30].map(statesAfter)).toEqual(['live', 'live', 'late', 'late', 'silent']);
  });

  it('are not listed before they have spoken', () => {
    expect(feedSilence(park, T0 - 15 * MINUTE).map(({ feed }) => feed)).toEqual([
      'readings/video_retention_days',
    ]);
  });
});
