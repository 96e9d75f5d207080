import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, type Level, levelRank } from '../kernel/level.js';
import { HGT_6313_2024 } from '../standard/edition.js';
import { INDICATOR_IDS, type IndicatorId } from '../standard/ids.js';
import { type PlanRequest, type Prerequisite, type StepEffort, cheapestPlan } from './plan.js';
import { indicatorPoints, planScoring } from './scoring.js';

const plan = planScoring(HGT_6313_2024);
const everySteps = (effort: number): StepEffort[] =>
  INDICATOR_IDS.flatMap((indicator) => LEVELS.slice(1).map((level) => ({ indicator, level, effort })));
const all = (level: Level): Map<IndicatorId, Level> => new Map(INDICATOR_IDS.map((id) => [id, level]));

/** Tries every combination over a few indicators; the others cannot move. */
function bruteForce(request: PlanRequest, ids: readonly IndicatorId[]): number | null {
  const start = [...request.current].reduce((sum, [id, level]) => sum + indicatorPoints(plan, id, level), 0);
  const effortOf = (id: IndicatorId, level: Level): number | null =>
    request.efforts.find((each) => each.indicator === id && each.level === level)?.effort ?? null;
  let best: number | null = null;
  const visit = (index: number, levels: Map<IndicatorId, Level>, effort: number, z: number): void => {
    const id = ids[index];
    if (id === undefined) {
      const holds = request.prerequisites.every(
        (rule) =>
          levelRank(levels.get(rule.indicator) as Level) < levelRank(rule.level) ||
          levelRank(levels.get(rule.needs) as Level) >= levelRank(rule.atLeast),
      );
      if (holds && z >= request.target && (best === null || effort < best)) best = effort;
      return;
    }
    const from = request.current.get(id) as Level;
    let total = effort;
    for (const level of LEVELS.slice(levelRank(from) - 1)) {
      if (level !== from) {
        const step = effortOf(id, level);
        if (step === null) break;
        total += step;
      }
      const gain = indicatorPoints(plan, id, level) - indicatorPoints(plan, id, from);
      visit(index + 1, new Map(levels).set(id, level), total, z + gain);
    }
  };
  visit(0, new Map(request.current), 0, start);
  return best;
}

describe('cheapest plan', () => {
  it('says so when the target is reached already', () => {
    const request = { plan, current: all('S4'), target: 800_000, efforts: [], prerequisites: [] };
    expect(cheapestPlan(request)).toEqual({ kind: 'reached' });
  });

  it('says how far one can get when the target is out of reach', () => {
    const request = { plan, current: all('S3'), target: 800_000, efforts: [], prerequisites: [] };
    expect(cheapestPlan(request)).toEqual({ kind: 'out_of_reach', best: 700_000 });
  });

  it('takes the heaviest indicators first when every step costs the same', () => {
    const result = cheapestPlan({
      plan,
      current: all('S3'),
      target: 707_350,
      efforts: everySteps(1),
      prerequisites: [],
    });
    expect(result).toMatchObject({
      kind: 'plan',
      effort: 1,
      rises: [{ indicator: 'I22', from: 'S3', to: 'S4' }],
    });
  });

  it('shows that nothing cheaper reaches the target', () => {
    const result = cheapestPlan({
      plan,
      current: all('S3'),
      target: 800_000,
      efforts: everySteps(3),
      prerequisites: [],
    });
    if (result.kind !== 'plan') throw new Error(result.kind);
    expect(result.z).toBeGreaterThanOrEqual(800_000);
    expect(result.proof.bestBelow).toBeLessThan(800_000);
    expect(result.proof.lowerBound).toBe(result.effort);
  });

  it('does what a rise needs, or forgoes the rise', () => {
    const prerequisites: Prerequisite[] = [{ indicator: 'I22', level: 'S4', needs: 'I06', atLeast: 'S5' }];
    const efforts = everySteps(4).map((step) => (step.indicator === 'I06' ? { ...step, effort: 50 } : step));
    const result = cheapestPlan({ plan, current: all('S3'), target: 707_350, efforts, prerequisites });
    expect(result).toMatchObject({ kind: 'plan', effort: 8 });
  });

  it('costs what trying everything finds', () => {
    const ids = ['I03', 'I10', 'I19', 'I22', 'I34'] as const;
    const level = fc.constantFrom(...LEVELS);
    const rule = fc.record({
      indicator: fc.constantFrom(...ids),
      level,
      needs: fc.constantFrom(...ids),
      atLeast: level,
    });
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 5, maxLength: 5 }),
        fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.array(
          rule.filter(({ indicator, needs }) => indicator !== needs),
          { maxLength: 3 },
        ),
        (levels, steps, gain, prerequisites) => {
          const current = all('S1');
          ids.forEach((id, index) => current.set(id, levels[index] as Level));
          const efforts = ids.flatMap((indicator, i) =>
            LEVELS.slice(1).map((to, j) => ({
              indicator,
              level: to,
              effort: steps[i * 4 + j] as number | null,
            })),
          );
          const start = [...current].reduce((sum, [id, at]) => sum + indicatorPoints(plan, id, at), 0);
          const request = { plan, current, target: start + gain + 1, efforts, prerequisites };
          const result = cheapestPlan(request);
          const expected = bruteForce(request, ids);
          expect(result.kind === 'plan' ? result.effort : null).toBe(expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});
