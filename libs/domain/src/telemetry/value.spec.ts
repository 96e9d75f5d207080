import { describe, expect, it } from 'vitest';
import { type DefinitionFields, composeDefinition } from './definitions.js';
import type { Fact, Instant } from './facts.js';
import type { FormedValue } from './formedValue.js';
import type { MeasureDefinition } from './measureDefinition.js';
import { ParkFacts } from './parkFacts.js';
import { FactBuilder } from './testing/factBuilder.js';
import { showShare, showValue } from './testing/showValue.js';
import { compareInputs, valueAt, valueOver } from './value.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A local midnight in Shanghai. */
const T0 = Date.parse('2026-11-21T16:00:00Z');
const SHANGHAI = { zone: 'Asia/Shanghai' };

function defined(measure: string, fields: Partial<DefinitionFields> = {}): MeasureDefinition {
  return composeDefinition(measure, fields, { version: 2, effectiveFrom: 0 });
}

function parkOf(make: (build: FactBuilder) => readonly Fact[]): ParkFacts {
  return ParkFacts.of(make(new FactBuilder()));
}

function beats(
  build: FactBuilder,
  device: string,
  [from, to]: readonly [Instant, Instant],
  step = MINUTE,
): readonly Fact[] {
  const facts: Fact[] = [];
  for (let at = from; at < to; at += step) facts.push(build.state(device, at));
  return facts;
}

function overDay(definition: MeasureDefinition, park: ParkFacts, days = 1): FormedValue {
  return valueOver(definition, park, { from: T0, to: T0 + days * DAY, closed: true }, SHANGHAI);
}

describe('online time', () => {
  const online = defined('monitor_online_ratio');

  it('counts the seconds online of the seconds due', () => {
    const park = parkOf((build) => [
      build.device('A', T0),
      build.device('B', T0 + 12 * HOUR),
      ...beats(build, 'A', [T0, T0 + 6 * HOUR]),
      ...beats(build, 'B', [T0 + 18 * HOUR, T0 + DAY]),
    ]);
    const value = overDay(online, park);
    // A reaches three minutes beyond its last heartbeat at 05:59.
    expect(showValue(value)).toBe(`${6 * 3600 + 120 + 6 * 3600}/${24 * 3600 + 12 * 3600}`);
    expect(showShare(value.instant)).toBe('1/2');
    expect(
      showValue(
        valueOver(online, park, { from: T0, to: T0 + DAY, closed: true }, { ...SHANGHAI, device: 'B' }),
      ),
    ).toBe(`${6 * 3600}/${12 * 3600}`);
  });

  it('leaves out approved stop-use and outlets not yet installed, and nothing else', () => {
    const stopUse = [{ from: T0 + 6 * HOUR, to: T0 + 18 * HOUR, reason: 'overhaul' }];
    const park = parkOf((build) => [
      build.device('A', T0, { stopUse }),
      build.device('M', T0),
      build.device('O', T0, { autoMonitoring: 'required' }),
      ...beats(build, 'A', [T0, T0 + DAY]),
      build.state('M', T0),
      build.state('M', T0 + MINUTE, 'maintenance'),
    ]);
    const value = overDay(online, park);
    expect(showValue(value)).toBe(`${12 * 3600 + 60}/${12 * 3600 + 24 * 3600}`);
  });

  it('counts fractions of a second exactly', () => {
    const park = parkOf((build) => [build.device('A', T0), build.state('A', T0 + DAY - 1500)]);
    expect(showValue(overDay(online, park))).toBe('1.5/86400');
  });

  it('names the devices that were never online', () => {
    const park = parkOf((build) => [build.device('A', T0), build.device('B', T0), build.state('A', T0)]);
    expect(overDay(online, park).missing).toEqual(['B']);
  });

  it('is live over the window, stale while the whole feed is silent, and counts the silence once it is over', () => {
    const park = parkOf((build) => [
      build.device('A', T0),
      build.device('B', T0),
      ...beats(build, 'A', [T0, T0 + 2 * HOUR]),
      ...beats(build, 'A', [T0 + 4 * HOUR, T0 + 5 * HOUR]),
    ]);
    const hour = defined('monitor_online_ratio', { windowSeconds: 3600 });
    expect(showValue(valueAt(hour, park, T0 + HOUR, SHANGHAI))).toBe('3600/7200');
    // The last heartbeat came at 01:59; five minutes later the feed is silent.
    expect(showValue(valueAt(hour, park, T0 + 2 * HOUR + 4 * MINUTE - 1, SHANGHAI))).toBe('3480.001/7200');
    const stale = valueAt(hour, park, T0 + 2 * HOUR + 4 * MINUTE, SHANGHAI);
    expect(showValue(stale)).toBe('stale');
    expect(showShare({ numerator: stale.numerator!, denominator: stale.denominator! })).toBe('3480/7200');
    expect(stale).toMatchObject({ asOf: T0 + 2 * HOUR - MINUTE, freshUntil: T0 + 2 * HOUR + 4 * MINUTE });
    expect(showValue(valueAt(hour, park, T0 + 4 * HOUR + MINUTE, SHANGHAI))).toBe('60/7200');
  });
});

