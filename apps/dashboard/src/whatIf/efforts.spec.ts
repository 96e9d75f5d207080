// @vitest-environment node
import { cheapestPlan, SMART_FROM } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT, inferDraft, withMeasure, withUpTo } from './draft.js';
import { scoring } from './engine.js';
import { STANDING_EFFORT, stepKey, stepsOf, toEfforts } from './efforts.js';

describe('prices of steps', () => {
  it('count the clauses that are open at each step', () => {
    const draft = withUpTo(
      withMeasure(EMPTY_DRAFT, 'iot_access_ratio_design', { numerator: '70', denominator: '100' }),
      'I10',
      'S3',
    );
    const steps = toEfforts(inferDraft(draft), STANDING_EFFORT, new Map()).filter(
      ({ indicator }) => indicator === 'I10',
    );
    expect(steps.map(({ level, effort }) => [level, effort])).toEqual([
      ['S4', 20],
      ['S5', 20],
    ]);
  });

  it('price every capability where a level has no number', () => {
    const steps = toEfforts(inferDraft(EMPTY_DRAFT), STANDING_EFFORT, new Map()).filter(
      ({ indicator }) => indicator === 'I01',
    );
    expect(steps.map(({ level }) => level)).toEqual(['S2', 'S3', 'S4', 'S5']);
    expect(steps.every(({ effort }) => effort !== null && effort > 0)).toBe(true);
  });

  it('give way to prices by hand', () => {
    const overrides = new Map<string, number | null>([
      [stepKey('I10', 'S3'), 7],
      [stepKey('I10', 'S4'), null],
    ]);
    const steps = toEfforts(inferDraft(EMPTY_DRAFT), STANDING_EFFORT, overrides).filter(
      ({ indicator }) => indicator === 'I10',
    );
    expect(steps.map(({ effort }) => effort).slice(1, 3)).toEqual([7, null]);
  });

  it('lead the solver to the grade', () => {
    const result = inferDraft(EMPTY_DRAFT);
    const found = cheapestPlan({
      plan: scoring,
      current: new Map([...result.indicators.values()].map(({ id, candidate }) => [id, candidate])),
      target: SMART_FROM,
      efforts: toEfforts(result, STANDING_EFFORT, new Map()),
      prerequisites: [],
    });
    if (found.kind !== 'plan') throw new Error(found.kind);
    expect(found.z).toBeGreaterThanOrEqual(SMART_FROM);
    expect(found.proof.bestBelow).toBeLessThan(SMART_FROM);
  });

  it('name the steps of a rise', () => {
    expect(stepsOf('S2', 'S4')).toEqual(['S3', 'S4']);
    expect(stepsOf('S4', 'S4')).toEqual([]);
  });
});
