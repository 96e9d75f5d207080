import fc from 'fast-check';
import { composeDefinition } from '../definitions.js';
import {
  type DeviceState,
  type Fact,
  type Instant,
  SUBMISSION_KINDS,
  type SubmissionKind,
} from '../facts.js';
import type { MeasureDefinition } from '../measureDefinition.js';
import { formOf } from '../measureForms.js';
import { feedsOf } from '../streamFeeds.js';
import { PLAIN_DEVICE, FactBuilder } from './factBuilder.js';

export const PARK_START: Instant = Date.parse('2016-03-26T20:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DEVICES = ['D-1', 'D-2', 'D-3'] as const;
const ENTERPRISES = ['E-1', 'E-2', 'E-3'] as const;
const KINDS: readonly SubmissionKind[] = SUBMISSION_KINDS.filter((kind) => kind !== 'safety_commitment');

/** A few days of facts around the day on which Berlin's clocks change, clustered so that they interact. */
const span = 4 * 24 * HOUR;
const instant = fc.oneof(
  fc.integer({ min: 0, max: span / MINUTE }).map((minutes) => PARK_START + minutes * MINUTE),
  fc.integer({ min: 0, max: span }).map((offset) => PARK_START + offset),
);
const sequence = fc.integer({ min: 0, max: 1 });
const device = fc.constantFrom(...DEVICES);
const enterprise = fc.constantFrom(...ENTERPRISES);

type Build = (build: FactBuilder) => Fact | readonly Fact[];

const states: fc.Arbitrary<Build> = fc
  .record({
    device,
    at: instant,
    count: fc.integer({ min: 1, max: 40 }),
    step: fc.constantFrom(MINUTE, 90_500, 10 * MINUTE),
    state: fc.constantFrom<DeviceState>(
      'online',
      'online',
      'online',
      'online',
      'offline',
      'fault',
      'maintenance',
    ),
    sequence,
  })
  .map(({ device: id, at, count, step, state, sequence: order }): Build => {
    const times = Array.from({ length: state === 'online' ? count : 1 }, (_, index) => at + index * step);
    return (build) => times.map((time) => build.state(id, time, state, order));
  });

const transmissions: fc.Arbitrary<Build> = fc
  .record({
    device,
    at: instant,
    minutes: fc.constantFrom(30, 60, 120),
    expected: fc.integer({ min: 1, max: 6 }),
    received: fc.integer({ min: 0, max: 6 }),
    valid: fc.integer({ min: 0, max: 6 }),
    hasFlags: fc.boolean(),
  })
  .map(({ device: id, at, minutes, expected, received, valid, hasFlags }): Build => {
    const got = Math.min(expected, received);
    const good = Math.min(got, valid);
    const flags = hasFlags ? { N: good, D: got - good } : null;
    const when = { from: at, to: at + minutes * MINUTE };
    return (build) => build.transmission(id, when, [expected, got, hasFlags ? 0 : good], flags);
  });

const submissionsOf = (kinds: readonly SubmissionKind[]): fc.Arbitrary<Build> =>
  fc
    .record({
      enterprise,
      kind: fc.constantFrom(...kinds),
      period: fc.constantFrom(
        '2016-03-26',
        '2016-03-27',
        '2016-03-28',
        '2016-03-29',
        '2016-03',
        '2016-02',
        '2016',
      ),
      at: instant,
      required: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
      filled: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ enterprise: id, kind, period, at, required, filled }): Build => {
      const counts = { required, filled: required === null ? null : Math.min(filled, required) };
      return (build) => build.submission(id, kind, period, { at, ...counts });
    });

const readingsOf = (measures: readonly string[]): fc.Arbitrary<Build> =>
  fc
    .record({
      measure: fc.constantFrom(...measures),
      at: instant,
      numerator: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ measure, at, numerator }): Build => {
      const denominator = measure.endsWith('_count') ? null : '3';
      return (build) => build.reading(measure, at, numerator, { denominator });
    });