describe('online slots', () => {
  const slots = defined('mh_monitor_online_ratio');

  it('asks for an online state in 99 of 100 due slots: of 96 a day in all of them', () => {
    const park = parkOf((build) => [
      build.device('A', T0, { majorHazard: true }),
      build.device('B', T0, { majorHazard: true }),
      build.device('C', T0),
      ...beats(build, 'A', [T0 + 14 * MINUTE, T0 + DAY], 15 * MINUTE),
      ...beats(build, 'B', [T0 + 15 * MINUTE, T0 + DAY], 15 * MINUTE),
    ]);
    const value = overDay(slots, park);
    expect(showValue(value)).toBe('1/2');
    expect(value.missing).toEqual(['B']);
    expect(showShare(value.instant)).toBe('1/2');
  });

  it('counts a slot only when the device is due throughout it', () => {
    const stopUse = [{ from: T0 + 10 * MINUTE, to: T0 + 35 * MINUTE, reason: 'overhaul' }];
    const park = parkOf((build) => [
      build.device('A', T0, { majorHazard: true, stopUse }),
      ...beats(build, 'A', [T0 + 45 * MINUTE, T0 + DAY], 15 * MINUTE),
    ]);
    expect(showValue(overDay(slots, park))).toBe('1/1');
  });

  it('runs its slots from local midnight through a day of 25 hours', () => {
    const day = {
      from: Date.parse('2016-10-29T22:00:00Z'),
      to: Date.parse('2016-10-30T23:00:00Z'),
      closed: true,
    };
    const berlin = { zone: 'Europe/Berlin' };
    const all = parkOf((build) => [
      build.device('A', day.from, { majorHazard: true }),
      ...beats(build, 'A', [day.from, day.to], 15 * MINUTE),
    ]);
    const exact = defined('mh_monitor_online_ratio', { slotShare: '1' });
    expect(showValue(valueOver(exact, all, day, berlin))).toBe('1/1');
    const lacking = parkOf((build) => [
      build.device('A', day.from, { majorHazard: true }),
      ...beats(build, 'A', [day.from, day.to - 15 * MINUTE], 15 * MINUTE),
    ]);
    expect(showValue(valueOver(exact, lacking, day, berlin))).toBe('0/1');
    expect(
      showValue(valueOver(defined('mh_monitor_online_ratio', { slotShare: '0.99' }), lacking, day, berlin)),
    ).toBe('1/1');
  });

  it('is not known while no slot has been completed', () => {
    const park = parkOf((build) => [build.device('A', T0, { majorHazard: true }), build.state('A', T0)]);
    expect(showValue(valueAt(slots, park, T0 + 4 * MINUTE, SHANGHAI))).toBe('zero_denominator');
  });
});

