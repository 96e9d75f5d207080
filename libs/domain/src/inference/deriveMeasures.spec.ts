import { describe, expect, test } from 'vitest';
import { decimal } from '../kernel/decimal.js';
import { type MeasureValue, knownValue, unknownValue } from '../kernel/measureValue.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import type { MeasureKey } from '../standard/measureKeys.js';
import { compileStandard } from './compileStandard.js';
import { deriveMeasures, deriveQualifiedCounts } from './deriveMeasures.js';
import { type FactoryRatios, atLeastQualified, countQualifiedFactories } from './qualifiedFactories.js';

const standard = compileStandard(HGT_6313_2024);
const known = (text: string): MeasureValue => knownValue(decimal(text));
const stale = unknownValue('stale');

function value(key: MeasureKey, given: Partial<Record<MeasureKey, MeasureValue>>): MeasureValue {
  return deriveMeasures(standard, new Map(Object.entries(given) as [MeasureKey, MeasureValue][]))(key);
}

describe('the shares of I03', () => {
  test('are the exact quotient of their counts (ruling I3a)', () => {
    expect(
      value('smart_factory_share', { smart_factory_count: known('1'), enterprise_count: known('30') }),
    ).toEqual({
      kind: 'known',
      numerator: decimal('1'),
      denominator: decimal('30'),
    });
  });

  test('may exceed 1', () => {
    const counts = { digital_workshop_count: known('40'), enterprise_count: known('30') };
    expect(value('digital_workshop_share', counts).kind).toBe('known');
  });

  test('are unknown without enterprises, or while a count is unknown', () => {
    const none = { smart_factory_count: known('0'), enterprise_count: known('0') };
    expect(value('smart_factory_share', none)).toEqual(unknownValue('zero_denominator'));
    expect(
      value('smart_factory_share', { smart_factory_count: stale, enterprise_count: known('30') }),
    ).toEqual(stale);
    expect(value('smart_factory_share', { smart_factory_count: known('3') })).toEqual(
      unknownValue('insufficient_data'),
    );
  });

  test('are never replaced when given, even as unknown', () => {
    const counts = { smart_factory_count: known('3'), enterprise_count: known('30') };
    expect(value('smart_factory_share', { ...counts, smart_factory_share: stale })).toEqual(stale);
  });
});

describe('one unnamed factory', () => {
  const rates = (equipment: string, upload: string): Partial<Record<MeasureKey, MeasureValue>> => ({
    sf_digital_equipment_ratio: known(equipment),
    sf_data_upload_ratio: known(upload),
  });

  test('proves that at least one qualifies', () => {
    expect(value('sf_qualified_90_count', rates('0.8', '0.9'))).toEqual(known('1'));
  });

  test('never refutes, and never proves two (ruling I3c)', () => {
    expect(value('sf_qualified_90_count', rates('0.1', '0.1'))).toEqual(unknownValue('insufficient_data'));
    expect(value('sf_qualified_95_count', rates('1', '1'))).toEqual(unknownValue('insufficient_data'));
  });

  test('passes on why its rates are unknown', () => {
    expect(value('sf_qualified_90_count', { ...rates('1', '1'), sf_data_upload_ratio: stale })).toEqual(
      stale,
    );
  });

  test('gives way to a count that is given', () => {
    expect(value('sf_qualified_90_count', { ...rates('1', '1'), sf_qualified_90_count: known('0') })).toEqual(
      known('0'),
    );
  });
});

test('nothing else follows from one measure to another (ruling A11)', () => {
  const given = { algo_models_built_in: known('3'), maturity_l3_plus_ratio: known('0.5') };
  expect(value('algo_models_in_use', given)).toEqual(unknownValue('insufficient_data'));
  expect(value('maturity_l2_plus_ratio', given)).toEqual(unknownValue('insufficient_data'));
});

describe('factories listed one by one (ruling I3c)', () => {
  const factory = (equipment: MeasureValue, upload: MeasureValue): FactoryRatios => ({ equipment, upload });
  const good = factory(known('0.8'), known('0.95'));
  const fair = factory(known('0.8'), known('0.9'));
  const poor = factory(known('0.5'), stale);
  const dark = factory(known('0.9'), stale);
  const requirements = standard.derivations.flatMap((one) =>
    one.kind === 'qualifiedFactories' && one.key === 'sf_qualified_95_count' ? one.all : [],
  );

  test('leave a proven and a possible number', () => {
    expect(countQualifiedFactories([good, fair, dark], 5, requirements)).toEqual({ proven: 1, possible: 4 });
    expect(countQualifiedFactories([good, poor], 2, requirements)).toEqual({ proven: 1, possible: 1 });
    expect(countQualifiedFactories([good], null, requirements).possible).toBe(Number.POSITIVE_INFINITY);
  });

  test('a factory that fails one rate is refuted though the other is unknown', () => {
    expect(countQualifiedFactories([poor], 1, requirements)).toEqual({ proven: 0, possible: 0 });
  });

  test('"at least n" is met by the proven, refuted when all possible ones would not do, else unknown', () => {
    expect(atLeastQualified({ proven: 2, possible: 3 }, 2)).toBe('met');
    expect(atLeastQualified({ proven: 1, possible: 2 }, 2)).toBe('unknown');
    expect(atLeastQualified({ proven: 1, possible: 1 }, 2)).toBe('unmet');
  });

  test('become counts that decide the clauses on them', () => {
    const counts = deriveQualifiedCounts(standard, [good, fair], 2);
    expect(counts.get('sf_qualified_90_count')).toEqual(known('2'));
    expect(counts.get('sf_qualified_95_count')).toEqual(known('1'));
    const open = deriveQualifiedCounts(standard, [good, dark], 2);
    expect(open.get('sf_qualified_90_count')).toEqual(known('1'));
    expect(open.get('sf_qualified_95_count')).toEqual(stale);
    expect(deriveQualifiedCounts(standard, [], null).get('sf_qualified_90_count')).toEqual(
      unknownValue('insufficient_data'),
    );
  });
});
