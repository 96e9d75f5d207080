import { describe, expect, test } from 'vitest';
import { HGT_6313_2024 } from './edition.js';
import type { StandardFault } from './standardFault.js';
import type { Comparison, Indicator, MeasureClause, Standard } from './types.js';
import { validateStandard } from './validateStandard.js';

const kinds = (standard: Standard): readonly StandardFault['kind'][] =>
  validateStandard(standard).map(({ kind }) => kind);

/** The built-in standard with one indicator changed. */
function withIndicator(id: string, change: (indicator: Indicator) => Partial<Indicator>): Standard {
  const indicators = HGT_6313_2024.indicators.map((indicator) =>
    indicator.id === id ? { ...indicator, ...change(indicator) } : indicator,
  );
  return { ...HGT_6313_2024, indicators };
}

/** The built-in standard with the single comparisons of one indicator changed. */
function withComparisons(
  id: string,
  change: (comparison: Comparison, clause: MeasureClause) => Comparison,
): Standard {
  return withIndicator(id, ({ criteria }) => ({
    criteria: criteria.map((criterion) => ({
      ...criterion,
      measures: criterion.measures.map((clause) =>
        clause.condition.kind === 'comparison'
          ? { ...clause, condition: change(clause.condition, clause) }
          : clause,
      ),
    })),
  }));
}