describe('members', () => {
  it('are the required devices seen in time, of those required; stop-use leaves both', () => {
    const stopUse = [{ from: T0, to: T0 + DAY, reason: 'overhaul' }];
    const park = parkOf((build) => [
      ...['A', 'B', 'S'].map((id) =>
        build.device(id, T0 - DAY, { requiredByDesign: true, stopUse: id === 'S' ? stopUse : [] }),
      ),
      build.device('N', T0 - DAY, { requiredByIndustry: true }),
      build.state('A', T0),
      build.state('B', T0 - 3 * HOUR),
    ]);
    const within = (seenWithinSeconds: number | null): string =>
      showValue(valueAt(defined('iot_access_ratio_design', { seenWithinSeconds }), park, T0, SHANGHAI));
    expect(within(3 * 3600)).toBe('1/2');
    expect(within(3 * 3600 + 1)).toBe('2/2');
    expect(within(null)).toBe('2/2');
    expect(showValue(valueAt(defined('iot_access_ratio_industry'), park, T0, SHANGHAI))).toBe(
      'insufficient_data',
    );
  });

  it('are the commissioned enterprises that filed within 31 days, of the commissioned ones', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - 60 * DAY),
      build.enterprise('B', T0 - 60 * DAY),
      build.enterprise('C', T0 - 60 * DAY, 'suspended'),
      build.submission('A', 'dual_prevention', '2026-11-21', { at: T0 - HOUR }),
      build.submission('B', 'dual_prevention', '2026-10-20', { at: T0 - 31 * DAY }),
      build.submission('C', 'dual_prevention', '2026-11-21', { at: T0 - HOUR }),
    ]);
    const value = valueAt(defined('dual_prevention_coverage_ratio'), park, T0, SHANGHAI);
    expect(showValue(value)).toBe('1/2');
    expect(value.missing).toEqual(['B']);
  });

  it('are the outlets with automatic monitoring installed, of those that need it; the register never grows stale', () => {
    const park = parkOf((build) => [
      build.device('A', T0, { autoMonitoring: 'installed' }),
      build.device('B', T0, { autoMonitoring: 'required' }),
      build.device('C', T0),
    ]);
    const value = valueAt(defined('auto_monitor_install_ratio'), park, T0 + 900 * DAY, SHANGHAI);
    expect(showValue(value)).toBe('1/2');
    expect(value).toMatchObject({ missing: ['B'], freshUntil: null });
  });
});

describe('transmission', () => {
  const valid = defined('auto_monitor_data_valid_ratio');
  const hour = (index: number): { from: Instant; to: Instant } => ({
    from: T0 + index * HOUR,
    to: T0 + (index + 1) * HOUR,
  });
  const outlet = { autoMonitoring: 'installed', nominalPeriodSeconds: 600, valuesPerPeriod: 2 } as const;

  it('is valid of expected, with its two factors; silent due time expects values and received none', () => {
    const park = parkOf((build) => [
      build.device('A', T0 + 20 * HOUR, outlet),
      build.transmission('A', hour(20), [12, 10, 9]),
      build.transmission('A', hour(21), [12, 12, 0], { N: 6, D: 5, C: 1 }),
    ]);
    const value = overDay(valid, park);
    // Two hours without transmission expect 2 values every ten minutes.
    expect(showValue(value)).toBe('15/48');
    expect(showShare(value.parts?.transmission)).toBe('22/48');
    expect(showShare(value.parts?.validity)).toBe('15/22');
    const lenient = defined('auto_monitor_data_valid_ratio', { validFlags: ['N', 'D'] });
    expect(showValue(overDay(lenient, park))).toBe('20/48');
  });

  it('counts transmissions that begin in the period, and expects nothing where another one covers', () => {
    const park = parkOf((build) => [
      build.device('A', T0 - DAY, outlet),
      build.transmission('A', { from: T0 - HOUR, to: T0 + 12 * HOUR }, [156, 156, 156]),
      build.transmission('A', { from: T0 + 12 * HOUR, to: T0 + 36 * HOUR }, [288, 200, 100]),
    ]);
    expect(showValue(overDay(valid, park))).toBe('100/288');
  });

  it('leaves stop-use out on both sides', () => {
    const stopUse = [{ from: T0, to: T0 + 23 * HOUR, reason: 'overhaul' }];
    const park = parkOf((build) => [
      build.device('A', T0 - DAY, { ...outlet, stopUse }),
      build.transmission('A', hour(3), [12, 12, 12]),
      build.transmission('A', hour(23), [12, 12, 6]),
    ]);
    expect(showValue(overDay(valid, park))).toBe('6/12');
  });

  it('takes a repaired report in place of the first one', () => {
    const park = parkOf((build) => [
      build.device('A', T0 + 23 * HOUR, outlet),
      build.transmission('A', hour(23), [12, 0, 0]),
      build.transmission('A', hour(23), [12, 12, 12]),
    ]);
    expect(showValue(overDay(valid, park))).toBe('12/12');
  });
});

