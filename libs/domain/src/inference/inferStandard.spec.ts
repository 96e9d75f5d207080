import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, fromInteger } from '../kernel/decimal.js';
import { LEVELS, type Level, compareLevels } from '../kernel/level.js';
import { type MeasureValue, knownValue, toMeasureValue, unknownValue } from '../kernel/measureValue.js';
import type { Tri } from '../kernel/tri.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import { type ClauseId, INDICATOR_IDS, type IndicatorId } from '../standard/ids.js';
import { MEASURE_KEYS, type MeasureKey } from '../standard/measureKeys.js';
import { attestedCapabilities, capabilityClausesUpTo } from './attestedCapabilities.js';
import { compileStandard } from './compileStandard.js';
import { type IndicatorInference, inferFromStatuses, inferStandard } from './inferStandard.js';
import { nextLevel } from './nextLevel.js';

const standard = compileStandard(HGT_6313_2024);
const known = (text: string): MeasureValue => knownValue(decimal(text));

interface Facts {
  readonly measures?: Partial<Record<MeasureKey, MeasureValue>>;
  readonly upTo?: Partial<Record<IndicatorId, Level>>;
  readonly clauses?: Partial<Record<ClauseId, Tri>>;
}

function infer({ measures = {}, upTo = {}, clauses = {} }: Facts): readonly IndicatorInference[] {
  const capabilities = attestedCapabilities(
    standard,
    new Map(Object.entries(upTo) as [IndicatorId, Level][]),
    new Map(Object.entries(clauses) as [ClauseId, Tri][]),
  );
  return inferStandard(
    standard,
    new Map(Object.entries(measures) as [MeasureKey, MeasureValue][]),
    capabilities,
  );
}

function inferOne(id: IndicatorId, facts: Facts): IndicatorInference {
  const found = infer(facts).find((inference) => inference.id === id);
  if (found === undefined) throw new Error(`${id} was not inferred`);
  return found;
}

describe('inferring the standard', () => {
  test('answers all 46 in order, S1 to S5 when nothing is known', () => {
    const inferred = infer({});
    expect(inferred.map(({ id }) => id)).toEqual(INDICATOR_IDS);
    for (const { assured, candidate, ceiling } of inferred) {
      expect([assured, candidate, ceiling]).toEqual(['S1', 'S1', 'S5']);
    }
  });

  test('the example of the contract: I10 assured S3, candidate S4, ceiling S5', () => {
    const facts: Facts = { measures: { iot_access_ratio_design: known('0.83') }, upTo: { I10: 'S3' } };
    expect(inferOne('I10', facts)).toMatchObject({ assured: 'S3', candidate: 'S4', ceiling: 'S5' });
  });

  test('every clause is traced once, in order', () => {
    const { clauses } = inferOne('I19', {});
    expect(clauses.map(({ id }) => id.slice(4))).toEqual([
      ...['S2.c1', 'S2.c2', 'S2.c3', 'S3.c1', 'S3.c2'],
      ...['S4.m1', 'S4.m2', 'S4.c1', 'S4.c2', 'S4.c3', 'S4.c4'],
      ...['S5.m1', 'S5.c1', 'S5.c2', 'S5.c3', 'S5.c4'],
    ]);
  });

  test('major hazards must stay at 100 % for S5 (ruling I19a)', () => {
    const measures = { monitor_online_ratio: known('0.95'), mh_monitor_online_ratio: known('0.999') };
    expect(inferOne('I19', { measures, upTo: { I19: 'S5' } })).toMatchObject({
      assured: 'S3',
      ceiling: 'S3',
    });
  });

  test('one model used and three built in fails S2 (ruling I11a)', () => {
    const measures = { algo_models_in_use: known('1'), algo_models_built_in: known('3') };
    expect(inferOne('I11', { measures, upTo: { I11: 'S5' } })).toMatchObject({
      assured: 'S1',
      ceiling: 'S1',
    });
  });

  test('a clause named by itself overrides the attested level', () => {
    const facts: Facts = { upTo: { I17: 'S3' }, clauses: { 'I17.S2.c1': 'unmet' } };
    expect(inferOne('I17', facts)).toMatchObject({ assured: 'S1', candidate: 'S1', ceiling: 'S1' });
  });

  test('an attestation up to a level covers its capability clauses and those below', () => {
    expect(capabilityClausesUpTo(standard, 'I41', 'S3')).toEqual(['I41.S2.c1', 'I41.S2.c2', 'I41.S3.c1']);
    expect(capabilityClausesUpTo(standard, 'I46', 'S5')).toEqual([]);
    expect(capabilityClausesUpTo(standard, 'I41', 'S1')).toEqual([]);
  });

  test('inferring from the traced statuses gives the same levels', () => {
    const facts: Facts = {
      measures: { cloud_migration_ratio: known('0.5') },
      upTo: { I05: 'S4', I12: 'S2' },
    };
    for (const { id, clauses, ...levels } of infer(facts)) {
      const statuses = new Map(clauses.map((clause) => [clause.id, clause.status]));
      const compiled = standard.byId.get(id);
      if (compiled === undefined) throw new Error(`${id} is not compiled`);
      expect(inferFromStatuses(compiled, (clause) => statuses.get(clause) ?? 'unknown')).toEqual(levels);
    }
  });
});

