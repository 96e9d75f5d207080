import { describe, expect, it } from 'vitest';
import { composeDefinition } from './definitions.js';
import { deriveSignal } from './deriveSignal.js';
import { deriveFactorySignals } from './factorySignals.js';
import type { Fact, Instant } from './facts.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { ParkFacts } from './parkFacts.js';
import type { Signal, SignalPoint } from './signal.js';
import { FactBuilder } from './testing/factBuilder.js';
import { showValue } from './testing/showValue.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const T0 = Date.parse('2026-11-21T16:00:00Z');
const ZONE = 'Asia/Shanghai';

interface Asked {
  readonly measure: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly versions?: readonly MeasureDefinition[];
}

function signalOf(facts: ParkFacts, { versions = [], ...asked }: Asked): Signal {
  return deriveSignal({ ...asked, versions, facts, zone: ZONE });
}

/** Writes points as `hours after T0: value (trigger)`. */
function story({ points }: Signal): readonly string[] {
  return points.map(({ at, value, trigger }) => `${(at - T0) / HOUR}: ${showValue(value)} (${trigger})`);
}

function beats(build: FactBuilder, device: string, [from, to]: readonly [Instant, Instant]): readonly Fact[] {
  const facts: Fact[] = [];
  for (let at = from; at < to; at += MINUTE) facts.push(build.state(device, at));
  return facts;
}

describe('a signal of readings', () => {
  const build = new FactBuilder();
  const facts = ParkFacts.of([
    build.reading('data_lake_ratio', T0, 8, { denominator: '10' }),
    build.reading('data_lake_ratio', T0 + HOUR, 8, { denominator: '10' }),
    build.reading('data_lake_ratio', T0 + 2 * HOUR, 9, { denominator: '10' }),
  ]);

  it('steps with each reading that says something else and turns stale exactly when its freshness ends', () => {
    const signal = signalOf(facts, { measure: 'data_lake_ratio', from: T0 - HOUR, to: T0 + 30 * DAY });
    expect(story(signal)).toEqual([
      '-1: insufficient_data (data)',
      '0: 8/10 (data)',
      '2: 9/10 (data)',
      '5: stale (staleness)',
    ]);
    expect(showValue(signal.points.at(-1)!.lastKnown)).toBe('9/10');
    expect(signal.nextDue).toBeNull();
  });

  it('begins with the point in force, and says when it may change next', () => {
    const signal = signalOf(facts, { measure: 'data_lake_ratio', from: T0 + 2.5 * HOUR, to: T0 + 3 * HOUR });
    expect(story(signal)).toEqual(['2.5: 9/10 (data)']);
    expect(signal).toMatchObject({
      nextDue: T0 + 5 * HOUR,
      points: [{ asOf: T0 + 2 * HOUR, freshUntil: T0 + 5 * HOUR }],
    });
    expect(signal.points[0]?.decidedBy?.event).toBe('e-3');
  });

  it('shows the last known value under one that was stale from the beginning', () => {
    const [point] = signalOf(facts, {
      measure: 'data_lake_ratio',
      from: T0 + 9 * DAY,
      to: T0 + 10 * DAY,
    }).points;
    expect(showValue(point?.value ?? null)).toBe('stale');
    expect(showValue(point?.lastKnown ?? null)).toBe('9/10');
  });
});