describe('coverage', () => {
  const energy = (completeness: string): MeasureDefinition =>
    defined('energy_data_access_ratio', { completeness });
  const counts = (filled: number, required: number): { filled: number; required: number } => ({
    filled,
    required,
  });

  it('asks for the mean daily share, of all registered enterprises', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.enterprise('B', T0 - DAY, 'under_construction'),
      build.submission('A', 'energy', '2026-11-22', counts(12, 24)),
      build.submission('A', 'energy', '2026-11-23', counts(24, 24)),
      build.submission('B', 'energy', '2026-11-22', counts(1, 24)),
    ]);
    const shares = ['any', '0.02', '0.03', '0.75', '0.76'].map((share) =>
      showValue(overDay(energy(share), park, 2)),
    );
    expect(shares).toEqual(['2/2', '2/2', '1/2', '1/2', '0/2']);
    expect(showShare(overDay(energy('any'), park, 2).parts?.completeness)).toBe('37/72');
    expect(overDay(energy('0.75'), park, 2).missing).toEqual(['B']);
  });

  it('takes the submission of the shortest period that covers a day; without counts it is full', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.submission('A', 'energy', '2026', counts(0, 1)),
      build.submission('A', 'energy', '2026-11'),
      build.submission('A', 'energy', '2026-11-22', counts(1, 2)),
    ]);
    expect(showValue(overDay(energy('0.5'), park))).toBe('1/1');
    expect(showValue(overDay(energy('0.51'), park))).toBe('0/1');
    expect(showValue(overDay(energy('0.75'), park, 2))).toBe('1/1');
  });

  it('adds shares of different denominators exactly', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.submission('A', 'energy', '2026-11-22', counts(1, 3)),
      build.submission('A', 'energy', '2026-11-23', counts(2, 3)),
      build.submission('A', 'energy', '2026-11-24', counts(2, 7)),
    ]);
    // 9/21 = 0.428571...
    expect(showValue(overDay(energy('0.428571'), park, 3))).toBe('1/1');
    expect(showValue(overDay(energy('0.428572'), park, 3))).toBe('0/1');
  });

  it('lets an enterprise owe only the days on which it was registered', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 + DAY),
      build.submission('A', 'energy', '2026-11-23', counts(24, 24)),
    ]);
    expect(showValue(overDay(energy('1'), park, 2))).toBe('1/1');
  });
});

describe('upload', () => {
  const daily = defined('dual_prevention_daily_upload_ratio');
  const monthly = defined('special_ops_monthly_upload_ratio');

  it('asks for a submission on every day on which the enterprise was commissioned', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.enterprise('B', T0 + DAY),
      build.enterprise('C', T0 - DAY),
      build.enterprise('D', T0 - DAY, 'suspended'),
      build.submission('A', 'dual_prevention', '2026-11-22'),
      build.submission('A', 'dual_prevention', '2026-11-23', { filled: 0, required: 0 }),
      build.submission('B', 'dual_prevention', '2026-11-23'),
      build.submission('C', 'dual_prevention', '2026-11'),
    ]);
    const value = overDay(daily, park, 2);
    expect(showValue(value)).toBe('2/3');
    expect(value.missing).toEqual(['C']);
  });

  it('takes any submission of the month, be it for a day', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - 90 * DAY),
      build.enterprise('B', T0 - 90 * DAY),
      build.enterprise('C', T0 - 90 * DAY),
      build.submission('A', 'special_work', '2026-10'),
      build.submission('B', 'special_work', '2026-10-31'),
      build.submission('C', 'special_work', '2026-11'),
    ]);
    const value = valueAt(monthly, park, Date.parse('2026-11-10T00:00:00Z'), SHANGHAI);
    expect(showValue(value)).toBe('2/3');
  });

  it('does not drop when the month changes: the closed month is judged, the running one only shown', () => {
    const months = ['2026-09', '2026-10'];
    const park = parkOf((build) => [
      build.enterprise('A', T0 - 90 * DAY),
      ...months.map((month) =>
        build.submission('A', 'special_work', month, { at: Date.parse(`${month}-28T00:00:00Z`) }),
      ),
    ]);
    const midnight = Date.parse('2026-10-31T16:00:00Z');
    for (const at of [midnight - 1, midnight, midnight + MINUTE, midnight + 20 * DAY]) {
      expect(showValue(valueAt(monthly, park, at, SHANGHAI))).toBe('1/1');
    }
  });
});

