import { describe, expect, it } from 'vitest';
import { toPoints } from '../../format/points.js';
import { demoPicture, demoStep } from './demoPicture.js';
import { STEP_MS, STEPS, TURNS } from './demoStory.js';

const START = STEPS * STEP_MS * 7_000_000;
const at = (step: number) => demoPicture(START + step * STEP_MS + 1000);

describe('the demonstration', () => {
  it('is the same at the same moment, whoever asks', () => {
    expect(JSON.stringify(at(5))).toBe(JSON.stringify(at(5)));
    expect(demoStep(START + 3 * STEP_MS)).toBe(3);
  });

  it('moves Z by exactly what its transitions say', () => {
    const z = (step: number) => toPoints(at(step).assessment?.score.candidate.z ?? '0');
    for (const step of new Set(TURNS.map((turn) => turn.step))) {
      const moved = (at(step).transitions ?? [])
        .filter(({ at: time }) => Date.parse(time) === START + step * STEP_MS)
        .reduce((sum, { points }) => sum + toPoints(points), 0);
      expect(z(step) - z(step - 1)).toBe(moved);
      expect(moved).not.toBe(0);
    }
  });

  it('tells of a change before it is confirmed, raises alerts and takes them back', () => {
    expect(at(1).assessment?.indicators.find(({ id }) => id === 'I10')?.pending).toMatchObject({ candidate: 'S3' });
    expect(at(4).alerts?.map(({ indicator, severity }) => [indicator, severity])).toEqual([
      ['I19', 'alarm'],
      ['I10', 'warning'],
    ]);
    expect(at(10).alerts?.map(({ indicator }) => indicator)).toEqual(['I34']);
    expect(at(0).alerts).toEqual([]);
  });

  it('has a gateway that falls silent on the map', () => {
    const offline = (step: number) => at(step).places?.devices.filter(({ state }) => state === 'offline').length ?? 0;
    expect(offline(5)).toBeGreaterThan(offline(1));
  });
});
