import { describe, expect, it } from 'vitest';
import { type Grade, GRADES } from '../assessment/scoring.js';
import type { Tri } from '../kernel/tri.js';
import { judgeConclusion } from './judgeConclusion.js';
import { KEY_ITEMS, type KeyItemId, isKeyItemId } from './keyItems.js';

const all = (status: Tri, except: Readonly<Partial<Record<KeyItemId, Tri>>> = {}) =>
  new Map(KEY_ITEMS.map(({ id }) => [id, except[id] ?? status]));
const agreement = (grade: Grade, judged: ReadonlyMap<KeyItemId, Tri>) =>
  judgeConclusion(grade, judged).agreement;

describe('the key items of Table 2', () => {
  it('are four to a grade, each worded in both languages and once only', () => {
    for (const grade of GRADES) expect(KEY_ITEMS.filter((item) => item.grade === grade)).toHaveLength(4);
    expect(new Set(KEY_ITEMS.map(({ id }) => id)).size).toBe(12);
    for (const { zh, en } of KEY_ITEMS) expect([zh.length > 3, en.length > 9]).toEqual([true, true]);
    expect([isKeyItemId('K.smart.d'), isKeyItemId('K.smart.e')]).toEqual([true, false]);
  });

  it.each(GRADES)('support %s when all of it and of the grades below are met', (grade) => {
    expect(agreement(grade, all('met'))).toBe('supported');
    expect(agreement(grade, new Map())).toBe('open');
    expect(agreement(grade, all('met', { 'K.initial.b': 'unmet' }))).toBe('contradicted');
  });

  it('of a higher grade say nothing on a lower one', () => {
    const judged = all('met', { 'K.smart.d': 'unmet', 'K.enhanced.a': 'unknown' });
    expect(GRADES.map((grade) => agreement(grade, judged))).toEqual(['supported', 'open', 'contradicted']);
  });

  it('never change the grade, not even when none is met (rulings C6 and C7)', () => {
    for (const grade of GRADES) expect(judgeConclusion(grade, all('unmet')).grade).toBe(grade);
  });
});