const entries: fc.Arbitrary<Build> = fc.oneof(
  fc
    .record({
      id: device,
      at: fc.oneof(fc.constant(PARK_START), instant),
      nominal: fc.constantFrom(60, 600),
      flags: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      auto: fc.constantFrom('required' as const, 'installed' as const, null),
      stop: fc.option(fc.tuple(instant, fc.integer({ min: 1, max: 20 })), { nil: null }),
      ends: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
      owner: enterprise,
    })
    .map(({ id, at, nominal, flags, auto, stop, ends, owner }): Build => {
      const [majorHazard = false, requiredByDesign = false, requiredByIndustry = false] = flags;
      const stopUse =
        stop === null ? [] : [{ from: stop[0], to: stop[0] + stop[1] * HOUR, reason: 'overhaul' }];
      const attributes = {
        ...PLAIN_DEVICE,
        nominalPeriodSeconds: nominal,
        majorHazard,
        requiredByDesign,
        requiredByIndustry,
        autoMonitoring: auto,
        stopUse,
        enterprise: owner,
      };
      return (build) => build.entry(id, at, attributes, ends === null ? null : at + ends * HOUR);
    }),
  fc
    .record({
      id: enterprise,
      at: fc.oneof(
        { weight: 4, arbitrary: fc.constant(PARK_START - 40 * 24 * HOUR) },
        { weight: 1, arbitrary: instant },
      ),
      status: fc.constantFrom('commissioned' as const, 'commissioned' as const, 'suspended' as const),
    })
    .map(
      ({ id, at, status }): Build =>
        (build) =>
          build.enterprise(id, at, status),
    ),
  fc
    .record({ id: fc.constantFrom('S-1', 'S-2'), at: instant, onCloud: fc.boolean(), exempt: fc.boolean() })
    .map(
      ({ id, at, onCloud, exempt }): Build =>
        (build) =>
          build.system(id, at, onCloud, exempt),
    ),
);

/** The measures whose values are formed from streams, one or more of each kind. */
export function MEASURES(): readonly string[] {
  return [
    'monitor_online_ratio',
    'mh_monitor_online_ratio',
    'iot_access_ratio_design',
    'dual_prevention_coverage_ratio',
    'auto_monitor_install_ratio',
    'auto_monitor_data_valid_ratio',
    'energy_data_access_ratio',
    'dual_prevention_daily_upload_ratio',
    'special_ops_monthly_upload_ratio',
    'safety_info_fill_ratio',
    'mh_control_info_fill_ratio',
    'transport_data_fill_ratio',
    'enterprise_count',
    'cloud_migration_ratio',
    'smart_factory_share',
    'video_retention_days',
  ];
}

/** Facts of a small park in the order of their arrival, with restatements; most of them matter to the measure. */
export function arbitraryFacts(measure: string): fc.Arbitrary<readonly Fact[]> {
  return fc
    .tuple(
      fc.array(entries, { minLength: 2, maxLength: 9 }),
      fc.array(relevantTo(measure), { maxLength: 25 }),
      fc.array(fc.oneof(states, transmissions, submissionsOf(KINDS)), { maxLength: 4 }),
    )
    .map(([first, ...rest]) => {
      const build = new FactBuilder();
      return [...first, ...rest.flat()].flatMap((make) => make(build));
    });
}

function relevantTo(measure: string): fc.Arbitrary<Build> {
  const form = formOf(measure);
  const readings = readingsOf([measure, 'smart_factory_count', 'enterprise_count']);
  const streams = feedsOf(form).map((feed) => {
    if (feed.kind === 'states') return states;
    return feed.kind === 'transmissions' ? transmissions : submissionsOf([feed.submission]);
  });
  return streams.length === 0
    ? readings
    : fc.oneof({ weight: 1, arbitrary: readings }, ...streams.map((arbitrary) => ({ weight: 4, arbitrary })));
}

/** Versions of a definition with unusual parameters, in force from random instants on. */
export function arbitraryVersions(measure: string): fc.Arbitrary<readonly MeasureDefinition[]> {
  const version = fc.record({
    effectiveFrom: fc.oneof(fc.constant(PARK_START - HOUR), instant),
    input: fc.constantFrom('auto' as const, 'auto' as const, 'streams' as const, 'readings' as const),
    judge: fc.constantFrom(
      'window' as const,
      'window' as const,
      'hour' as const,
      'day' as const,
      'month' as const,
    ),
    periods: fc.constantFrom(1, 1, 2),
    windowSeconds: fc.constantFrom(3600, 86_400, 7200, 86_400, 1830),
    freshSeconds: fc.constantFrom(null, null, 1, 7200, 7200, 86_400),
    onlineWithinSeconds: fc.constantFrom(null, 60, 3600),
    seenWithinSeconds: fc.constantFrom(null, 600, 86_400),
    slotSeconds: fc.constantFrom(900, 3600, 100),
    slotShare: fc.constantFrom('0.5', '0.99', '1'),
    validFlags: fc.constantFrom(['N'], ['N', 'D']),
    completeness: fc.constantFrom('any', '0.5', '0.75'),
    requiredFields: fc.constantFrom(null, 4),
  });
  return fc.array(version, { maxLength: 2 }).map((fields) =>
    fields.map(({ effectiveFrom, ...own }, index) => {
      const known =
        measure === 'video_retention_days' && own.input !== 'readings'
          ? { ...own, input: 'auto' as const }
          : own;
      return composeDefinition(measure, known, { version: index + 2, effectiveFrom });
    }),
  );
}

/** Instants at which a value is looked up: within, just before and just after the facts. */
export const arbitraryInstant: fc.Arbitrary<Instant> = fc
  .tuple(instant, fc.constantFrom(-1, 0, 1, 30 * 24 * HOUR))
  .map(([at, shift]) => at + shift);
