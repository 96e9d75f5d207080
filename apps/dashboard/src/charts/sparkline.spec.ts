// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { sparkPath } from './sparkline.js';

const box = { width: 100, height: 20 };

describe('a small line', () => {
  it('steps from value to value over its whole box', () => {
    expect(sparkPath(['50.0000', '60.0000', '70.0000'], box)).toBe('M0 20H50V10H100V0');
  });

  it('leaves gaps as gaps', () => {
    expect(sparkPath(['50', null, '70'], box)).toBe('M0 20M100 0');
    expect(sparkPath([null, null], box)).toBe('');
  });

  it('lies in the middle when nothing moves', () => {
    expect(sparkPath(['50', '50'], box)).toBe('M0 10H100V10');
  });
});
