// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { assessmentAt, patchTo } from '../testing/park.js';
import { applyPatch, fromSnapshot } from './applyPatch.js';

const start = fromSnapshot({ epoch: 'e', revision: 7, assessment: assessmentAt('S3') });
const next = assessmentAt('S3', { I10: 'S4' }, 8);

describe('applying a live patch', () => {
  it('moves every number to the next revision together', () => {
    const outcome = applyPatch(start, {
      ...patchTo(next),
      indicators: next.indicators.filter(({ id }) => id === 'I10'),
    });
    if (outcome.kind !== 'applied') throw new Error(outcome.kind);
    expect(outcome.picture).toEqual({ epoch: 'e', revision: 8, assessment: next });
  });

  it('leaves the former picture untouched', () => {
    applyPatch(start, patchTo(next));
    expect(start.assessment).toEqual(assessmentAt('S3'));
  });

  it('asks for a snapshot when a revision is missing', () => {
    expect(applyPatch(start, { ...patchTo(next), revision: 9 })).toEqual({ kind: 'gap' });
  });

  it('ignores what it has already', () => {
    expect(applyPatch(start, { ...patchTo(next), revision: 7 })).toEqual({ kind: 'known' });
  });

  it('keeps children summing to their parents and to Z', () => {
    const outcome = applyPatch(start, patchTo(next));
    if (outcome.kind !== 'applied') throw new Error(outcome.kind);
    const { primary, secondary, score } = outcome.picture.assessment;
    const sum = (nodes: readonly { readonly candidate: string }[]) =>
      nodes.reduce((total, { candidate }) => total + Math.round(Number(candidate) * 10_000), 0);
    expect(sum(primary)).toBe(sum(secondary));
    expect(sum(primary)).toBe(Math.round(Number(score.candidate.z) * 10_000));
  });
});