describe('validating a standard', () => {
  test('the built-in edition has no fault', () => {
    expect(validateStandard(HGT_6313_2024)).toEqual([]);
  });

  test('a missing indicator is counted, and its weight is missed', () => {
    const standard = { ...HGT_6313_2024, indicators: HGT_6313_2024.indicators.slice(1) };
    expect(kinds(standard)).toEqual(['wrong_count', 'weight_total']);
  });

  test('an id used twice is named', () => {
    const twice = withIndicator('I02', () => ({ slug: 'plan' }));
    expect(validateStandard(twice)).toEqual([{ kind: 'duplicate_id', id: 'plan' }]);
  });

  test('points must add up to the primary and to 100', () => {
    const secondaries = HGT_6313_2024.secondaries.map((one) =>
      one.id === 'Q09' ? { ...one, points: 8 } : one,
    );
    expect(validateStandard({ ...HGT_6313_2024, secondaries })).toEqual([
      { kind: 'points_total', id: 'P5', expected: 50, found: 51 },
    ]);
    const primaries = HGT_6313_2024.primaries.map((one) => (one.id === 'P5' ? { ...one, points: 49 } : one));
    expect(kinds({ ...HGT_6313_2024, primaries })).toEqual(['points_total', 'points_total']);
  });

  test.each(['NaN', '', '-0.15', '0', '0.125'])('the weight "%s" is malformed', (weight) => {
    expect(kinds(withIndicator('I10', () => ({ weight })))).toContain('weight_malformed');
  });

  test('weights of a secondary indicator must sum to 1', () => {
    expect(validateStandard(withIndicator('I10', () => ({ weight: '0.16' })))).toEqual([
      { kind: 'weight_total', id: 'Q04', found: '1.01' },
    ]);
  });

  test('thresholds that ease off towards S5 are refused with both clauses', () => {
    const eased = withComparisons('I17', (comparison, { id }) =>
      id === 'I17.S5.m1' ? { ...comparison, threshold: '0.7' } : comparison,
    );
    expect(validateStandard(eased)).toEqual([
      { kind: 'threshold_order', measure: 'safety_info_fill_ratio', lower: 'I17.S4.m1', upper: 'I17.S5.m1' },
    ]);
  });

  test('a comparator that eases off or turns round is refused', () => {
    const looser = withComparisons('I38', (comparison, { id }) =>
      id === 'I38.S4.m1' ? { ...comparison, threshold: '0.4', comparator: '>=' } : comparison,
    );
    expect(kinds(looser)).toEqual(['threshold_order']);
    const turned = withComparisons('I46', (comparison, { id }) =>
      id === 'I46.S5.m1' ? { ...comparison, comparator: '<=' } : comparison,
    );
    expect(kinds(turned)).toEqual(['threshold_order']);
  });

  test('upper bounds must tighten downwards', () => {
    const falling = withComparisons('I46', (comparison, { id }) => ({
      ...comparison,
      comparator: '<=',
      threshold: id === 'I46.S2.m1' ? '9' : id === 'I46.S3.m1' ? '8' : '7',
    }));
    expect(validateStandard(falling)).toEqual([]);
    const rising = withComparisons('I46', (comparison) => ({ ...comparison, comparator: '<=' }));
    expect(kinds(rising)).toEqual(['threshold_order', 'threshold_order', 'threshold_order']);
  });

  test.each(['1.2', '-0.1', 'NaN', '80%'])('the ratio threshold "%s" is malformed', (threshold) => {
    const standard = withComparisons('I30', (comparison) => ({ ...comparison, threshold }));
    expect(kinds(standard)).toEqual(['threshold_malformed']);
  });

  test('a level threshold must be whole', () => {
    const standard = withComparisons('I46', (comparison, { id }) =>
      id === 'I46.S3.m1' ? { ...comparison, threshold: '3.5' } : comparison,
    );
    expect(kinds(standard)).toEqual(['threshold_malformed']);
  });

  test('a measure that belongs to another indicator or to none is refused', () => {
    const foreign = withComparisons('I30', (comparison) => ({
      ...comparison,
      measure: 'monitor_online_ratio',
    }));
    expect(kinds(foreign)).toEqual(['foreign_measure']);
    const measures = HGT_6313_2024.measures.filter(({ key }) => key !== 'hazchem_vehicle_parking_ratio');
    expect(kinds({ ...HGT_6313_2024, measures })).toEqual(['unknown_measure']);
  });

  test('a derivation must name measures that exist', () => {
    const measures = HGT_6313_2024.measures.filter(({ key }) => key !== 'sf_data_upload_ratio');
    expect(kinds({ ...HGT_6313_2024, measures })).toEqual(['unknown_measure', 'unknown_measure']);
    const uncounted = HGT_6313_2024.measures.filter(({ key }) => key !== 'smart_factory_count');
    expect(new Set(kinds({ ...HGT_6313_2024, measures: uncounted }))).toEqual(new Set(['unknown_measure']));
  });

  test('levels must run from S2 to S5 and hold clauses', () => {
    expect(kinds(withIndicator('I08', ({ criteria }) => ({ criteria: criteria.toReversed() })))).toContain(
      'level_order',
    );
    const empty = withIndicator('I41', ({ criteria }) => ({
      criteria: criteria.map((criterion) =>
        criterion.level === 'S3' ? { ...criterion, capabilities: [] } : criterion,
      ),
    }));
    expect(validateStandard(empty)).toEqual([{ kind: 'empty_level', id: 'I41', level: 'S3' }]);
  });

  test('clauses are numbered in order', () => {
    const swapped = withIndicator('I41', ({ criteria }) => ({
      criteria: criteria.map((criterion) => ({ ...criterion, measures: criterion.measures.toReversed() })),
    }));
    expect(kinds(swapped)).toEqual(['clause_id', 'clause_id', 'clause_id', 'clause_id']);
  });

  test('a text in one language only and an unknown ruling are refused', () => {
    expect(validateStandard(withIndicator('I08', () => ({ en: ' ' })))).toEqual([
      { kind: 'missing_text', id: 'I08' },
    ]);
    expect(validateStandard(withIndicator('I08', () => ({ rulings: ['I8z'] })))).toEqual([
      { kind: 'unknown_ruling', id: 'I08', ruling: 'I8z' },
    ]);
  });

  test('a parent that does not exist is named', () => {
    const secondaries = HGT_6313_2024.secondaries.filter(({ id }) => id !== 'Q17');
    expect(kinds({ ...HGT_6313_2024, secondaries })).toContain('unknown_parent');
    const primaries = HGT_6313_2024.primaries.filter(({ id }) => id !== 'P6');
    expect(kinds({ ...HGT_6313_2024, primaries })).toContain('unknown_parent');
  });
});
