// @vitest-environment node
import type { IndicatorId, IndicatorInference, Level, PlannedRise } from '@parkpulse/domain';
import { INDICATOR_IDS } from '@parkpulse/domain';
import { describe, expect, it } from 'vitest';
import type { DraftResult } from './draft.js';
import { pathFromQuery, pathToQuery, STANDING_PATH } from './pathSettings.js';
import { inOrder, toPrerequisites, waitingFor } from './prerequisites.js';

const standing = (others: Readonly<Record<string, Level>> = {}): DraftResult => ({
  indicators: new Map(
    INDICATOR_IDS.map((id) => [
      id,
      { id, candidate: others[id] ?? 'S2', clauses: [] } as unknown as IndicatorInference,
    ]),
  ),
  scores: {} as DraftResult['scores'],
});
const rise = (indicator: IndicatorId, from: Level, to: Level, points = 1000): PlannedRise => ({
  ...{ indicator, from, to, points },
  effort: 10,
});

describe('prerequisites of a plan', () => {
  it('come from the wording of clauses still ahead, once per platform and level', () => {
    const found = toPrerequisites(standing(), 'S3');
    const keys = found.map(({ indicator, level, needs }) => `${indicator} ${level} ${needs}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(found.every(({ level, atLeast }) => level > 'S2' && atLeast === 'S3')).toBe(true);
    expect(found.some(({ needs }) => needs === 'I06')).toBe(true);
    expect(
      toPrerequisites(standing(Object.fromEntries(INDICATOR_IDS.map((id) => [id, 'S5']))), 'S3'),
    ).toEqual([]);
  });

  it('say whether the platform stands already', () => {
    const rules = [{ indicator: 'I19', level: 'S4', needs: 'I06', atLeast: 'S3' }] as const;
    const up = rise('I19', 'S2', 'S4');
    expect(waitingFor(up, rules, standing())).toEqual([{ needs: 'I06', atLeast: 'S3', stands: false }]);
    expect(waitingFor(up, rules, standing({ I06: 'S3' }))[0]?.stands).toBe(true);
    expect(waitingFor(rise('I19', 'S2', 'S3'), rules, standing())).toEqual([]);
  });

  it('put platforms first, and end even when two call for each other', () => {
    const rules = [
      { indicator: 'I19', level: 'S3', needs: 'I06', atLeast: 'S3' },
      { indicator: 'I06', level: 'S3', needs: 'I09', atLeast: 'S3' },
      { indicator: 'I09', level: 'S3', needs: 'I06', atLeast: 'S3' },
    ] as const;
    const rises = [rise('I19', 'S2', 'S3', 9000), rise('I06', 'S2', 'S3'), rise('I10', 'S2', 'S3', 500)];
    const order = inOrder(rises, rules, standing()).map(({ indicator }) => indicator);
    expect(order).toEqual(['I06', 'I19', 'I10']);
    expect(inOrder([rise('I06', 'S2', 'S3'), rise('I09', 'S2', 'S3')], rules, standing())).toHaveLength(2);
  });
});

describe('path settings in the URL', () => {
  it('come back as they were written, and are absent while nothing differs', () => {
    expect(pathToQuery(STANDING_PATH)).toEqual({});
    const settings = {
      goal: 60,
      unit: { measure: 5, capability: 0 },
      overrides: new Map([
        ['I10.S4', 30],
        ['I02.S3', null],
      ]),
      need: null,
    } as const;
    expect(pathFromQuery(pathToQuery(settings))).toEqual(settings);
  });

  it('leave out what is not understood', () => {
    const odd = { goal: '70', um: '-1', uc: '1e9', price: 'I99.S4:3;I10.S1:3;I10.S4:x;I10.S3', need: 'S1' };
    expect(pathFromQuery(odd)).toEqual({ ...STANDING_PATH, overrides: new Map([['I10.S4', null]]) });
  });
});