describe('fields', () => {
  const safety = defined('safety_info_fill_ratio');

  it('sums what each enterprise filed last, for the newest period', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.enterprise('B', T0 - DAY),
      build.submission('A', 'safety_info', '2026-10', { at: T0, filled: 10, required: 40 }),
      build.submission('A', 'safety_info', '2026-11', { at: T0 - HOUR, filled: 30, required: 40 }),
      build.submission('B', 'safety_info', '2026-11', { at: T0 - HOUR, filled: 40, required: 40 }),
    ]);
    expect(showValue(valueAt(safety, park, T0, SHANGHAI))).toBe('70/80');
    const before = valueAt(safety, park, T0 - HOUR - 1, SHANGHAI);
    expect(showValue(before)).toBe('insufficient_data');
  });

  it('is not known while someone never filed and the number of fields is not set', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.enterprise('B', T0 - DAY),
      build.submission('A', 'safety_info', '2026-11', { at: T0 - HOUR, filled: 30, required: 40 }),
    ]);
    expect(valueAt(safety, park, T0, SHANGHAI)).toMatchObject({
      reason: 'insufficient_data',
      missing: ['B'],
    });
    const counted = defined('safety_info_fill_ratio', { requiredFields: 50 });
    expect(valueAt(counted, park, T0, SHANGHAI)).toMatchObject({ kind: 'known', missing: ['B'] });
    expect(showValue(valueAt(counted, park, T0, SHANGHAI))).toBe('30/90');
  });

  it('concerns for I18 only enterprises with a device of a major hazard', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      build.enterprise('B', T0 - DAY),
      build.device('D', T0 - DAY, { majorHazard: true, enterprise: 'A' }),
      build.submission('A', 'major_hazard_info', '2026-11', { at: T0 - HOUR, filled: 3, required: 4 }),
    ]);
    expect(showValue(valueAt(defined('mh_control_info_fill_ratio'), park, T0, SHANGHAI))).toBe('3/4');
  });

  it('takes for I31 the smallest of the three kinds', () => {
    const kinds = ['transport_company', 'transport_vehicle', 'transport_person'] as const;
    const park = parkOf((build) => [
      build.enterprise('A', T0 - DAY),
      ...kinds.map((kind, index) =>
        build.submission('A', kind, '2026-11', { at: T0 - HOUR, filled: 5 - index, required: 5 }),
      ),
    ]);
    expect(showValue(valueAt(defined('transport_data_fill_ratio'), park, T0, SHANGHAI))).toBe('3/5');
  });
});

describe('the register', () => {
  it('gives the number of enterprises, whatever their status, and the share of systems on cloud', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0, 'under_construction'),
      build.enterprise('B', T0),
      build.system('S', T0, true),
      build.system('T', T0, false),
      build.system('U', T0, false, true),
    ]);
    expect(showValue(valueAt(defined('enterprise_count'), park, T0, SHANGHAI))).toBe('2/1');
    expect(showValue(valueAt(defined('enterprise_count'), park, T0 - 1, SHANGHAI))).toBe('insufficient_data');
    expect(showValue(valueAt(defined('cloud_migration_ratio'), park, T0, SHANGHAI))).toBe('1/2');
  });

  it('makes 0/0 of a park whose systems are all exempt (ruling I38)', () => {
    const park = parkOf((build) => [build.system('U', T0, false, true)]);
    expect(showValue(valueAt(defined('cloud_migration_ratio'), park, T0, SHANGHAI))).toBe('zero_denominator');
  });

  it('forms the shares of I03 from the counts, which may exceed 1 (ruling I3a)', () => {
    const park = parkOf((build) => [
      build.enterprise('A', T0),
      build.reading('digital_workshop_count', T0, 3),
    ]);
    expect(showValue(valueAt(defined('digital_workshop_share'), park, T0 + HOUR, SHANGHAI))).toBe('3/1');
    expect(showValue(valueAt(defined('digital_workshop_share'), park, T0 + 9 * DAY, SHANGHAI))).toBe('stale');
  });
});

