// @vitest-environment node
import {
  CLAUSE_LEVELS,
  ENHANCED_FROM,
  INDICATOR_IDS,
  SMART_FROM,
  cheapestPlan,
  type IndicatorId,
  type Level,
  type PlanRequest,
  type Prerequisite,
} from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import { cheapestPath } from './cheapestPath.js';
import type { DraftResult } from './draft.js';
import { scoring } from './engine.js';
import { toPrerequisites } from './prerequisites.js';

const request = (
  levels: Readonly<Record<string, Level>>,
  prerequisites: readonly Prerequisite[],
  over: Partial<PlanRequest> = {},
): PlanRequest => ({
  plan: scoring,
  current: new Map(INDICATOR_IDS.map((id) => [id, levels[id] ?? 'S3'])),
  target: SMART_FROM,
  efforts: INDICATOR_IDS.flatMap((indicator, place) =>
    CLAUSE_LEVELS.map((level, step) => ({ indicator, level, effort: 10 + ((place * 7 + step * 13) % 30) })),
  ),
  prerequisites,
  ...over,
});
const rule = (
  indicator: IndicatorId,
  level: Level,
  needs: IndicatorId,
  atLeast: Level = 'S4',
): Prerequisite => ({
  ...{ indicator, level, needs, atLeast },
});

describe('the cheapest path under prerequisites', () => {
  it.each([
    ['none', []],
    ['one', [rule('I22', 'S4', 'I06')]],
    [
      'several',
      [
        rule('I22', 'S4', 'I06'),
        rule('I22', 'S5', 'I10'),
        rule('I14', 'S4', 'I05'),
        rule('I02', 'S4', 'I06'),
      ],
    ],
    ['a chain', [rule('I22', 'S4', 'I06'), rule('I06', 'S4', 'I09')]],
    ['a ring', [rule('I22', 'S4', 'I06'), rule('I06', 'S4', 'I09'), rule('I09', 'S4', 'I06')]],
  ])('costs what branch and bound finds: %s', (_name, rules) => {
    const asked = request({}, rules);
    const [mine, theirs] = [cheapestPath(asked), cheapestPlan(asked)];
    expect([mine.kind, mine.kind === 'plan' && mine.effort]).toEqual([
      theirs.kind,
      theirs.kind === 'plan' && theirs.effort,
    ]);
    if (mine.kind !== 'plan') return;
    expect(mine.z).toBeGreaterThanOrEqual(SMART_FROM);
    expect(mine.rises.reduce((sum, { effort }) => sum + effort, 0)).toBe(mine.effort);
  });

  it('keeps every prerequisite, and ends soon where nothing stands yet', () => {
    const nothing = Object.fromEntries(INDICATOR_IDS.map((id) => [id, 'S1'])) as Record<string, Level>;
    const standing = {
      indicators: new Map(INDICATOR_IDS.map((id) => [id, { id, candidate: 'S1', clauses: [] }])),
    } as unknown as DraftResult;
    const rules = toPrerequisites(standing, 'S3');
    const found = cheapestPath(request(nothing, rules, { target: ENHANCED_FROM }));
    expect(found.kind).toBe('plan');
    expect(found.combinations).toBeLessThanOrEqual(129);
    if (found.kind !== 'plan') return;
    const after = new Map(INDICATOR_IDS.map((id) => [id, 'S1' as Level]));
    for (const { indicator, to } of found.rises) after.set(indicator, to);
    for (const { indicator, level, needs, atLeast } of rules)
      expect((after.get(indicator) ?? 'S1') < level || (after.get(needs) ?? 'S1') >= atLeast).toBe(true);
  });

  it('says so when the goal is reached, or cannot be', () => {
    expect(cheapestPath(request(Object.fromEntries(INDICATOR_IDS.map((id) => [id, 'S5'])), [])).kind).toBe(
      'reached',
    );
    const dear = INDICATOR_IDS.flatMap((indicator) =>
      CLAUSE_LEVELS.map((level) => ({ indicator, level, effort: null })),
    );
    expect(cheapestPath(request({}, [], { efforts: dear })).kind).toBe('out_of_reach');
  });
});
