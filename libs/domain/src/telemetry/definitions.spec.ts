import { describe, expect, it } from 'vitest';
import {
  DEFAULT_VERSION,
  composeDefinition,
  defaultDefinition,
  definitionAt,
  definitionChanges,
  joinGapOf,
  nextVersion,
  validateDefinition,
} from './definitions.js';
import { FORMED_MEASURES, measureKindOf } from './measureForms.js';

const DAY = 86_400_000;
const at = (text: string): number => Date.parse(text);

describe('the default definitions', () => {
  it('exist for all 60 measures and are without fault', () => {
    expect(FORMED_MEASURES).toHaveLength(60);
    for (const measure of FORMED_MEASURES) expect(validateDefinition(defaultDefinition(measure))).toEqual([]);
  });

  it('judge as the domain reference says', () => {
    expect(defaultDefinition('monitor_online_ratio')).toMatchObject({
      judge: 'window',
      windowSeconds: 86_400,
      onlineMinSeconds: 180,
    });
    expect(defaultDefinition('auto_monitor_data_valid_ratio')).toMatchObject({
      judge: 'day',
      periods: 1,
      validFlags: ['N'],
    });
    expect(defaultDefinition('energy_data_access_ratio').judge).toBe('day');
    expect(defaultDefinition('carbon_data_access_ratio').judge).toBe('month');
    expect(defaultDefinition('dual_prevention_daily_upload_ratio')).toMatchObject({
      judge: 'day',
      periods: 30,
    });
    expect(defaultDefinition('special_ops_monthly_upload_ratio')).toMatchObject({
      judge: 'month',
      periods: 1,
    });
    expect(defaultDefinition('iot_access_ratio_design').seenWithinSeconds).toBe(86_400);
    expect(defaultDefinition('special_ops_coverage_ratio').seenWithinSeconds).toBe(31 * 86_400);
  });

  it('give every measure its kind, and an unknown key the plain one', () => {
    expect(measureKindOf('mh_monitor_online_ratio')).toBe('online_slots');
    expect(measureKindOf('transport_data_fill_ratio')).toBe('fields');
    expect(measureKindOf('toString')).toBe('reading');
  });
});

describe('versions of a definition', () => {
  const measure = 'monitor_online_ratio';
  const second = composeDefinition(
    measure,
    { windowSeconds: 3600 },
    { version: 2, effectiveFrom: at('2020-01-01T00:00:00Z') },
  );
  const third = composeDefinition(
    measure,
    { windowSeconds: 7200 },
    { version: 3, effectiveFrom: at('2013-01-01T00:00:00Z') },
  );

  it('begin at 2, for the default is version 1', () => {
    expect(nextVersion([])).toBe(DEFAULT_VERSION + 1);
    expect(nextVersion([third, second])).toBe(4);
  });

  it('are in force from when they take effect, the default before', () => {
    expect(definitionAt(measure, [second], at('2019-12-31T23:59:59Z')).version).toBe(1);
    expect(definitionAt(measure, [second], at('2020-01-01T00:00:00Z')).version).toBe(2);
  });

  it('yield to a later version that takes effect earlier', () => {
    expect(definitionAt(measure, [third, second], at('2021-01-01T00:00:00Z')).version).toBe(3);
    expect(definitionChanges(measure, [second, third], { from: 0, to: at('2030-01-01T00:00:00Z') })).toEqual([
      third.effectiveFrom,
    ]);
  });
});

describe('a definition is refused', () => {
  const own = defaultDefinition('mh_monitor_online_ratio');

  it.each([
    [{ windowSeconds: 0 }, '/windowSeconds', 'VALUE_OUT_OF_RANGE'],
    [{ periods: 1.5 }, '/periods', 'VALUE_TYPE'],
    [{ freshSeconds: 0 }, '/freshSeconds', 'VALUE_OUT_OF_RANGE'],
    [{ onlineNominalPeriods: 0 }, '/onlineNominalPeriods', 'VALUE_OUT_OF_RANGE'],
    [{ slotShare: '1.01' }, '/slotShare', 'VALUE_OUT_OF_RANGE'],
    [{ slotShare: '99 %' }, '/slotShare', 'VALUE_TYPE'],
    [{ completeness: '0' }, '/completeness', 'VALUE_OUT_OF_RANGE'],
    [{ validFlags: [] }, '/validFlags', 'VALUE_OUT_OF_RANGE'],
    [
      { dwell: { downSeconds: -1, upSeconds: 0, staleSeconds: 0 } },
      '/dwell/downSeconds',
      'VALUE_OUT_OF_RANGE',
    ],
  ])('with %j, naming the field', (fields, pointer, code) => {
    expect(validateDefinition({ ...own, ...fields })).toEqual([{ pointer, code }]);
  });

  it('for an unknown measure, judge or input', () => {
    const wrong = { ...own, measure: 'x', judge: 'week', input: 'guess' } as unknown as typeof own;
    expect(validateDefinition(wrong).map(({ pointer }) => pointer)).toEqual(['/measure', '/input', '/judge']);
  });

  it('when it asks for streams of a measure that has none', () => {
    const fields = { ...defaultDefinition('dcmm_level'), input: 'streams' as const };
    expect(validateDefinition(fields)).toEqual([{ pointer: '/input', code: 'NO_STREAMS' }]);
  });
});

describe('the distance up to which heartbeats may be joined', () => {
  it('is the shortest time any definition asks about', () => {
    expect(joinGapOf(FORMED_MEASURES.map(defaultDefinition))).toBe(180_000);
    const fine = composeDefinition(
      'monitor_online_ratio',
      { onlineWithinSeconds: 60 },
      { version: 2, effectiveFrom: 0 },
    );
    expect(joinGapOf([fine, defaultDefinition('mh_monitor_online_ratio')])).toBe(60_000);
    expect(joinGapOf([defaultDefinition('iot_access_ratio_design')])).toBe(DAY);
    expect(joinGapOf([defaultDefinition('dcmm_level')])).toBe(Number.POSITIVE_INFINITY);
  });
});
