import type { Assessment } from '@parkpulse/contracts';
import { describe, expect, it, vi } from 'vitest';
import { Throttle, stepBetween } from './room.js';

const levels = { assured: 'S1', candidate: 'S3', ceiling: 'S5' } as const;
const state = (id: 'I10' | 'I19', candidate: 'S3' | 'S4') => ({
  id,
  ...levels,
  candidate,
  raw: levels,
  max: '3.7500',
  since: null,
  stale: false,
  pending: null,
});
const at = (revision: number, candidate: 'S3' | 'S4'): Assessment => ({
  park: 'p1',
  at: '2026-01-01T00:00:00Z',
  knownAt: '2026-01-01T00:00:00Z',
  revision,
  edition: 'HG/T 6313-2024',
  rules: '1',
  score: {
    assured: { z: '0.0000', grade: 'initial' },
    candidate: { z: '1.0000', grade: 'initial' },
    ceiling: { z: '100.0000', grade: 'smart' },
  },
  primary: [],
  secondary: [],
  indicators: [state('I10', candidate), state('I19', 'S3')],
});

describe('a room', () => {
  it('is patched with what differs when one revision passed', () => {
    const step = stepBetween(at(4, 'S3'), at(5, 'S4'));
    expect(step).toMatchObject({
      kind: 'patch',
      patch: { revision: 5, park: 'p1', indicators: [{ id: 'I10', candidate: 'S4' }] },
    });
    expect(step.kind === 'patch' && step.patch.indicators.length).toBe(1);
  });

  it('starts from the whole again when revisions were skipped', () => {
    expect(stepBetween(at(4, 'S3'), at(6, 'S4'))).toEqual({ kind: 'snapshot' });
  });

  it('is told nothing when nothing happened', () => {
    expect(stepBetween(at(4, 'S3'), at(4, 'S3'))).toEqual({ kind: 'nothing' });
  });
});

describe('a throttle', () => {
  it('runs at once, then joins what comes within the interval into one run', async () => {
    vi.useFakeTimers();
    let runs = 0;
    const throttle = new Throttle(() => {
      runs += 1;
      return Promise.resolve();
    }, 100);
    throttle.request();
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(1);
    for (let call = 0; call < 20; call += 1) throttle.request();
    await vi.advanceTimersByTimeAsync(98);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(runs).toBe(2);
    vi.useRealTimers();
  });
});