describe('a signal of rates', () => {
  it('jumps over silent years', () => {
    const build = new FactBuilder();
    const start = Date.parse('2014-01-01T00:00:00Z');
    const facts = ParkFacts.of([
      build.device('A', start, { majorHazard: true, requiredByDesign: true, autoMonitoring: 'installed' }),
      build.enterprise('E', start),
      ...beats(build, 'A', [start, start + 2 * HOUR]),
      build.transmission('A', { from: start, to: start + HOUR }, [60, 60, 60]),
      build.submission('E', 'energy', '2014-01-01'),
      build.submission('E', 'dual_prevention', '2014-01-01'),
    ]);
    const began = performance.now();
    for (const measure of [
      'monitor_online_ratio',
      'mh_monitor_online_ratio',
      'iot_access_ratio_design',
      'auto_monitor_data_valid_ratio',
      'energy_data_access_ratio',
      'dual_prevention_daily_upload_ratio',
    ]) {
      const signal = signalOf(facts, { measure, from: start, to: Date.parse('2026-11-24T00:00:00Z') });
      expect(showValue(signal.points.at(-1)!.value)).toBe('stale');
      expect(signal.points.length).toBeLessThan(200);
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('names the register and the rule where they move a value, and silence where it ends one', () => {
    const build = new FactBuilder();
    const versions = [
      composeDefinition(
        'iot_access_ratio_design',
        { seenWithinSeconds: 3600 },
        { version: 2, effectiveFrom: T0 + 3 * HOUR },
      ),
    ];
    const facts = ParkFacts.of([
      build.device('A', T0, { requiredByDesign: true }),
      build.device('B', T0 + 2 * HOUR, { requiredByDesign: true }),
      build.state('B', T0 + 1.5 * HOUR),
      ...beats(build, 'A', [T0, T0 + 4 * HOUR]),
    ]);
    expect(
      story(signalOf(facts, { measure: 'iot_access_ratio_design', versions, from: T0, to: T0 + 9 * HOUR })),
    ).toEqual([
      '0: 1/1 (data)',
      '2: 2/2 (registry)',
      '3: 1/2 (rule)',
      `${(4 * HOUR + 4 * MINUTE) / HOUR}: stale (staleness)`,
    ]);
  });

  it('shows the last known value under a silence of the feed, and recovers with the next event', () => {
    const build = new FactBuilder();
    const facts = ParkFacts.of([
      build.device('A', T0 - DAY, { requiredByDesign: true }),
      build.state('A', T0),
      build.state('A', T0 + HOUR),
    ]);
    const { points } = signalOf(facts, {
      measure: 'iot_access_ratio_design',
      from: T0 + 30 * MINUTE,
      to: T0 + HOUR,
    });
    const shown = points.map(
      (point: SignalPoint) => `${showValue(point.value)} over ${showValue(point.lastKnown)}`,
    );
    expect(shown).toEqual(['stale over 1/1', '1/1 over nothing']);
  });

  it('judges closed periods: no drop at midnight nor on the first of a month', () => {
    const build = new FactBuilder();
    const zoneMidnight = Date.parse('2026-10-31T16:00:00Z');
    const days = Array.from(
      { length: 70 },
      (_, index) => new Date(zoneMidnight - 60 * DAY + index * DAY + 8 * HOUR),
    );
    const facts = ParkFacts.of([
      build.enterprise('E', zoneMidnight - 200 * DAY),
      ...days.flatMap((day) => {
        const [date, filedAt] = [day.toISOString().slice(0, 10), { at: day.getTime() + 15 * HOUR }];
        return [
          build.submission('E', 'dual_prevention', date, filedAt),
          build.submission('E', 'special_work', date, filedAt),
        ];
      }),
    ]);
    const span = { from: zoneMidnight - 20 * DAY, to: zoneMidnight + 8 * DAY };
    for (const measure of ['dual_prevention_daily_upload_ratio', 'special_ops_monthly_upload_ratio']) {
      const { points } = signalOf(facts, { measure, ...span });
      expect(points.map(({ value }) => showValue(value))).toEqual(['1/1']);
    }
  });

  it('follows a late submission from when it was filed, and the whole history when it restates one', () => {
    const build = new FactBuilder();
    const facts = ParkFacts.of([
      build.enterprise('E', T0 - 9 * DAY),
      build.enterprise('F', T0 - 9 * DAY),
      build.submission('E', 'energy', '2026-11-21', { at: T0 - HOUR, filled: 24, required: 24 }),
      build.submission('F', 'energy', '2026-11-21', { at: T0 + 9 * HOUR, filled: 0, required: 24 }),
    ]);
    const asked = { measure: 'energy_data_access_ratio', from: T0, to: T0 + 12 * HOUR };
    expect(story(signalOf(facts, asked))).toEqual(['0: 1/2 (data)']);
    const repaired = build.submission('F', 'energy', '2026-11-21', {
      at: T0 + 10 * HOUR,
      filled: 24,
      required: 24,
    });
    expect(facts.add(repaired)).toBe(T0 + 9 * HOUR);
    expect(story(signalOf(facts, asked))).toEqual(['0: 1/2 (data)', '9: 2/2 (data)']);
  });

  it('moves minute by minute while the window fills, and rests when nothing changes', () => {
    const build = new FactBuilder();
    const facts = ParkFacts.of([build.device('A', T0), ...beats(build, 'A', [T0, T0 + 3 * HOUR])]);
    const versions = [
      composeDefinition('monitor_online_ratio', { windowSeconds: 3600 }, { version: 2, effectiveFrom: 0 }),
    ];
    const signal = signalOf(facts, {
      measure: 'monitor_online_ratio',
      versions,
      from: T0,
      to: T0 + 3 * HOUR,
    });
    expect(signal.points).toHaveLength(61);
    expect(signal.points.slice(0, 3).map(({ value }) => showValue(value))).toEqual([
      'zero_denominator',
      '60/60',
      '120/120',
    ]);
    expect(signal.points.at(-1)).toMatchObject({ at: T0 + HOUR });
  });
});

describe('the register of devices', () => {
  it('grows by ten at a moment: the denominator follows within a minute, by the register', () => {
    const build = new FactBuilder();
    const versions = [
      composeDefinition('monitor_online_ratio', { windowSeconds: 3600 }, { version: 2, effectiveFrom: 0 }),
    ];
    const facts = ParkFacts.of([
      build.device('A', T0 - DAY),
      ...beats(build, 'A', [T0 - 2 * HOUR, T0 + HOUR]),
      ...Array.from({ length: 10 }, (_, index) => build.device(`N-${index}`, T0)),
    ]);
    const { points } = signalOf(facts, {
      measure: 'monitor_online_ratio',
      versions,
      from: T0 - 1,
      to: T0 + 2 * MINUTE,
    });
    expect(points.map(({ at, value, trigger }) => [at - T0, showValue(value), trigger])).toEqual([
      [-1, '3600/3600', 'data'],
      [MINUTE, '3600/4200', 'registry'],
      [2 * MINUTE, '3600/4800', 'data'],
    ]);
  });
});

describe('the factories of I03', () => {
  it('have signals of their own, by name', () => {
    const build = new FactBuilder();
    const tenth = { denominator: '10' };
    const facts = ParkFacts.of([
      build.reading('sf_digital_equipment_ratio', T0, 8, { ...tenth, enterprise: 'F-2' }),
      build.reading('sf_data_upload_ratio', T0 + HOUR, 9, { ...tenth, enterprise: 'F-2' }),
      build.reading('sf_data_upload_ratio', T0, 5, { ...tenth, enterprise: 'F-1' }),
    ]);
    const pairs = deriveFactorySignals({
      versionsOf: () => [],
      facts,
      from: T0,
      to: T0 + 2 * HOUR,
      zone: ZONE,
    });
    expect(
      pairs.map(({ enterprise, equipment, upload }) => [enterprise, story(equipment), story(upload)]),
    ).toEqual([
      ['F-1', ['0: insufficient_data (data)'], ['0: 5/10 (data)']],
      ['F-2', ['0: 8/10 (data)'], ['0: insufficient_data (data)', '1: 9/10 (data)']],
    ]);
  });
});