const anyValue = fc.oneof(
  fc.constantFrom<MeasureValue>(unknownValue('stale'), unknownValue('out_of_range')),
  fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 1000 })).map(([n, d]): MeasureValue => {
    return toMeasureValue({ unit: 'ratio', cappedAtOne: true }, fromInteger(Math.min(n, d)), fromInteger(d));
  }),
  fc.nat(40).map((n): MeasureValue => knownValue(fromInteger(n))),
);
const anyMeasures = fc.array(fc.tuple(fc.constantFrom(...MEASURE_KEYS), anyValue), { maxLength: 60 });
const anyLevels = fc.array(fc.tuple(fc.constantFrom(...INDICATOR_IDS), fc.constantFrom(...LEVELS)), {
  maxLength: 46,
});

describe('whatever is known', () => {
  test('assured <= candidate <= ceiling for every indicator', () => {
    fc.assert(
      fc.property(anyMeasures, anyLevels, (measures, upTo) => {
        const capabilities = attestedCapabilities(standard, new Map(upTo), new Map());
        for (const { assured, candidate, ceiling } of inferStandard(
          standard,
          new Map(measures),
          capabilities,
        )) {
          expect(compareLevels(assured, candidate)).toBeLessThanOrEqual(0);
          expect(compareLevels(candidate, ceiling)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('the order in which measures and attestations come does not matter', () => {
    fc.assert(
      fc.property(anyMeasures, anyLevels, (measures, upTo) => {
        const given = new Map(measures);
        const capabilities = attestedCapabilities(standard, new Map(upTo), new Map());
        const turned = inferStandard(
          standard,
          new Map([...given].reverse()),
          new Map([...capabilities].reverse()),
        );
        expect(turned).toEqual(inferStandard(standard, given, capabilities));
      }),
    );
  });
});

test('a whole park is inferred in less than a millisecond of CPU', () => {
  const measures = new Map(MEASURE_KEYS.map((key) => [key, known(key.endsWith('ratio') ? '0.85' : '31')]));
  const capabilities = attestedCapabilities(
    standard,
    new Map(INDICATOR_IDS.map((id) => [id, 'S4'])),
    new Map(),
  );
  const runs = 200;
  for (let run = 0; run < runs; run += 1) inferStandard(standard, measures, capabilities);
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) inferStandard(standard, measures, capabilities);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000 / runs).toBeLessThan(1);
});

describe('the next level', () => {
  const next = (id: IndicatorId, facts: Facts): ReturnType<typeof nextLevel> => {
    const { candidate, clauses } = inferOne(id, facts);
    const statuses = new Map(clauses.map((clause) => [clause.id, clause.status]));
    const compiled = standard.byId.get(id);
    if (compiled === undefined) throw new Error(`${id} is not compiled`);
    return nextLevel(compiled, candidate, (clause) => statuses.get(clause) ?? 'unknown');
  };

  test('the example of the contract: I10 lacks only the industry rate, whatever is not yet attested', () => {
    expect(
      next('I10', { measures: { iot_access_ratio_design: known('0.83') }, upTo: { I10: 'S4' } }),
    ).toEqual({
      level: 'S5',
      missing: ['I10.S5.m1'],
      unattested: ['I10.S5.c1', 'I10.S5.c2', 'I10.S5.c3'],
    });
  });

  test('a refuted capability is missing, lower levels included', () => {
    const facts: Facts = {
      measures: { iot_access_ratio_design: known('0.9') },
      clauses: { 'I10.S2.c1': 'unmet' },
    };
    expect(next('I10', facts)).toMatchObject({
      level: 'S2',
      missing: ['I10.S2.c1', 'I10.S2.c2', 'I10.S2.c3'],
    });
    expect(next('I10', { ...facts, clauses: { 'I10.S4.c2': 'unmet' } })).toMatchObject({
      level: 'S4',
      missing: ['I10.S4.c2'],
    });
  });

  test('a level without measure clauses lacks every clause that is not met (C12)', () => {
    expect(next('I41', { upTo: { I41: 'S2' } })).toEqual({
      level: 'S3',
      missing: ['I41.S3.c1'],
      unattested: ['I41.S3.c1'],
    });
  });

  test('there is none above S5', () => {
    expect(next('I46', { measures: { dcmm_level: known('5') } })).toBeNull();
  });
});