describe('readings', () => {
  const lake = defined('data_lake_ratio');
  const ratio = { denominator: '100' };

  it('count until three medians of their own last ten intervals have passed', () => {
    const park = parkOf((build) => [
      build.reading('data_lake_ratio', T0, 50, ratio),
      build.reading('data_lake_ratio', T0 + HOUR, 60, ratio),
      build.reading('data_lake_ratio', T0 + 3 * HOUR, 70, ratio),
      build.reading('data_lake_ratio', T0 + 4 * HOUR, 80, { ...ratio, missing: ['T-1'] }),
    ]);
    const value = valueAt(lake, park, T0 + 5 * HOUR, SHANGHAI);
    expect(showValue(value)).toBe('80/100');
    expect(value).toMatchObject({ missing: ['T-1'], asOf: T0 + 4 * HOUR, freshUntil: T0 + 7 * HOUR });
    expect(value.decidedBy?.event).toBe('e-4');
    expect(showValue(valueAt(lake, park, T0 + 7 * HOUR, SHANGHAI))).toBe('stale');
  });

  it('count for three days when there is only one, and never less than five minutes', () => {
    const single = parkOf((build) => [build.reading('data_lake_ratio', T0, 50, ratio)]);
    expect(valueAt(lake, single, T0, SHANGHAI).freshUntil).toBe(T0 + 3 * DAY);
    const quick = parkOf((build) =>
      [0, 1, 2].map((second) => build.reading('data_lake_ratio', T0 + second * 1000, 50, ratio)),
    );
    expect(valueAt(lake, quick, T0 + 2000, SHANGHAI).freshUntil).toBe(T0 + 2000 + 5 * MINUTE);
    expect(
      valueAt(defined('data_lake_ratio', { freshSeconds: 60 }), quick, T0 + 2000, SHANGHAI).freshUntil,
    ).toBe(T0 + 62_000);
  });

  it('of certificates stand as long as no validity is stated', () => {
    const park = parkOf((build) => [build.reading('mlps_level', T0, 3)]);
    expect(showValue(valueAt(defined('mlps_level'), park, T0 + 900 * DAY, SHANGHAI))).toBe('3/1');
  });

  it('are impossible above one or below nothing, and 0/0 is no value (rulings A5, A11)', () => {
    const shown = [
      [101, '100'],
      [-1, '100'],
      [0, '0'],
      [1, '0'],
    ] as const;
    const values = shown.map(([numerator, denominator]) => {
      const park = parkOf((build) => [build.reading('data_lake_ratio', T0, numerator, { denominator })]);
      return showValue(valueAt(lake, park, T0, SHANGHAI));
    });
    expect(values).toEqual(['out_of_range', 'out_of_range', 'zero_denominator', 'out_of_range']);
  });

  it('belong to their factory where the measure is factory-scope', () => {
    const park = parkOf((build) => [
      build.reading('sf_data_upload_ratio', T0, 9, { denominator: '10', enterprise: 'F' }),
    ]);
    const upload = defined('sf_data_upload_ratio');
    expect(showValue(valueAt(upload, park, T0, { ...SHANGHAI, enterprise: 'F' }))).toBe('9/10');
    expect(showValue(valueAt(upload, park, T0, SHANGHAI))).toBe('insufficient_data');
    expect(park.factories()).toEqual(['F']);
  });
});

describe('the input', () => {
  const build = new FactBuilder();
  const park = ParkFacts.of([
    build.device('A', T0),
    build.reading('monitor_online_ratio', T0, 90, { denominator: '100' }),
    build.state('A', T0 + HOUR),
  ]);

  it('is the newest reading until the first own event of a counted member has come', () => {
    const online = defined('monitor_online_ratio');
    expect(showValue(valueAt(online, park, T0 + HOUR - 1, SHANGHAI))).toBe('90/100');
    expect(showValue(valueAt(online, park, T0 + HOUR + MINUTE, SHANGHAI))).toBe('60/3660');
  });

  it('can be chosen, and both ways can be compared', () => {
    const at = T0 + HOUR + MINUTE;
    expect(
      showValue(valueAt(defined('monitor_online_ratio', { input: 'readings' }), park, at, SHANGHAI)),
    ).toBe('90/100');
    expect(
      showValue(valueAt(defined('monitor_online_ratio', { input: 'streams' }), park, T0, SHANGHAI)),
    ).toBe('insufficient_data');
    const { streams, readings } = compareInputs(defined('monitor_online_ratio'), park, at, SHANGHAI);
    expect([showValue(streams), showValue(readings)]).toEqual(['60/3660', '90/100']);
  });
});
