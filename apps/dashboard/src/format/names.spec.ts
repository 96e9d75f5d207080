// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { isNodeId, maxPointsOf, nodeName, pointsAt, primaryIdOf, standard } from './names.js';
import { toPoints } from './points.js';

describe('the standard as the screen names it', () => {
  it('has 6, 17 and 46 indicators whose points sum to 100', () => {
    expect([standard.primaries.length, standard.secondaries.length, standard.indicators.length]).toEqual([
      6, 17, 46,
    ]);
    expect(standard.indicators.reduce((sum, { id }) => sum + maxPointsOf(id), 0)).toBe(toPoints('100'));
  });

  it('names every node in both languages', () => {
    for (const { id } of [...standard.primaries, ...standard.secondaries, ...standard.indicators]) {
      expect(nodeName(id, 'zh-CN')).not.toBe('');
      expect(nodeName(id, 'en')).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('knows what a level is worth', () => {
    expect(pointsAt('I10', 'S4') - pointsAt('I10', 'S3')).toBe(toPoints('0.5625'));
    expect(pointsAt('I22', 'S5')).toBe(toPoints('4.9'));
    expect(primaryIdOf('I19')).toBe('P5');
  });

  it('tells nodes from other texts', () => {
    expect(['Z', 'P1', 'Q17', 'I46'].every(isNodeId)).toBe(true);
    expect(['P7', 'I47', '', null, 'constructor'].some(isNodeId)).toBe(false);
  });
});
