import { describe, expect, test } from 'vitest';
import { clauseComparisons, clausesUpTo } from './clauses.js';
import { EDITION, HGT_6313_2024, RULES_VERSION } from './edition.js';
import {
  INDICATOR_IDS,
  PRIMARY_IDS,
  SECONDARY_IDS,
  clauseAddress,
  isClauseId,
  isIndicatorId,
} from './ids.js';
import { MEASURE_KEYS, isMeasureKey } from './measureKeys.js';
import { measureOf } from './measures.js';
import type { Indicator, MeasureClause } from './types.js';

const { primaries, secondaries, indicators, measures, rulings } = HGT_6313_2024;
const clauses = indicators.flatMap((indicator) => clausesUpTo(indicator));
const measureClauses = (indicator: Indicator): readonly MeasureClause[] =>
  indicator.criteria.flatMap((criterion) => criterion.measures);

describe('HG/T 6313-2024', () => {
  test('has 6, 17 and 46 indicators in the order of Table 1', () => {
    expect(HGT_6313_2024.edition).toBe(EDITION);
    expect(HGT_6313_2024.rules).toBe(RULES_VERSION);
    expect(primaries.map(({ id }) => id)).toEqual(PRIMARY_IDS);
    expect(secondaries.map(({ id }) => id)).toEqual(SECONDARY_IDS);
    expect(indicators.map(({ id }) => id)).toEqual(INDICATOR_IDS);
  });

  test('gives the primaries 4, 6, 25, 10, 50 and 5 points', () => {
    expect(primaries.map(({ points }) => points)).toEqual([4, 6, 25, 10, 50, 5]);
  });

  test('knows every measure key once, in order', () => {
    expect(measures.map(({ key }) => key)).toEqual(MEASURE_KEYS);
  });

  test('has 103 measure clauses and 622 capability clauses', () => {
    expect(clauses.filter(({ kind }) => kind === 'measure')).toHaveLength(103);
    expect(clauses.filter(({ kind }) => kind === 'capability')).toHaveLength(622);
  });

  test('thirteen indicators have no measure clause, 27.55 points together (C12)', () => {
    const without = indicators.filter((indicator) => measureClauses(indicator).length === 0);
    const hundredths = without.map(({ secondary, weight }) => {
      const points = secondaries.find(({ id }) => id === secondary)?.points ?? 0;
      return Math.round(points * Number(weight) * 100);
    });
    expect(without).toHaveLength(13);
    expect(hundredths.reduce((sum, points) => sum + points, 0)).toBe(2755);
    expect(without.every((indicator) => indicator.rulings.includes('C12'))).toBe(true);
  });

  test('above the last number of their row only I07, I09, I11, I30 and I33 have levels without one (C12)', () => {
    const open = indicators.flatMap((indicator) => {
      const numbered = indicator.criteria.map((criterion) => criterion.measures.length > 0);
      const last = numbered.lastIndexOf(true);
      return last < 0
        ? []
        : indicator.criteria.slice(last + 1).map(({ level }) => `${indicator.id} ${level}`);
    });
    expect(open).toEqual(['I07 S5', 'I09 S5', 'I11 S4', 'I11 S5', 'I30 S5', 'I33 S5']);
  });

  test('binding references stand at their indicators (R2-1)', () => {
    const bound = indicators.flatMap(({ id, references }) => references.map(({ code }) => `${id} ${code}`));
    expect(bound).toEqual(['I14 GB/T 22239', 'I18 GB 18218', 'I19 GB/T 39173', 'I46 GB/T 36073']);
  });

  test('capability clauses are short wordings in both languages', () => {
    for (const clause of clauses.filter(({ kind }) => kind === 'capability')) {
      expect(clause.zh.length, clause.id).toBeLessThanOrEqual(30);
      expect(clause.en.length, clause.id).toBeLessThanOrEqual(80);
    }
  });

  test('measure clauses say their number in words', () => {
    const words = new Map(clauses.map(({ id, zh, en }) => [id, `${zh} | ${en}`]));
    expect(words.get('I10.S4.m1')).toBe(
      '感知系统接入率（按设计）不低于80% | Sensing-system onboarding rate (by design) at least 80%',
    );
    expect(words.get('I38.S3.m1')).toBe('业务系统上云占比高于40% | Business systems on cloud above 40%');
    expect(words.get('I33.S4.m1')).toContain('1095天');
    expect(words.get('I46.S5.m1')).toContain('level 5');
  });

  test('shortcomings are notes: S2 of I28 has three, none of them a clause (ruling A3)', () => {
    const gate = indicators.find(({ id }) => id === 'I28');
    expect(gate?.criteria[0]?.limitations).toHaveLength(3);
    expect(gate?.criteria[0]?.capabilities).toHaveLength(2);
    const notes = new Set(
      indicators.flatMap(({ criteria }) => criteria.flatMap((one) => one.limitations)).map(({ zh }) => zh),
    );
    expect(clauses.filter(({ zh }) => notes.has(zh))).toEqual([]);
  });

  test('every measure a clause compares is named by its indicator, and rulings have both languages', () => {
    for (const indicator of indicators) {
      for (const { measure } of measureClauses(indicator).flatMap(clauseComparisons)) {
        expect(measureOf(measure).indicators).toContain(indicator.id);
      }
    }
    expect(rulings.every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
  });
});

describe('I03, the one composite clause', () => {
  const factory = indicators.find(({ id }) => id === 'I03');

  test('shows each of its comparisons', () => {
    const [clause] = factory === undefined ? [] : measureClauses(factory);
    const shown = clause === undefined ? [] : clauseComparisons(clause);
    expect(
      shown.map(({ measure, comparator, threshold }) => `${measure} ${comparator} ${threshold}`),
    ).toEqual([
      'enterprise_count > 30',
      'smart_factory_count >= 1',
      'digital_workshop_count >= 2',
      'smart_factory_share >= 0.03',
      'digital_workshop_share >= 0.05',
    ]);
  });

  test('is one clause per level, with the qualified factories beside it at S4 and S5', () => {
    expect(factory?.criteria.map((criterion) => criterion.measures.map(({ id }) => id))).toEqual([
      ['I03.S2.m1'],
      ['I03.S3.m1'],
      ['I03.S4.m1', 'I03.S4.m2'],
      ['I03.S5.m1', 'I03.S5.m2'],
    ]);
  });
});

describe('ids', () => {
  test('are recognised by form', () => {
    expect(isIndicatorId('I46')).toBe(true);
    expect(isIndicatorId('I47')).toBe(false);
    expect(isClauseId('I10.S3.c2')).toBe(true);
    expect(
      ['I10.S1.c1', 'I10.S3.x1', 'I10.S3.c0', 'I47.S3.c1', 'I10.S3.c1 ', '__proto__'].some(isClauseId),
    ).toBe(false);
    expect(isMeasureKey('monitor_online_ratio')).toBe(true);
    expect(isMeasureKey('constructor')).toBe(false);
  });

  test('a clause id names its indicator, level and kind', () => {
    expect(clauseAddress('I10.S3.m1')).toEqual({ indicator: 'I10', level: 'S3', kind: 'measure' });
    expect(clauseAddress('I03.S5.c2')).toEqual({ indicator: 'I03', level: 'S5', kind: 'capability' });
  });
});
